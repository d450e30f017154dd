package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * srp (12): the name of the user who has a password, before TLS 1.3. RFC 5054 2.8.1.
 *
 * <p>{@code opaque srp_I<1..2^8-1>}. In ClientHello. Absent: no suite with SRP, or the server says that it wants a name.
 *
 * @param srpI the name in UTF-8, as it came: escape it before it is printed
 */
public record Srp(Bytes srpI) implements TlsExtension {
    static Srp read(WireReader in, ReadContext context) {
        return new Srp(in.opaque8As("srp_i", 1, Field.Text::of));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SRP;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(srpI);
    }
}
