package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * password_salt (31): what the server mixes the password of the user with, in TLS 1.3. RFC 8492.
 *
 * <p>{@code opaque salt<1..2^16-1>}. In HelloRetryRequest, ServerHello, and the ClientHello that answers. Absent: no TLS-PWD.
 *
 * @param salt the salt
 */
public record PasswordSalt(Bytes salt) implements TlsExtension {
    static PasswordSalt read(WireReader in, ReadContext context) {
        return new PasswordSalt(in.opaque16("salt", 1));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PASSWORD_SALT;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque16(salt);
    }
}
