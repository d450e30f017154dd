package dev.mtls.parser.record;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;

/**
 * A whole handshake message, not decoded.
 *
 * @param bytes the message with its header of four bytes
 * @param firstRecord number of the first record that carried a byte of it, counted from 0 over the records that were
 *     given to the assembler
 * @param lastRecord number of the last record that carried a byte of it
 */
public record RawHandshakeMessage(Bytes bytes, long firstRecord, long lastRecord) {
    /** Bytes of a handshake message's header: the type and a 24-bit length. */
    public static final int HEADER = 4;

    /** What the message is. */
    public HandshakeType type() {
        return HandshakeType.of(bytes.u8(0));
    }
}
