package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.code.Sender;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Folds the events of one connection into a {@link Conversation}, in bounded memory.
 *
 * <p>What a conversation says about itself ({@link Conversation#version()}, {@link Conversation#outcome()} and the like)
 * and its equality cover all events, also those that did not fit. Not thread-safe: one thread feeds it, and whoever asks
 * for the conversation meanwhile sees to the order.
 */
public final class ConversationFold implements EventSink {

    /**
     * What a conversation keeps at most. What does not fit is dropped, the latest first, and counted.
     *
     * @param events how many events, default 10,000
     * @param eventBytes how many bytes of messages and data in them, default 16 MiB
     * @param problems how many problems, default 1,000
     * @param recordBytes how many bytes of records as they were on the wire, default 1 MiB
     * @param records how many such records, default 20,000
     */
    public record Limits(int events, long eventBytes, int problems, long recordBytes, int records) {

        /** 10,000 events of 16 MiB, 1,000 problems, 1 MiB in 20,000 records. */
        public static final Limits DEFAULTS = new Limits(10_000, 16 << 20, 1_000, 1 << 20, 20_000);

        /** Checks that nothing is negative. */
        public Limits {
            if (events < 0 || eventBytes < 0 || problems < 0 || recordBytes < 0 || records < 0) {
                throw new IllegalArgumentException("limits: found a negative one, expected at least 0");
            }
        }

        /**
         * The same with another limit of events.
         *
         * @param events how many are kept, at least 0
         * @return the limits
         */
        public Limits withEvents(int events) {
            return new Limits(events, eventBytes, problems, recordBytes, records);
        }

        /**
         * The same with another limit of records.
         *
         * @param recordBytes how many bytes of records are kept, at least 0
         * @return the limits
         */
        public Limits withRecordBytes(long recordBytes) {
            return new Limits(events, eventBytes, problems, recordBytes, records);
        }
    }

    private final Limits limits;
    private final List<ConversationEvent> events = new ArrayList<>();
    private final List<Provenance> provenance = new ArrayList<>();
    private final List<ConversationProblem> problems = new ArrayList<>();
    private final List<KeptRecord> records = new ArrayList<>();
    private final FactCollector facts = new FactCollector();
    private final Map<Sender, SaidDigest> said = new EnumMap<>(Sender.class);
    private long eventsDropped;
    private long problemsDropped;
    private long recordsDropped;
    private long recordBytes;
    private long eventBytes;

    /** A fold with the default limits. */
    public ConversationFold() {
        this(Limits.DEFAULTS);
    }

    /**
     * A fold with limits of its own.
     *
     * @param limits what the conversation keeps at most
     */
    public ConversationFold(Limits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        for (Sender side : Sender.values()) {
            said.put(side, new SaidDigest());
        }
    }

    @Override
    public void event(ConversationEvent event, Provenance from) {
        facts.event(event);
        Objects.requireNonNull(said.get(event.from())).add(event);
        long size = size(event);
        if (eventsDropped == 0 && events.size() < limits.events() && eventBytes + size <= limits.eventBytes()) {
            eventBytes += size;
            events.add(event);
            provenance.add(Objects.requireNonNull(from, "provenance"));
        } else {
            eventsDropped++;
        }
    }

    /** How many bytes of messages and data an event holds. */
    static long size(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return message.bytes().size();
        } else if (event instanceof ApplicationDataEvent said) {
            return said.data().size();
        } else if (event instanceof PlaintextEvent said) {
            return said.data().size();
        } else if (event instanceof UnknownRecordEvent said) {
            return said.data().size();
        } else if (event instanceof HeartbeatEvent said) {
            return said.data().size();
        } else if (event instanceof Sslv2ClientHelloEvent hello) {
            return hello.bytes().size();
        }
        return 0;
    }

    @Override
    public void problem(ConversationProblem problem) {
        facts.problem(problem);
        if (problems.size() < limits.problems()) {
            problems.add(Objects.requireNonNull(problem, "problem"));
        } else {
            problemsDropped++;
        }
    }

    @Override
    public void record(KeptRecord record) {
        // Once one was dropped none is kept: a hole in the middle would be worse than an end that comes early.
        if (recordsDropped == 0
                && records.size() < limits.records()
                && recordBytes + record.wire().size() <= limits.recordBytes()) {
            records.add(record);
            recordBytes += record.wire().size();
        } else {
            recordsDropped++;
        }
    }

    /**
     * What was said until now.
     *
     * @return an immutable snapshot without endpoints
     */
    public Conversation conversation() {
        List<ConversationProblem> all = new ArrayList<>(problems);
        List<ConversationProblem> unreadable = CertificateProblems.of(events);
        int room = Math.min(unreadable.size(), limits.problems() - problems.size());
        all.addAll(unreadable.subList(0, room));
        return new Conversation(
                new Conversation.Kept(
                        events,
                        provenance,
                        all,
                        records,
                        eventsDropped,
                        problemsDropped + unreadable.size() - room,
                        recordsDropped),
                facts.snapshot(),
                List.of(
                        Objects.requireNonNull(said.get(Sender.CLIENT)).value(),
                        Objects.requireNonNull(said.get(Sender.SERVER)).value()),
                Endpoints.UNKNOWN);
    }
}
