package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import java.util.Objects;

/**
 * Reads a TLS connection: bytes of two directions in, in pieces of any size and in any order of the directions, {@link
 * ConversationEvent}s out to an {@link EventSink}. RFC 8446 sections 4 to 6, RFC 5246 sections 6 and 7.
 *
 * <p><b>Order.</b> Each direction is read in the order of its stream. What a client says after its first hello is read
 * only once the server's answer tells version and cipher suite; until then it waits, and so does all that comes after
 * it. So the same messages come out whether a capture, a live tap, or first all bytes of one side and then all of the
 * other are fed. It waits no longer when the server closes or bytes of it are lost, when too much waits ({@link
 * DecodeLimits#buffered()}), or at the {@link #end()}.
 *
 * <p><b>Errors.</b> A lenient decoder (the default) reports each problem to its sink and goes on at the next message,
 * record, or what looks like one. A strict one throws {@link MalformedTlsException} at the first and is of no use
 * afterwards.
 *
 * <p><b>Memory</b> is bounded by the limits, for each direction a record and a handshake message, and what waits. What
 * peers announce is never allocated before it comes.
 *
 * <p>Not thread-safe.
 */
public final class ConversationDecoder {

    private ConversationDecoder(Builder builder) {
        Objects.requireNonNull(builder.sink);
    }

    /**
     * Starts a decoder with the default limits, no secrets, lenient, and a sink that hears nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the next bytes of one direction.
     *
     * @param from who sent them
     * @param data the bytes, maybe none
     * @param at when they arrived
     * @throws MalformedTlsException if this decoder is strict and they break a rule
     * @throws IllegalStateException after {@link #end()}
     */
    public void feed(Sender from, Bytes data, Arrival at) {
        Objects.requireNonNull(data);
    }

    /**
     * Goes on after bytes of one direction that never came.
     *
     * @param from who sent them
     * @param bytesMissing how many, at least 1
     * @param at when that was seen
     * @throws MalformedTlsException if this decoder is strict and an unfinished record or message ends here
     * @throws IllegalStateException after {@link #end()}
     */
    public void gap(Sender from, long bytesMissing, Arrival at) {
        Objects.requireNonNull(from);
    }

    /**
     * One side closed its direction.
     *
     * @param from who closed
     * @param how in order or by force
     * @param at when
     * @throws MalformedTlsException if this decoder is strict and an unfinished record or message ends here
     * @throws IllegalStateException after {@link #end()}
     */
    public void closed(Sender from, ClosedEvent.How how, Arrival at) {
        Objects.requireNonNull(from);
    }

    /**
     * Nothing more comes: reads what waited and reports what is unfinished. Calling it again does nothing.
     *
     * @throws MalformedTlsException if this decoder is strict and something is unfinished
     */
    public void end() {
        // Nothing is read yet.
    }

    /**
     * What was seen so far of that on which the secrets of the connection depend.
     *
     * @return a snapshot
     */
    public HandshakeFacts facts() {
        return HandshakeFacts.NONE;
    }

    /** Settings of a decoder. */
    public static final class Builder {
        private EventSink sink = (event, provenance) -> {};
        private DecodeLimits limits = DecodeLimits.DEFAULTS;
        private SecretSource secrets = SecretSource.none();
        private boolean strict;

        private Builder() {}

        /**
         * Who hears what is read.
         *
         * @param sink the sink
         * @return this
         */
        public Builder sink(EventSink sink) {
            this.sink = Objects.requireNonNull(sink, "sink");
            return this;
        }

        /**
         * What is read at most. Default {@link DecodeLimits#DEFAULTS}.
         *
         * @param limits the limits
         * @return this
         */
        public Builder limits(DecodeLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Where secrets come from. It is told of tickets that could be read and of the end; this version of the decoder
         * opens no protected record and does not ask it for secrets. Default: no secrets.
         *
         * @param secrets the source
         * @return this
         */
        public Builder secrets(SecretSource secrets) {
            this.secrets = Objects.requireNonNull(secrets, "secrets");
            return this;
        }

        /**
         * Whether the first problem is thrown. Default false: problems are reported, and reading goes on.
         *
         * @param strict whether to throw
         * @return this
         */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /**
         * Makes the decoder.
         *
         * @return a decoder at the start of a connection
         */
        public ConversationDecoder build() {
            return new ConversationDecoder(this);
        }
    }
}
