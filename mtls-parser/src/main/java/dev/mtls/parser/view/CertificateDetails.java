package dev.mtls.parser.view;

import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.wire.Bytes;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What the views show of a certificate.
 *
 * @param subject RFC 4514 string
 * @param issuer RFC 4514 string
 * @param serial hex without leading zeros
 * @param notBefore first moment of validity
 * @param notAfter last moment of validity
 * @param subjectAltNames with their prefix, as in {@code DNS:localhost}
 */
record CertificateDetails(
        String subject,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        List<String> subjectAltNames) {

    static Optional<CertificateDetails> of(Bytes certData) {
        return new CertificateEntry(certData, Extensions.ABSENT).x509().map(CertificateDetails::of);
    }

    static CertificateDetails of(X509Certificate certificate) {
        return new CertificateDetails(
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                certificate.getIssuerX500Principal().getName(X500Principal.RFC2253),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                subjectAltNames(certificate));
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
        String text = value instanceof byte[] der ? HexFormat.of().formatHex(der) : value.toString();
        return switch (tag) {
            case 1 -> "email:" + text;
            case 2 -> "DNS:" + text;
            case 4 -> "DN:" + text;
            case 6 -> "URI:" + text;
            case 7 -> "IP:" + text;
            default -> "other:" + text;
        };
    }
}
