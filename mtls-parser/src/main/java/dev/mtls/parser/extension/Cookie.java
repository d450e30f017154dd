package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * cookie (44): what a server wants to see again after its HelloRetryRequest. RFC 8446 4.2.2.
 *
 * <p>{@code opaque cookie<1..2^16-1>}. In HelloRetryRequest and the ClientHello after it.
 *
 * @param cookie the cookie, 1 to 65,535 bytes
 */
public record Cookie(Bytes cookie) implements TlsExtension {
    static Cookie read(WireReader in, ReadContext context) {
        return new Cookie(in.opaque16("cookie", 1));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.COOKIE;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque16(cookie);
    }
}
