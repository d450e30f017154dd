package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * oid_filters (48): values that extensions of the client's certificate must have, for a server to take it. RFC 8446 4.2.5.
 *
 * <p>{@code OIDFilter filters<0..2^16-1>}. In CertificateRequest. Absent: any certificate may do.
 *
 * @param filters the wishes in wire order, of which all are to be met
 */
public record OidFilters(List<OidFilters.OidFilter> filters) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public OidFilters {
        filters = List.copyOf(filters);
    }

    /**
     * One wish; a client that does not know the identifier ignores it.
     *
     * @param certificateExtensionOid the extension, an OBJECT IDENTIFIER in DER, 1 to 255 bytes
     * @param certificateExtensionValues the values that it must have, in DER; empty where its presence is enough
     */
    public record OidFilter(Bytes certificateExtensionOid, Bytes certificateExtensionValues) {
        private static OidFilter read(WireReader in) {
            return new OidFilter(
                    in.opaque8("certificate_extension_oid", 1), in.opaque16("certificate_extension_values", 0));
        }
    }

    static OidFilters read(WireReader in, ReadContext context) {
        List<OidFilter> filters = in.list16("filters", 0, OidFilter::read);
        if (IllegalValue.isRepeated(filters, OidFilter::certificateExtensionOid)) {
            IllegalValue.report(in, "filters", "two filters for one extension");
        }
        return new OidFilters(filters);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.OID_FILTERS;
    }

    @Override
    public void write(WireWriter out) {
        out.list16(filters, (w, f) -> w.opaque8(f.certificateExtensionOid()).opaque16(f.certificateExtensionValues()));
    }
}
