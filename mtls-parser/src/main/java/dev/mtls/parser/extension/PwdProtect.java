package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * pwd_protect (29): the name of the user who has a password, encrypted to a key of the server. RFC 8492.
 *
 * <p>{@code opaque name<1..2^8-1>}. In ClientHello. Absent: no TLS-PWD, or the name is in the clear.
 *
 * @param name the encrypted name behind what decrypting it takes
 */
public record PwdProtect(Bytes name) implements TlsExtension {
    static PwdProtect read(WireReader in, ReadContext context) {
        return new PwdProtect(in.opaque8("name", 1));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PWD_PROTECT;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(name);
    }
}
