package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * ech_outer_extensions (64768): stands, inside the encrypted ClientHello, for extensions that are the same outside. RFC 9849 5.1.
 *
 * <p>{@code ExtensionType OuterExtensions<2..254>}. In the encoded inner ClientHello, before its extensions are put back; nowhere else.
 *
 * @param outerExtensions the extensions in the order in which they stand outside
 */
public record EchOuterExtensions(List<ExtensionType> outerExtensions) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public EchOuterExtensions {
        outerExtensions = List.copyOf(outerExtensions);
    }

    static EchOuterExtensions read(WireReader in, ReadContext context) {
        return new EchOuterExtensions(in.codePoints8("outer_extensions", 2, ExtensionType.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ECH_OUTER_EXTENSIONS;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(outerExtensions, ExtensionType.TABLE);
    }
}
