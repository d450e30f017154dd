package dev.mtls.parser.handshake;

import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One certificate of a {@link CertificateMessage}. RFC 8446 4.4.2: {@code opaque cert_data<1..2^24-1>; Extension
 * extensions<0..2^16-1>}; before TLS 1.3 without extensions.
 *
 * @param certData the certificate in DER, not checked when it is read; a raw public key where that was negotiated
 * @param extensions the extensions; absent before TLS 1.3
 */
public record CertificateEntry(Bytes certData, Extensions extensions) {
    static CertificateEntry read(WireReader in, ReadContext context) {
        return new CertificateEntry(certData(in), Extensions.read(in, context));
    }

    static CertificateEntry readLegacy(WireReader in) {
        return new CertificateEntry(certData(in), Extensions.ABSENT);
    }

    private static Bytes certData(WireReader in) {
        return in.opaque24("cert_data", 1, in.limits().certificate());
    }

    /** The certificate; empty when the bytes are none. Parses at each call. */
    public Optional<X509Certificate> x509() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream der = new ByteArrayInputStream(certData.toByteArray());
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(der);
            return der.available() == 0 ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    void write(WireWriter out) {
        out.opaque24(certData);
        extensions.write(out);
    }
}
