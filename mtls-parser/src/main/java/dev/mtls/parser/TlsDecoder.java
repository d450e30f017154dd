package dev.mtls.parser;

import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;

/**
 * Decodes one message or one record that is there as a whole, with the default limits. For a connection use {@link
 * ConversationDecoder}.
 */
public final class TlsDecoder {

    private TlsDecoder() {}

    /**
     * Decodes a handshake message.
     *
     * @param message the message with its 4-byte header and nothing after it
     * @param context what the message does not say itself: {@code ReadContext.initial(sender)} is enough for hellos
     * @return the message
     * @throws MalformedTlsException if it breaks a rule; {@link #lenient} shows what can be read all the same
     */
    public static HandshakeMessage message(Bytes message, ReadContext context) {
        return HandshakeMessages.read(message, context, DecodeLimits.DEFAULTS);
    }

    /**
     * Decodes a handshake message as far as it can be read.
     *
     * @param message the message with its 4-byte header
     * @param context what the message does not say itself
     * @return the message, the problems met, and the tree of all fields with their places
     * @throws MalformedTlsException if there is not even a header
     */
    public static Decoded<HandshakeMessage> lenient(Bytes message, ReadContext context) {
        return HandshakeMessages.trace(message, context, DecodeLimits.DEFAULTS);
    }

    /**
     * Decodes a record. What is in it stays bytes: whether it is protected, the record does not tell.
     *
     * @param record the record with its 5-byte header and nothing after it
     * @return the record
     * @throws MalformedTlsException if it is no record, too long, cut off, or has bytes after it
     */
    public static TlsRecord record(Bytes record) {
        RecordDecoder decoder = new RecordDecoder(DecodeLimits.DEFAULTS);
        decoder.feed(record);
        TlsRecord whole = decoder.next().orElseThrow(() -> cutOff(record));
        int left = decoder.pending().size();
        if (left > 0) {
            throw new MalformedTlsException(Problem.of(
                            Problem.Kind.TRAILING_BYTES,
                            "record",
                            Problem.Base.RECORD,
                            new Span(decoder.offset(), left),
                            "bytes are left over after the record")
                    .counted(0, left));
        }
        return whole;
    }

    private static MalformedTlsException cutOff(Bytes record) {
        return new MalformedTlsException(Broken.cutOffRecord(record, Problem.Base.RECORD, 0, "the record is cut off"));
    }
}
