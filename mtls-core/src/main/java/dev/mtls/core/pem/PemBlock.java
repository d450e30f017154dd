package dev.mtls.core.pem;

import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.DerReader.DerException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One block of a PEM source: its label, its place, its RFC 1421 headers and its bytes. Immutable; its text never shows the bytes. */
public final class PemBlock {

    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final int LARGEST_CERTIFICATE = 64 * 1024;

    private final String source;
    private final String label;
    private final int number;
    private final int line;
    private final Map<String, String> headers;
    private final byte[] der;

    PemBlock(String source, String label, int number, int line, Map<String, String> headers, byte[] der) {
        this.source = source;
        this.label = label;
        this.number = number;
        this.line = line;
        this.headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(headers);
        this.der = der;
    }

    static PemBlock ofDer(String source, String label, byte[] der) {
        return new PemBlock(source, label, 1, 1, Map.of(), der.clone());
    }

    /** The label, such as {@code CERTIFICATE}. */
    public String label() {
        return label;
    }

    /** Its number in the source, counted from 1. */
    public int number() {
        return number;
    }

    /** The line that it begins in, counted from 1. */
    public int line() {
        return line;
    }

    /** The headers of RFC 1421 in their order, mostly none; unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Where it stands. */
    public Where where() {
        return Where.of(source, number, line);
    }

    /** A copy of the bytes that stood there as Base64. */
    public byte[] der() {
        return der.clone();
    }

    byte[] bytes() {
        return der;
    }

    /** Whether the label says that it is a certificate: CERTIFICATE, X509 CERTIFICATE or TRUSTED CERTIFICATE. */
    public boolean isCertificate() {
        return CERTIFICATES.contains(label);
    }

    /** A label that somebody may have meant as that of a certificate: such a block is never passed over. */
    boolean isNearlyCertificate() {
        String upper = label.toUpperCase(Locale.ROOT);
        return !isCertificate()
                && upper.contains("CERTIFICATE")
                && !upper.contains("REQUEST")
                && !upper.equals("ATTRIBUTE CERTIFICATE");
    }

    /** Whether the label says that it is a private key, of whatever kind. */
    public boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /**
     * The certificate in it. What OpenSSL adds behind the certificate in a TRUSTED CERTIFICATE is left out.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code certificate-unreadable}, or {@code pem-truncated} when bytes
     *     are missing
     */
    public X509Certificate certificate() {
        if (der.length > LARGEST_CERTIFICATE) {
            throw PemError.TOO_LARGE.at(
                    where(),
                    "found a certificate of " + der.length + " bytes, expected at most " + LARGEST_CERTIFICATE,
                    "check that this is the certificate that was meant");
        }
        try {
            DerReader reader = new DerReader(der);
            byte[] certificate = reader.element("certificate");
            if (!label.equals("TRUSTED CERTIFICATE")) {
                reader.expectEnd("certificate");
            }
            return (X509Certificate) X509.FACTORY.generateCertificate(new ByteArrayInputStream(certificate));
        } catch (DerException e) {
            throw PemError.TRUNCATED.at(
                    where(), String.valueOf(e.getMessage()), "copy the whole certificate again from where it came", e);
        } catch (CertificateException | RuntimeException e) {
            throw PemError.CERTIFICATE_UNREADABLE.at(
                    where(),
                    "found " + PemError.quoted(String.valueOf(e.getMessage())) + ", expected an X.509 certificate",
                    "look at it with: openssl x509 -text",
                    e);
        }
    }

    /** {@code CERTIFICATE (ca.pem, block 2, line 23), 1134 bytes}. */
    @Override
    public String toString() {
        return label + " (" + where() + "), " + der.length + " bytes";
    }

    /** The JDK's factory keeps no state between calls. */
    private static final class X509 {

        static final CertificateFactory FACTORY = factory();

        private static CertificateFactory factory() {
            try {
                return CertificateFactory.getInstance("X.509");
            } catch (CertificateException e) {
                throw new IllegalStateException("every JDK has X.509", e);
            }
        }
    }
}
