package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * The wish of a server for a new handshake, before TLS 1.3. RFC 5246 7.4.1.1. No body.
 */
public record HelloRequest() implements HandshakeMessage {
    static HelloRequest read(WireReader in, ReadContext context) {
        return new HelloRequest();
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.HELLO_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
