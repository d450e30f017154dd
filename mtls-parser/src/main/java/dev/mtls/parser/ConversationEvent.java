package dev.mtls.parser;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.record.Alert;
import dev.mtls.parser.record.Heartbeat;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.wire.Bytes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that one side said, as far as it could be read: what a {@link ConversationDecoder} gives to its {@link
 * EventSink}, in the order of the stream for each direction.
 *
 * <p>An event holds only what was said. Where and when it was said (packets, times, the records that carried it) stands
 * beside it in a {@link Provenance} and is never part of its equality. Later minor versions may add members to this
 * family: a {@code switch} over it should have a {@code default}.
 */
public sealed interface ConversationEvent {

    /**
     * The side that sent it.
     *
     * @return the sender, never null
     */
    Sender from();

    /**
     * Whether it was protected on the wire: for a decoded event, that it is shown decrypted; for an {@link
     * EncryptedEvent}, that it could not be.
     *
     * @return true where the records that carried it were protected
     */
    boolean encrypted();

    /**
     * A whole handshake message, put together from as many records as it took. RFC 8446 section 4, RFC 5246 section
     * 7.4.
     *
     * @param from the sender
     * @param handshake number of the handshake that it belongs to, 0 the first of the connection; empty where that
     *     cannot be seen
     * @param encrypted whether it was protected on the wire and is shown decrypted
     * @param message the decoded message; an {@code UnknownHandshakeMessage} or {@code MalformedHandshakeMessage} where
     *     it could not be read
     * @param bytes the whole message with its 4-byte header, as it was sent
     * @param context what the message was read with: reading {@code bytes} again with it gives {@code message} again
     */
    record HandshakeEvent(
            Sender from,
            OptionalInt handshake,
            boolean encrypted,
            HandshakeMessage message,
            Bytes bytes,
            ReadContext context)
            implements ConversationEvent {
        /** Checks that nothing is null. */
        public HandshakeEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(handshake, "handshake");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(bytes, "bytes");
            Objects.requireNonNull(context, "context");
        }

        /**
         * The type of the message.
         *
         * @return the first byte of the message as a code point
         */
        public HandshakeType type() {
            return message.type();
        }

        @Override
        public String toString() {
            return from + " handshake " + message.type().name() + ", " + bytes.size() + " bytes"
                    + (encrypted ? ", decrypted" : "");
        }
    }

    /**
     * An alert that could be read. RFC 8446 section 6.
     *
     * @param from the sender
     * @param encrypted whether it was protected on the wire and is shown decrypted
     * @param alert level and description
     */
    record AlertEvent(Sender from, boolean encrypted, Alert alert) implements ConversationEvent {
        /** Checks that nothing is null. */
        public AlertEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(alert, "alert");
        }
    }

    /**
     * A readable ChangeCipherSpec record. In TLS 1.2 everything of that direction is protected after it (RFC 5246
     * section 7.1); in TLS 1.3 it means nothing and is there for middleboxes (RFC 8446 appendix D.4).
     *
     * @param from the sender
     * @param handshake number of the handshake that it belongs to; empty where that cannot be seen
     * @param encrypted whether it was protected on the wire and is shown decrypted
     */
    record ChangeCipherSpecEvent(Sender from, OptionalInt handshake, boolean encrypted) implements ConversationEvent {
        /** Checks that nothing is null. */
        public ChangeCipherSpecEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(handshake, "handshake");
        }
    }

    /**
     * Application data that could be read, one event per record.
     *
     * @param from the sender
     * @param encrypted whether it was protected on the wire and is shown decrypted
     * @param data what the application said
     */
    record ApplicationDataEvent(Sender from, boolean encrypted, Bytes data) implements ConversationEvent {
        /** Checks that nothing is null. */
        public ApplicationDataEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(data, "data");
        }
    }

    /**
     * A protected record that was not opened, whatever is in it: one event per record.
     *
     * @param from the sender
     * @param contentType the type in the record's header, which in TLS 1.3 is always application_data
     * @param version the version in the record's header
     * @param length length of the protected fragment in bytes
     */
    record EncryptedEvent(Sender from, ContentType contentType, ProtocolVersion version, int length)
            implements ConversationEvent {
        /** Checks that nothing is null. */
        public EncryptedEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(version, "version");
        }

        @Override
        public boolean encrypted() {
            return true;
        }
    }

    /**
     * A heartbeat record that could be read. RFC 6520.
     *
     * @param from the sender
     * @param encrypted whether it was protected on the wire and is shown decrypted
     * @param data the whole heartbeat message
     */
    record HeartbeatEvent(Sender from, boolean encrypted, Bytes data) implements ConversationEvent {
        /** Checks that nothing is null. */
        public HeartbeatEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(data, "data");
        }

        /**
         * The message in the record.
         *
         * @return the message, or empty where the record is too short to be one
         */
        public Optional<Heartbeat> message() {
            return Heartbeat.decode(data).value();
        }
    }

    /**
     * A readable record of a content type that means nothing to this decoder.
     *
     * @param from the sender
     * @param encrypted whether it was protected on the wire and is shown decrypted
     * @param contentType the type in the record's header
     * @param data the record's content
     */
    record UnknownRecordEvent(Sender from, boolean encrypted, ContentType contentType, Bytes data)
            implements ConversationEvent {
        /** Checks that nothing is null. */
        public UnknownRecordEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(data, "data");
        }
    }

    /**
     * The hello of a client that can also speak SSLv2, in a record of SSLv2. RFC 5246 appendix E.2. What is said in
     * SSLv2 after it comes as {@link PlaintextEvent}s.
     *
     * @param from the sender
     * @param hello what it offers
     * @param bytes the whole record with its 2-byte length, as it was sent
     */
    record Sslv2ClientHelloEvent(Sender from, Sslv2ClientHello hello, Bytes bytes) implements ConversationEvent {
        /** Checks that nothing is null. */
        public Sslv2ClientHelloEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(hello, "hello");
            Objects.requireNonNull(bytes, "bytes");
        }

        @Override
        public boolean encrypted() {
            return false;
        }
    }

    /**
     * Bytes that are no TLS: what was said before it (STARTTLS, CONNECT, PROXY), instead of it (HTTP on a TLS port), or
     * what stands where a record should begin.
     *
     * @param from the sender
     * @param data the bytes
     */
    record PlaintextEvent(Sender from, Bytes data) implements ConversationEvent {
        /** Checks that nothing is null. */
        public PlaintextEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(data, "data");
        }

        @Override
        public boolean encrypted() {
            return false;
        }
    }

    /**
     * Bytes of one direction that were sent but not seen.
     *
     * @param from the sender
     * @param bytesMissing how many bytes are missing, at least 1
     */
    record GapEvent(Sender from, long bytesMissing) implements ConversationEvent {
        /** Checks that nothing is null and that something is missing. */
        public GapEvent {
            Objects.requireNonNull(from, "from");
            if (bytesMissing < 1) {
                throw new IllegalArgumentException("bytesMissing: found " + bytesMissing + ", expected at least 1");
            }
        }

        @Override
        public boolean encrypted() {
            return false;
        }
    }

    /**
     * One side closed its direction of the connection. Provenance of a kind: it says how the transport ended, and no
     * conversation is unequal to another because of it.
     *
     * @param from the side that closed
     * @param how whether in order or by force
     */
    record ClosedEvent(Sender from, How how) implements ConversationEvent {
        /** How a side closed. */
        public enum How {
            /** In order: TCP FIN, end of a stream. */
            FIN,
            /** By force: TCP RST. */
            RESET
        }

        /** Checks that nothing is null. */
        public ClosedEvent {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(how, "how");
        }

        @Override
        public boolean encrypted() {
            return false;
        }
    }
}
