package dev.mtls.parser.view;

import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.handshake.CompressedCertificate;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.record.Heartbeat;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Field;
import java.util.List;
import java.util.Optional;

/** The tree of fields of what was said: made when somebody looks, from the bytes and with the context they were read with. */
final class EventFields {

    private EventFields() {}

    /** The fields in wire order; empty for what has none, is unknown or could not be read. */
    static Optional<List<Field>> of(ConversationEvent event) {
        return tree(event).map(Field::value).flatMap(EventFields::children);
    }

    /** The whole as one field, with the places of all that is in it in {@link #bytes}. */
    static Optional<Field> tree(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            DecodeLimits limits = DecodeLimits.DEFAULTS.withHandshakeMessage(Math.max(
                    DecodeLimits.DEFAULTS.handshakeMessage(), message.bytes().size()));
            if (message.message() instanceof CompressedCertificate compressed
                    && compressed.certificate().isPresent()) {
                // It was inflated once, whatever the limit was then.
                limits = limits.withUncompressedCertificate(
                        Math.max(limits.uncompressedCertificate(), compressed.uncompressedLength()));
            }
            return HandshakeMessages.trace(message.bytes(), message.context(), limits)
                    .fields();
        } else if (event instanceof HeartbeatEvent said) {
            return Heartbeat.decode(said.data()).fields();
        } else if (event instanceof Sslv2ClientHelloEvent hello) {
            return Sslv2ClientHello.decode(hello.bytes()).fields();
        }
        return Optional.empty();
    }

    /** What an event holds as it was sent; nothing for one that is made of no bytes, or of hidden ones. */
    static Bytes bytes(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return message.bytes();
        } else if (event instanceof HeartbeatEvent said) {
            return said.data();
        } else if (event instanceof Sslv2ClientHelloEvent hello) {
            return hello.bytes();
        } else if (event instanceof ConversationEvent.ApplicationDataEvent said) {
            return said.data();
        } else if (event instanceof ConversationEvent.UnknownRecordEvent said) {
            return said.data();
        } else if (event instanceof ConversationEvent.PlaintextEvent said) {
            return said.data();
        }
        return Bytes.EMPTY;
    }

    private static Optional<List<Field>> children(Field.Value root) {
        if (root instanceof Field.Block block) {
            return block.fields();
        }
        return root instanceof Field.Struct struct ? Optional.of(struct.fields()) : Optional.empty();
    }
}
