package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * A handshake message that this library does not decode. Not an error.
 *
 * @param type what it is
 * @param body its bytes, without the header
 */
public record UnknownHandshakeMessage(HandshakeType type, Bytes body) implements HandshakeMessage {
    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
