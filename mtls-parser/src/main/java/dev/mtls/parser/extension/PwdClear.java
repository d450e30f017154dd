package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * pwd_clear (30): the name of the user who has a password, in the clear. RFC 8492.
 *
 * <p>{@code opaque name<1..2^8-1>}. In ClientHello. Absent: no TLS-PWD, or the name is protected.
 *
 * @param name the name in UTF-8, as it came: escape it before it is printed
 */
public record PwdClear(Bytes name) implements TlsExtension {
    static PwdClear read(WireReader in, ReadContext context) {
        return new PwdClear(in.opaque8As("name", 1, Field.Text::of));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PWD_CLEAR;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(name);
    }
}
