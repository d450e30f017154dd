package dev.mtls.parser.extension;

import dev.mtls.parser.code.EcPointFormat;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * ec_point_formats (11): how the sender can read points of a curve, before TLS 1.3. RFC 8422 5.1.2.
 *
 * <p>{@code ECPointFormat ec_point_format_list<1..2^8-1>}. In ClientHello and ServerHello. Absent: uncompressed only.
 *
 * @param ecPointFormatList the formats in wire order
 */
public record EcPointFormats(List<EcPointFormat> ecPointFormatList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public EcPointFormats {
        ecPointFormatList = List.copyOf(ecPointFormatList);
    }

    static EcPointFormats read(WireReader in, ReadContext context) {
        List<EcPointFormat> formats = in.codePoints8("ec_point_format_list", 1, EcPointFormat.TABLE);
        if (!formats.contains(EcPointFormat.UNCOMPRESSED)) {
            IllegalValue.report(in, "ec_point_format_list", "uncompressed is missing");
        }
        return new EcPointFormats(formats);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EC_POINT_FORMATS;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(ecPointFormatList, EcPointFormat.TABLE);
    }
}
