package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Stands for the first ClientHello in the transcript when there was a HelloRetryRequest; never on the wire. RFC 8446 4.4.1: {@code
 * opaque hash[rest]}.
 *
 * @param hash of the ClientHello, as many bytes as the hash of the suite has
 */
public record MessageHash(Bytes hash) implements HandshakeMessage {
    static MessageHash read(WireReader in, ReadContext context) {
        return new MessageHash(in.rest("hash"));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.MESSAGE_HASH;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(hash);
    }
}
