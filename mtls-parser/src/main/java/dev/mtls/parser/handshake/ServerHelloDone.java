package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Says that the server waits for the client, before TLS 1.3. RFC 5246 7.4.5. No body.
 */
public record ServerHelloDone() implements HandshakeMessage {
    static ServerHelloDone read(WireReader in, ReadContext context) {
        return new ServerHelloDone();
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO_DONE;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
