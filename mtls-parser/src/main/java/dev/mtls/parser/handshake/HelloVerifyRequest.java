package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * Asks a client of DTLS to say again what it said, with a cookie. RFC 6347 4.2.1: {@code ProtocolVersion server_version; opaque
 * cookie<0..2^8-1>}.
 *
 * @param serverVersion a version of DTLS
 * @param cookie the cookie, 0 to 255 bytes
 */
public record HelloVerifyRequest(ProtocolVersion serverVersion, Bytes cookie) implements HandshakeMessage {
    static HelloVerifyRequest read(WireReader in, ReadContext context) {
        return new HelloVerifyRequest(in.codePoint("server_version", ProtocolVersion.TABLE), in.opaque8("cookie", 0));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.HELLO_VERIFY_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint16(serverVersion).opaque8(cookie);
    }
}
