package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes certificates of bytes. The same few are met again and again, so the last ones asked for are kept, found by their bytes:
 * {@value #KEPT} of at most {@value #LARGEST_KEPT} bytes each, and no more. Safe for use by several threads.
 */
public final class Certificates {
    private static final int KEPT = 256;
    private static final int LARGEST_KEPT = 8_192;
    private static final Interned INTERNED = new Interned();

    private Certificates() {}

    /** Those last asked for, and that some bytes are none. */
    private static final class Interned extends LinkedHashMap<Bytes, Optional<X509Certificate>> {
        private static final long serialVersionUID = 1;

        Interned() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Optional<X509Certificate>> eldest) {
            return size() > KEPT;
        }
    }

    /**
     * The certificate that some bytes are.
     *
     * @param der one certificate in DER, nothing before or after it
     * @return the certificate; the same one for the same bytes, as long as it is kept; empty when they are none
     */
    public static Optional<X509Certificate> read(Bytes der) {
        if (der.size() > LARGEST_KEPT) {
            return parse(der);
        }
        synchronized (INTERNED) {
            Optional<X509Certificate> known = INTERNED.get(der);
            if (known != null) {
                return known;
            }
        }
        Optional<X509Certificate> parsed = parse(der);
        synchronized (INTERNED) {
            // A key that is a slice would keep the capture that it was cut from.
            Optional<X509Certificate> raced = INTERNED.putIfAbsent(der.compact(), parsed);
            return raced == null ? parsed : raced;
        }
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
