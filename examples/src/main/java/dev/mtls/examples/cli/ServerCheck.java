package dev.mtls.examples.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Puts into words why a client does not accept a server's certificate: the trust manager's objection, and the host name. */
final class ServerCheck {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private ServerCheck() {}

    /**
     * What is wrong with a server's certificate.
     *
     * @param chain what the server presented, leaf first
     * @param host name or address that was connected to
     * @param objection what the trust manager said
     * @return nothing where there is no objection; where there is one, the name as well if it does not fit, since a
     *     trust manager stops at the first thing it dislikes
     */
    static List<Remark> remarks(List<X509Certificate> chain, String host, Optional<CertificateException> objection) {
        if (chain.isEmpty() || objection.isEmpty()) {
            return List.of();
        }
        CertificateException said = objection.get();
        List<Remark> remarks = new ArrayList<>();
        Optional<Remark> name = hostMismatch(chain.get(0), host);
        if (name.isEmpty() || isAboutTheChain(said)) {
            remarks.add(ofChain(chain, said));
        }
        name.ifPresent(remarks::add);
        return remarks;
    }

    /** Objections to a name come as a plain CertificateException; those to a chain have the path validator's as a cause. */
    private static boolean isAboutTheChain(CertificateException said) {
        return causes(said).stream().anyMatch(CertPathValidatorException.class::isInstance)
                || causes(said).stream()
                        .anyMatch(cause -> cause.getClass().getName().endsWith("ValidatorException"))
                || said instanceof CertificateExpiredException
                || said instanceof CertificateNotYetValidException;
    }

    private static Remark ofChain(List<X509Certificate> chain, CertificateException said) {
        X509Certificate leaf = chain.get(0);
        String who = "The server's certificate (" + Names.subject(leaf) + ")";
        if (caused(said, CertificateExpiredException.class)) {
            return new Remark(
                    "server-certificate-expired",
                    who + " was valid until " + leaf.getNotAfter().toInstant()
                            + ", or one that it depends on has expired.",
                    "Renew it on the server; if the date looks right, check this machine's clock.");
        }
        if (caused(said, CertificateNotYetValidException.class)) {
            return new Remark(
                    "server-certificate-not-yet-valid",
                    who + " is valid only from " + leaf.getNotBefore().toInstant()
                            + ", or one that it depends on is not valid yet.",
                    "Check the clocks of this machine and of the one that issued it.");
        }
        if (!permitsServers(leaf)) {
            return new Remark(
                    "server-certificate-unfit-for-role",
                    who + " is not meant for servers: its extended key usage lacks serverAuth.",
                    "Issue one for servers and give that to the server.");
        }
        X509Certificate last = chain.get(chain.size() - 1);
        return new Remark(
                "server-certificate-untrusted",
                who + " does not lead to a CA that this client trusts: the last certificate sent was issued by "
                        + Names.issuer(last) + ". In Java's words: " + rootText(said) + ".",
                "Give that CA's certificate with --ca, or let the server send the missing intermediates.");
    }

    private static boolean permitsServers(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    /** Whether no name of the certificate fits, by the rules that JSSE has for HTTPS (RFC 2818, section 3.1). */
    static Optional<Remark> hostMismatch(X509Certificate leaf, String host) {
        boolean address = isAddress(host);
        List<String> alternatives = new ArrayList<>();
        boolean dnsThere = false;
        for (List<?> each : alternativeNames(leaf)) {
            String value = String.valueOf(each.get(1));
            if (each.get(0).equals(DNS)) {
                dnsThere = true;
                alternatives.add("DNS:" + value);
                if (!address && matches(value, host)) {
                    return Optional.empty();
                }
            } else if (each.get(0).equals(IP)) {
                alternatives.add("IP:" + value);
                if (address && sameAddress(value, host)) {
                    return Optional.empty();
                }
            }
        }
        String commonName = commonName(leaf).orElse("");
        if (!address && !dnsThere && matches(commonName, host)) {
            return Optional.empty();
        }
        String names = alternatives.isEmpty()
                ? "it has no subjectAltName at all"
                        + (commonName.isEmpty() ? "" : ", only the common name " + Names.escape(commonName))
                : "it is made out to " + Names.escape(String.join(", ", alternatives));
        String rule = address
                ? " An IP address is compared with subjectAltName entries of type IP alone, never with the common name."
                : "";
        String wanted = "subjectAltName=" + (address ? "IP:" : "DNS:") + host;
        String other = address && !commonName.isEmpty() && alternatives.isEmpty()
                ? ", or connect by the name " + Names.escape(commonName)
                        + " (some clients refuse that too: they want a subjectAltName)"
                : address && dnsThere ? ", or connect by one of those names" : "";
        return Optional.of(new Remark(
                "server-host-not-matched",
                "The server's certificate (" + Names.subject(leaf) + ") is not for " + Names.escape(host) + ": " + names
                        + "." + rule,
                "Issue it with " + wanted + other + "."));
    }

    private static Collection<List<?>> alternativeNames(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static Optional<String> commonName(X509Certificate leaf) {
        try {
            List<Rdn> rdns = new LdapName(leaf.getSubjectX500Principal().getName()).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                if (rdns.get(i).getType().equalsIgnoreCase("CN")) {
                    return Optional.of(String.valueOf(rdns.get(i).getValue()));
                }
            }
        } catch (InvalidNameException unreadable) {
            // then it has no common name that anybody could compare
        }
        return Optional.empty();
    }

    private static boolean matches(String pattern, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String name = pattern.toLowerCase(Locale.ROOT);
        if (name.startsWith("*.")) {
            int dot = wanted.indexOf('.');
            return dot > 0 && wanted.substring(dot).equals(name.substring(1));
        }
        return name.equals(wanted);
    }

    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static boolean sameAddress(String one, String other) {
        try {
            return InetAddress.getByName(one).equals(InetAddress.getByName(other));
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private static boolean caused(Throwable said, Class<?> type) {
        return causes(said).stream().anyMatch(type::isInstance);
    }

    private static String rootText(Throwable said) {
        List<Throwable> all = causes(said);
        return Names.escape(String.valueOf(all.get(all.size() - 1).getMessage()));
    }

    private static List<Throwable> causes(Throwable said) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable each = said; each != null && all.size() < 16; each = each.getCause()) {
            all.add(each);
        }
        return all;
    }
}
