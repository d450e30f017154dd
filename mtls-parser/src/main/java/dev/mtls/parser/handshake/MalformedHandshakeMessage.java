package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * A handshake message whose body breaks the rules of its type; a problem beside it says where. Only lenient reading makes it.
 *
 * @param type what it claims to be
 * @param body its bytes, without the header, as many as there were
 */
public record MalformedHandshakeMessage(HandshakeType type, Bytes body) implements HandshakeMessage {
    @Override
    public void write(WireWriter out) {
        out.bytes(body);
    }
}
