package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * The proof that both ends saw the same handshake. RFC 8446 4.4.4, RFC 5246 7.4.9: {@code opaque verify_data[rest]}.
 *
 * <p>Always encrypted on the wire.
 *
 * @param verifyData 12 bytes before TLS 1.3 (36 in SSL 3), else as many as the hash of the suite has
 */
public record Finished(Bytes verifyData) implements HandshakeMessage {
    static Finished read(WireReader in, ReadContext context) {
        return new Finished(in.rest("verify_data"));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.FINISHED;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(verifyData);
    }
}
