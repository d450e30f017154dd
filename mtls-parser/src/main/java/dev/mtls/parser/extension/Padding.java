package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * padding (21): makes a ClientHello longer. RFC 7685 3.
 *
 * <p>{@code opaque padding[rest]}, all zero. In ClientHello.
 *
 * @param padding the bytes
 */
public record Padding(Bytes padding) implements TlsExtension {
    static Padding read(WireReader in, ReadContext context) {
        Bytes padding = in.rest("padding");
        for (int i = 0; i < padding.size(); i++) {
            if (padding.u8(i) != 0) {
                IllegalValue.report(in, "padding", "a byte is not zero");
                break;
            }
        }
        return new Padding(padding);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PADDING;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(padding);
    }
}
