package dev.mtls.testkit;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names in a peer's certificate, as text. */
final class PeerNames {
    private PeerNames() {}

    /** The most specific CN of the subject, the whole subject where there is none. */
    static String commonName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            List<Rdn> rdns = new LdapName(subject).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                var cn = rdns.get(i).toAttributes().get("CN");
                if (cn != null && cn.get() instanceof String text) {
                    return text;
                }
            }
        } catch (javax.naming.NamingException e) {
            return subject;
        }
        return subject;
    }

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
