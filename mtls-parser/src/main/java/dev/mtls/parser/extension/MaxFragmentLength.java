package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * max_fragment_length (1): asks for shorter records. RFC 6066 4.
 *
 * <p>{@code enum { 2^9(1), 2^10(2), 2^11(3), 2^12(4) }}. In ClientHello, and in ServerHello or EncryptedExtensions. Absent: records
 * may be as long as the protocol allows.
 *
 * @param maxFragmentLength 1 for 512 bytes to 4 for 4,096; other values are illegal
 */
public record MaxFragmentLength(int maxFragmentLength) implements TlsExtension {
    static MaxFragmentLength read(WireReader in, ReadContext context) {
        int code = in.u8("max_fragment_length");
        if (code < 1 || code > 4) {
            IllegalValue.report(in, "max_fragment_length", "no length has this number");
        }
        return new MaxFragmentLength(code);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.MAX_FRAGMENT_LENGTH;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(maxFragmentLength);
    }
}
