package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * post_handshake_auth (49): the client may be asked for a certificate after the handshake. RFC 8446 4.2.6.
 *
 * <p>No body. In ClientHello. Absent: the server must not ask later.
 */
public record PostHandshakeAuth() implements TlsExtension {
    static PostHandshakeAuth read(WireReader in, ReadContext context) {
        return new PostHandshakeAuth();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.POST_HANDSHAKE_AUTH;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
