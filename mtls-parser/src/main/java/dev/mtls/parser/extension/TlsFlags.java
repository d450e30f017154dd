package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * tls_flags (62): many yes-or-no extensions in one. draft-ietf-tls-tlsflags-14 2.
 *
 * <p>{@code opaque flags<1..255>}, of which the last byte is not zero. In all messages of TLS 1.3 with extensions. Absent: no flag.
 *
 * @param flags the flags, number 0 the lowest bit of the first byte
 */
public record TlsFlags(Bytes flags) implements TlsExtension {
    static TlsFlags read(WireReader in, ReadContext context) {
        Bytes flags = in.opaque8("flags", 1);
        if (flags.u8(flags.size() - 1) == 0) {
            IllegalValue.report(in, "flags", "the last byte has no flag");
        }
        return new TlsFlags(flags);
    }

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return flag >= 0 && flag >> 3 < flags.size() && (flags.u8(flag >> 3) >> (flag & 7) & 1) != 0;
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TLS_FLAGS;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque8(flags);
    }
}
