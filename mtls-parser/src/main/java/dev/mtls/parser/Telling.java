package dev.mtls.parser;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a decoder tells its sink, at once or, while something waits for the server's answer, behind what waits. */
final class Telling {

    /** What a waiting step holds beside the bytes of its record or event. */
    private static final int OVERHEAD = 256;

    private final EventSink sink;
    private final boolean strict;
    private List<Runnable> waiting = new ArrayList<>();
    private long waitingSize;
    private int events;

    /**
     * Nothing waits.
     *
     * @param strict whether problems are thrown
     */
    Telling(EventSink sink, boolean strict) {
        this.sink = sink;
        this.strict = strict;
    }

    void record(KeptRecord record) {
        sink.record(record);
    }

    void problem(Sender from, Problem problem) {
        throwIfStrict(problem);
        tell(0, () -> sink.problem(new ConversationProblem(problem, Optional.of(from), OptionalInt.empty())));
    }

    void event(ConversationEvent event, Provenance provenance, List<Problem> problems) {
        problems.forEach(this::throwIfStrict);
        tell(ConversationFold.size(event), () -> {
            sink.event(event, provenance);
            OptionalInt index = OptionalInt.of(events++);
            for (Problem problem : problems) {
                sink.problem(new ConversationProblem(problem, Optional.of(event.from()), index));
            }
        });
    }

    void throwIfStrict(Problem problem) {
        // What stays closed breaks no rule.
        if (strict && problem.kind() != Problem.Kind.NOT_DECRYPTED) {
            throw new MalformedTlsException(problem);
        }
    }

    boolean waits() {
        return !waiting.isEmpty();
    }

    /** Lets a step of reading wait. */
    void await(long size, Runnable step) {
        waiting.add(step);
        waitingSize += size + OVERHEAD;
    }

    /** How much waits, in bytes. */
    long held() {
        return waitingSize;
    }

    /** Does all that waited. Nothing waits any more from the start: what a step tells is told at once. */
    void release() {
        List<Runnable> steps = waiting;
        waiting = new ArrayList<>();
        waitingSize = 0;
        steps.forEach(Runnable::run);
    }

    private void tell(long size, Runnable step) {
        if (waits()) {
            await(size, step);
        } else {
            step.run();
        }
    }
}
