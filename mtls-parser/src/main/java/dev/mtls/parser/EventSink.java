package dev.mtls.parser;

/**
 * What a {@link ConversationDecoder} tells what it reads. Called by the thread that feeds the decoder, in the order of
 * the stream for each direction; what it throws comes out of the call that fed the decoder.
 */
@FunctionalInterface
public interface EventSink {

    /**
     * Something was said.
     *
     * @param event what was said
     * @param provenance where it comes from
     */
    void event(ConversationEvent event, Provenance provenance);

    /**
     * Bytes break a rule of the protocol. Called after the event that the problem is about, where there is one.
     *
     * @param problem the problem and where it is
     */
    default void problem(ConversationProblem problem) {}

    /**
     * A record, or a piece between records, was complete on the wire. Called for each byte of both directions exactly
     * once, before the events that the record carries; and with an empty piece where bytes are missing.
     *
     * @param record the bytes as on the wire
     */
    default void record(KeptRecord record) {}
}
