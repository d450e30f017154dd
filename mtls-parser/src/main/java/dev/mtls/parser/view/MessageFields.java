package dev.mtls.parser.view;

import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Field;
import java.util.List;
import java.util.Optional;

/** The tree of fields of a message: made when somebody looks, from the bytes and with the context they were read with. */
final class MessageFields {

    private MessageFields() {}

    /** The fields in wire order; empty for a message that is unknown or could not be read. */
    static Optional<List<Field>> of(HandshakeEvent event) {
        DecodeLimits limits = DecodeLimits.DEFAULTS.withHandshakeMessage(
                Math.max(DecodeLimits.DEFAULTS.handshakeMessage(), event.bytes().size()));
        return HandshakeMessages.trace(event.bytes(), event.context(), limits)
                .fields()
                .map(Field::value)
                .filter(Field.Block.class::isInstance)
                .flatMap(block -> ((Field.Block) block).fields());
    }
}
