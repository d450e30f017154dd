package dev.mtls.testkit;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The names in a peer's certificate, as text. */
final class PeerNames {
    private PeerNames() {}

    /** The subject alternative names with a prefix each: {@code DNS:}, {@code IP:}, {@code URI:} and so on. */
    static List<String> alternativeNames(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            if (found != null) {
                found.forEach(name -> names.add(prefix((Integer) name.get(0)) + text(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    private static String prefix(int kind) {
        return switch (kind) {
            case 1 -> "email:";
            case 2 -> "DNS:";
            case 4 -> "DN:";
            case 6 -> "URI:";
            case 7 -> "IP:";
            default -> "other:";
        };
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
