package dev.mtls.parser.extension;

import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * cert_type (9): the kinds of certificate that the client can handle, for both sides at once, before TLS 1.3. RFC 6091 3.1.
 *
 * <p>{@code CertificateType certificate_types<1..2^8-1>} in ClientHello, {@code CertificateType certificate_type} in ServerHello.
 * Absent: X.509. Extensions 19 and 20 have taken its place.
 *
 * @param certificateTypes the kinds, best first; empty in the answer of a server
 * @param certificateType the kind that the server chose; absent in a ClientHello
 */
public record CertType(List<CertificateType> certificateTypes, Optional<CertificateType> certificateType)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public CertType {
        certificateTypes = List.copyOf(certificateTypes);
    }

    static CertType read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new CertType(in.codePoints8("certificate_types", 1, CertificateType.TABLE), Optional.empty());
        }
        return new CertType(List.of(), Optional.of(in.codePoint("certificate_type", CertificateType.TABLE)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CERT_TYPE;
    }

    @Override
    public void write(WireWriter out) {
        if (certificateType.isPresent()) {
            out.codePoint8(certificateType.get());
        } else {
            out.codePoints8(certificateTypes, CertificateType.TABLE);
        }
    }
}
