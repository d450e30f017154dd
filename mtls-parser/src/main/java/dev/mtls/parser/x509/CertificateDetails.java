package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What is told of a certificate. RFC 5280 4. Texts are a peer's, not yet made fit for a terminal.
 *
 * @param subject the RFC 4514 string (the JDK's RFC 2253 form), most specific first; empty text when there is none
 * @param issuer as {@code subject}
 * @param serial hexadecimal without leading zeros
 * @param notBefore first moment of validity
 * @param notAfter last moment of validity
 * @param subjectAltNames with their prefix, as in {@code DNS:localhost}: {@code DNS, IP, URI, email, DN, other}; none when the
 *     extension is absent or cannot be read
 * @param keyUsage the bits that are set, as RFC 5280 names them; none when the extension is absent
 * @param extendedKeyUsage names of RFC 5280 such as {@code clientAuth}, object identifiers of others; none when the extension is
 *     absent or cannot be read
 * @param authority whether it says that it is an authority (CA)
 * @param publicKey its key
 */
public record CertificateDetails(
        String subject,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        List<String> subjectAltNames,
        List<String> keyUsage,
        List<String> extendedKeyUsage,
        boolean authority,
        SubjectPublicKeyInfo publicKey) {
    private static final List<String> KEY_USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    private static final Map<String, String> EXTENDED_KEY_USAGES = Map.of(
            "2.5.29.37.0", "anyExtendedKeyUsage",
            "1.3.6.1.5.5.7.3.1", "serverAuth",
            "1.3.6.1.5.5.7.3.2", "clientAuth",
            "1.3.6.1.5.5.7.3.3", "codeSigning",
            "1.3.6.1.5.5.7.3.4", "emailProtection",
            "1.3.6.1.5.5.7.3.8", "timeStamping",
            "1.3.6.1.5.5.7.3.9", "OCSPSigning");

    /** Keeps unmodifiable copies. */
    public CertificateDetails {
        subjectAltNames = List.copyOf(subjectAltNames);
        keyUsage = List.copyOf(keyUsage);
        extendedKeyUsage = List.copyOf(extendedKeyUsage);
    }

    /** What is told of a certificate in DER; empty when it cannot be read. */
    public static Optional<CertificateDetails> of(Bytes certData) {
        return Certificates.read(certData).map(CertificateDetails::of);
    }

    /** What is told of a certificate. */
    public static CertificateDetails of(X509Certificate certificate) {
        return new CertificateDetails(
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                certificate.getIssuerX500Principal().getName(X500Principal.RFC2253),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                subjectAltNames(certificate),
                keyUsage(certificate.getKeyUsage()),
                extendedKeyUsage(certificate),
                certificate.getBasicConstraints() >= 0,
                SubjectPublicKeyInfo.of(certificate.getPublicKey()));
    }

    private static List<String> subjectAltNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            if (found != null) {
                found.forEach(name -> names.add(generalName((Integer) name.get(0), name.get(1))));
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** RFC 5280 section 4.2.1.6: the tag of the name says its kind. */
    private static String generalName(int tag, Object value) {
        String text = value instanceof byte[] der ? HexFormat.of().formatHex(der) : String.valueOf(value);
        return switch (tag) {
            case 1 -> "email:" + text;
            case 2 -> "DNS:" + text;
            case 4 -> "DN:" + text;
            case 6 -> "URI:" + text;
            case 7 -> "IP:" + text;
            default -> "other:" + text;
        };
    }

    private static List<String> keyUsage(boolean... bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; bits != null && i < Math.min(bits.length, KEY_USAGES.size()); i++) {
            if (bits[i]) {
                names.add(KEY_USAGES.get(i));
            }
        }
        return names;
    }

    private static List<String> extendedKeyUsage(X509Certificate certificate) {
        try {
            List<String> found = certificate.getExtendedKeyUsage();
            return found == null
                    ? List.of()
                    : found.stream()
                            .map(oid -> EXTENDED_KEY_USAGES.getOrDefault(oid, oid))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
