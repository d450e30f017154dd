package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the events of one connection and keeps none of them: what remains of a conversation is a {@link
 * ConversationSummary}. Made for captures of any size, one for each connection:
 *
 * <pre>{@code
 * CaptureReader.builder().build().forEach(file, SummaryFold::new, (fold, endpoints) ->
 *         System.out.println(View.json(fold.summary(endpoints))));
 * }</pre>
 *
 * <p>In memory it holds the hellos and certificates of the connection and its problems, 1,000 at most. Not thread-safe.
 */
public final class SummaryFold implements EventSink {
    private static final int TYPES = 256;

    private final FactCollector facts = new FactCollector();
    private final int maxProblems = ConversationFold.Limits.DEFAULTS.problems();
    private final List<ConversationProblem> problems = new ArrayList<>(0);
    private final List<ConversationProblem> unreadable = new ArrayList<>(0);
    private final int[] messages = new int[TYPES];
    private long clientBytes;
    private long serverBytes;
    private long problemsDropped;
    private int events;

    /** Nothing was said yet. */
    public SummaryFold() {}

    @Override
    public void event(ConversationEvent event, Provenance provenance) {
        facts.event(event);
        if (event instanceof HandshakeEvent message) {
            messages[message.type().value()]++;
            CertificateProblems.check(message, events, unreadable);
        }
        events++;
    }

    @Override
    public void problem(ConversationProblem problem) {
        facts.problem(problem);
        if (problems.size() < maxProblems) {
            problems.add(Objects.requireNonNull(problem, "problem"));
        } else {
            problemsDropped++;
        }
    }

    @Override
    public void record(KeptRecord record) {
        if (record.from() == Sender.CLIENT) {
            clientBytes += record.wire().size();
        } else {
            serverBytes += record.wire().size();
        }
    }

    /**
     * What was said until now.
     *
     * @param endpoints between whom and when, {@link Endpoints#UNKNOWN} where nobody knows
     * @return an immutable snapshot
     */
    public ConversationSummary summary(Endpoints endpoints) {
        Map<HandshakeType, Integer> counts = new LinkedHashMap<>();
        for (int type = 0; type < TYPES; type++) {
            if (messages[type] > 0) {
                counts.put(HandshakeType.of(type), messages[type]);
            }
        }
        List<ConversationProblem> all = new ArrayList<>(problems);
        int room = Math.min(unreadable.size(), maxProblems - problems.size());
        all.addAll(unreadable.subList(0, room));
        return new ConversationSummary(
                endpoints,
                facts.snapshot(),
                counts,
                clientBytes,
                serverBytes,
                all,
                problemsDropped + unreadable.size() - room);
    }
}
