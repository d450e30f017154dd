package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Makes certificates of bytes. The same few are met again and again, so the last ones asked for are kept, found by their bytes:
 * {@value #KEPT} of at most {@value #LARGEST_KEPT} bytes each, and no more. Safe for use by several threads.
 */
public final class Certificates {
    private static final int KEPT = 256;
    private static final int LARGEST_KEPT = 8_192;
    private static final Interned<Optional<X509Certificate>> INTERNED = new Interned<>(KEPT, LARGEST_KEPT);

    private Certificates() {}

    /**
     * The certificate that some bytes are.
     *
     * @param der one certificate in DER, nothing before or after it
     * @return the certificate; the same one for the same bytes, as long as it is kept; empty when they are none
     */
    public static Optional<X509Certificate> read(Bytes der) {
        return INTERNED.get(der, Certificates::parse);
    }

    private static Optional<X509Certificate> parse(Bytes der) {
        ByteArrayInputStream in = new ByteArrayInputStream(der.toByteArray());
        try {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return in.available() == 0 ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException | RuntimeException e) {
            // Bytes of a peer: whatever the factory makes of them, they are no certificate.
            return Optional.empty();
        }
    }
}
