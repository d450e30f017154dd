package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/** Whole handshake messages from bytes and back: the bytes are one message with its header of four bytes. */
public final class HandshakeMessages {
    private static final int DECODE_ERROR = 50;

    private HandshakeMessages() {}

    /**
     * Reads a message and insists that it breaks no rule.
     *
     * @param message one message with its header
     * @throws MalformedTlsException at the first byte that breaks one
     */
    public static HandshakeMessage read(Bytes message, ReadContext context, DecodeLimits limits) {
        return read(WireReader.strict(message, limits), context);
    }

    /**
     * Reads a message as well as it can be read. What cannot be read becomes a {@link MalformedHandshakeMessage} or a
     * malformed extension, each with a problem.
     *
     * @param message one message with its header
     * @throws MalformedTlsException when there is not even a header
     */
    public static Decoded<HandshakeMessage> decode(Bytes message, ReadContext context, DecodeLimits limits) {
        WireReader in = WireReader.lenient(message, limits);
        return in.decoded(read(in, context));
    }

    /**
     * As {@link #decode}, with the tree of all fields and where they stand: the root is a block named after the message.
     *
     * @param message one message with its header
     * @throws MalformedTlsException when there is not even a header
     */
    public static Decoded<HandshakeMessage> trace(Bytes message, ReadContext context, DecodeLimits limits) {
        WireReader in = WireReader.tracing(message, limits);
        return in.decoded(read(in, context));
    }

    /** The bytes of a message, with its header. */
    public static Bytes write(HandshakeMessage message) {
        WireWriter out = new WireWriter();
        out.codePoint8(message.type());
        out.sized(3, () -> message.write(out));
        return out.toBytes();
    }

    /** Whether this library decodes messages of a type. */
    public static boolean isKnown(HandshakeType type) {
        return new HandshakeReader(ReadContext.initial(Sender.CLIENT)).isKnown(type);
    }

    private static HandshakeMessage read(WireReader in, ReadContext context) {
        HandshakeMessage message = in.block(HandshakeType.TABLE, 3, new HandshakeReader(context));
        if (in.remaining() > 0) {
            in.report(Problem.Kind.TRAILING_BYTES, "handshake", DECODE_ERROR, "bytes are left over after the message");
        }
        return message;
    }
}
