package dev.mtls.parser.record;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Joins the contents of handshake records of one direction to whole messages. RFC 8446 5.1: a message may be split over
 * records, its header too, and a record may hold several. Not for several threads.
 *
 * <p>Give contents with {@link #feed}, then take messages with {@link #next} until there is none.
 */
public final class HandshakeAssembler {
    private static final int DECODE_ERROR = 50;

    private final DecodeLimits limits;
    private final ByteQueue waiting = new ByteQueue();
    private long fed;
    private long firstRecord;
    private long consumed;

    /** An assembler at the start of a direction. */
    public HandshakeAssembler(DecodeLimits limits) {
        this.limits = limits;
    }

    /** Adds the content of the next handshake record, which may be empty. */
    public void feed(Bytes fragment) {
        if (waiting.size() == 0) {
            firstRecord = fed;
        }
        fed++;
        waiting.add(fragment);
    }

    /**
     * The next whole message; empty when it has not come yet.
     *
     * @throws MalformedTlsException when a message announces more than the limit; nothing is kept for it, and the
     *     assembler gives this answer until {@link #reset}
     */
    public Optional<RawHandshakeMessage> next() {
        if (waiting.size() < RawHandshakeMessage.HEADER) {
            return Optional.empty();
        }
        int length = waiting.u8(1) << 16 | waiting.u16(2);
        if (length > limits.handshakeMessage()) {
            throw tooLong("handshake message too long", limits.handshakeMessage(), length);
        }
        int whole = RawHandshakeMessage.HEADER + length;
        if (waiting.size() < whole) {
            if (waiting.size() > limits.buffered()) {
                throw tooLong("too much buffered", limits.buffered(), waiting.size());
            }
            return Optional.empty();
        }
        long last = fed - 1;
        RawHandshakeMessage message = new RawHandshakeMessage(waiting.take(whole), firstRecord, last);
        firstRecord = last;
        consumed += whole;
        return Optional.of(message);
    }

    /** How many bytes of a message that is not complete are waiting. */
    public int pending() {
        return waiting.size();
    }

    /** How many records were given to this assembler; the next one has this number. */
    public long records() {
        return fed;
    }

    /** Forgets what is waiting, and returns it: after a gap, a change of keys, or a message that is too long. */
    public Bytes reset() {
        consumed += waiting.size();
        return waiting.take(waiting.size());
    }

    private MalformedTlsException tooLong(String message, long limit, long found) {
        Span span = new Span(0, Math.min(waiting.size(), RawHandshakeMessage.HEADER));
        return new MalformedTlsException(new Problem(
                Problem.Kind.LIMIT_EXCEEDED,
                "handshake",
                Problem.Base.MESSAGE,
                span,
                OptionalLong.of(limit),
                OptionalLong.of(found),
                Optional.of("RFC 8446 4"),
                OptionalInt.of(DECODE_ERROR),
                message));
    }
}
