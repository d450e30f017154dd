package dev.mtls.core.pem;

import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.DerReader.DerException;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One block of a PEM source: its label, its place, its RFC 1421 headers and its bytes. Immutable; its text never shows the bytes. */
public final class PemBlock {

    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final Set<String> STORES = Set.of("PKCS12", "JKS", "JCEKS");
    private static final Set<String> SIGNED_DATA = Set.of("PKCS7", "PKCS #7 SIGNED DATA", "CMS");
    private static final int LARGEST_MODULUS = 16384;

    /** What a key store says of an entry, in the place of headers: its alias, and which key a certificate belongs to. */
    static final String FRIENDLY_NAME = "friendlyName";

    static final String LOCAL_KEY_ID = "localKeyID";

    private final String source;
    private final String label;
    private final int number;
    private final int line;
    private final Map<String, String> headers;
    private final byte[] der;
    /** The label of the key store that it is an entry of, or nothing. */
    private final String ofStore;

    private final PemLimits limits;

    PemBlock(
            String source,
            String label,
            int number,
            int line,
            Map<String, String> headers,
            byte[] der,
            String ofStore,
            PemLimits limits) {
        this.source = source;
        this.label = label;
        this.number = number;
        this.line = line;
        this.headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(headers);
        this.der = der;
        this.ofStore = ofStore;
        this.limits = limits;
    }

    static PemBlock ofDer(String source, String label, byte[] der, PemLimits limits) {
        return new PemBlock(source, label, 1, 1, Map.of(), der.clone(), "", limits);
    }

    /** An entry of a key store, numbered in it. */
    static PemBlock ofStore(
            PemBlock store, String label, int number, Map<String, String> attributes, byte[] der, PemLimits limits) {
        return new PemBlock(store.source, label, number, store.line, attributes, der, store.label, limits);
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

    /**
     * The headers of RFC 1421 in their order, mostly none; unmodifiable. An entry of a key store has {@code friendlyName} and
     * {@code localKeyID} here, where the store says them.
     */
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

    String source() {
        return source;
    }

    PemLimits limits() {
        return limits;
    }

    /** The kind of key store that it is an entry of. */
    Optional<String> ofStore() {
        return Optional.of(ofStore.equals("PKCS12") ? "PKCS#12" : ofStore).filter(kind -> !kind.isEmpty());
    }

    boolean isStore() {
        return STORES.contains(label);
    }

    boolean isSignedData() {
        return SIGNED_DATA.contains(label);
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

    /** Whether the label says that it is a revocation list: X509 CRL. */
    public boolean isCrl() {
        return label.equals("X509 CRL");
    }

    /** A label that somebody may have meant as that of a revocation list. */
    boolean isNearlyCrl() {
        return !isCrl() && label.toUpperCase(Locale.ROOT).endsWith("CRL");
    }

    /** For a list of what was found: label, place, and for a private key what is known of its algorithm without a password. */
    String placed() {
        String alias = headers.get(FRIENDLY_NAME);
        String place = alias == null ? " in line " + line : " of alias " + PemError.quoted(alias);
        return label + (isPrivateKey() ? " (" + KeyKind.of(this) + ")" : "") + place;
    }

    /** Whether the label says that it is a private key, of whatever kind. */
    public boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /**
     * The certificate in it. What OpenSSL adds behind the certificate in a TRUSTED CERTIFICATE is left out, unless it forbids the
     * certificate for TLS.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code certificate-unreadable}, {@code pem-truncated} when bytes
     *     are missing, or {@code certificate-rejected}
     */
    public X509Certificate certificate() {
        checkSize(der);
        try {
            DerReader reader = new DerReader(der);
            reader.skip("certificate");
            int end = reader.position();
            if (label.equals("TRUSTED CERTIFICATE")) {
                TrustSettings.read(reader).objection().ifPresent(this::refuse);
            }
            reader.expectEnd("certificate");
            return certificate(end == der.length ? der : Arrays.copyOf(der, end));
        } catch (DerException e) {
            throw PemError.TRUNCATED.at(
                    where(), String.valueOf(e.getMessage()), "copy the whole certificate again from where it came", e);
        }
    }

    private void refuse(String objection) {
        throw PemError.CERTIFICATE_REJECTED.at(
                where(),
                "found a TRUSTED CERTIFICATE whose settings say that OpenSSL " + objection + ", expected one for TLS",
                "leave it out, or write it as a plain one with: openssl x509 -clrtrust -clrreject");
    }

    /** One certificate, or those of a PKCS#7. */
    List<X509Certificate> certificates() {
        if (!isSignedData()) {
            return List.of(certificate());
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] certificate : signedData().certificates()) {
            checkSize(certificate);
            certificates.add(certificate(certificate));
        }
        return certificates;
    }

    Pkcs7 signedData() {
        try {
            return Pkcs7.read(der, limits);
        } catch (DerException e) {
            throw PemError.CERTIFICATE_UNREADABLE.at(
                    where(), String.valueOf(e.getMessage()), "look at it with: openssl pkcs7 -print_certs", e);
        }
    }

    private void checkSize(byte[] certificate) {
        if (certificate.length > limits.certificateBytes()) {
            throw PemError.TOO_LARGE.at(
                    where(),
                    "found a certificate of " + certificate.length + " bytes, expected at most "
                            + limits.certificateBytes(),
                    "check that this is the certificate that was meant, or raise the limit (PemLimits)");
        }
    }

    private X509Certificate certificate(byte[] encoded) {
        try {
            DerReader.checkDepth(encoded, limits.depth());
            X509Certificate certificate =
                    (X509Certificate) X509.FACTORY.generateCertificate(new ByteArrayInputStream(encoded));
            checkKey(certificate.getPublicKey());
            return certificate;
        } catch (DerException | CertificateException | RuntimeException e) {
            throw PemError.CERTIFICATE_UNREADABLE.at(
                    where(),
                    "found " + PemError.quoted(String.valueOf(e.getMessage())) + ", expected an X.509 certificate",
                    "look at it with: openssl x509 -text",
                    e);
        }
    }

    /** A key that would make every signature check of a peer dear, or that cannot be one, is refused before it is used. */
    private static void checkKey(PublicKey key) throws CertificateException {
        if (key instanceof RSAPublicKey rsa
                && (rsa.getModulus().bitLength() > LARGEST_MODULUS
                        || !rsa.getModulus().testBit(0))) {
            throw new CertificateException("an RSA modulus that is even or over " + LARGEST_MODULUS + " bits");
        }
    }

    /**
     * The revocation list in it.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code crl-unreadable}
     */
    public X509CRL crl() {
        return crl(der);
    }

    X509CRL crl(byte[] encoded) {
        try {
            DerReader reader = new DerReader(encoded);
            reader.skip("CertificateList");
            reader.expectEnd("CertificateList");
            DerReader.checkDepth(encoded, limits.depth());
            return (X509CRL) X509.FACTORY.generateCRL(new ByteArrayInputStream(encoded));
        } catch (DerException | CRLException | RuntimeException e) {
            throw PemError.CRL_UNREADABLE.at(
                    where(),
                    "found " + PemError.quoted(String.valueOf(e.getMessage())) + ", expected a revocation list",
                    "fetch it again; look at it with: openssl crl -text",
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
