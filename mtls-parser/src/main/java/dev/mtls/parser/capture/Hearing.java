package dev.mtls.parser.capture;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.EventSink;
import dev.mtls.parser.KeptRecord;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who hears what is said on the connections of a file.
 *
 * @param sinks makes a sink for each reading of a connection
 * @param ended takes the sink of a conversation that has ended, and between whom it was
 * @param keepsAll whether a sink keeps what it hears, which then counts as memory held
 */
record Hearing<S extends EventSink>(
        Supplier<? extends S> sinks, BiConsumer<? super S, ? super Endpoints> ended, boolean keepsAll) {
    private static final int EVENT = 400;
    private static final int RECORD = 100;

    /** Everything is kept, and handed out as a conversation. */
    static Hearing<ConversationFold> folding(ConversationFold.Limits kept, Consumer<? super Conversation> each) {
        Objects.requireNonNull(each, "each");
        return new Hearing<>(
                () -> new ConversationFold(kept),
                (fold, endpoints) -> each.accept(fold.conversation().withEndpoints(endpoints)),
                true);
    }

    /** What an event costs, in bytes, roughly. A decoder keeps the messages of the handshake in any case. */
    long costOf(ConversationEvent event) {
        if (keepsAll) {
            return EVENT;
        }
        return event instanceof HandshakeEvent message ? EVENT + message.bytes().size() : 0;
    }

    /** What a record costs, in bytes, roughly: once as a record, and again in its event. */
    long costOf(KeptRecord record) {
        return keepsAll ? 2L * record.wire().size() + RECORD : 0;
    }
}
