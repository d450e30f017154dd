package dev.mtls.core;

import dev.mtls.core.finding.Severity;
import dev.mtls.core.path.HostNames;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whom the certificate of an identity names, and whether those are the ones that it will be called by. */
final class IdentityChecks {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    private final PreflightChecks checks;

    IdentityChecks(PreflightChecks checks) {
        this.checks = checks;
    }

    void check(X509Certificate leaf) {
        if (leaf.getBasicConstraints() >= 0) {
            checks.warn(
                    "leaf-is-ca",
                    "The certificate of the identity is one of an authority",
                    "found basicConstraints CA:TRUE in " + Names.subject(leaf) + ", expected an end entity",
                    "issue a certificate that is not an authority");
        }
        if (!checks.client() && !namesAServer(leaf)) {
            checks.warn(
                    "san-missing",
                    "The certificate names no host",
                    "found no host name, address or URI in the subjectAltName of " + Names.subject(leaf)
                            + ", expected the names that clients call it by",
                    "issue it with a subjectAltName: not all clients look at the CN");
        }
    }

    private static boolean namesAServer(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                int kind = (Integer) name.get(0);
                if (kind == DNS_NAME || kind == URI || kind == IP_ADDRESS) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Each host must be named by one of the certificates. */
    void hosts(List<X509Certificate> leaves, List<String> hosts) {
        List<HostNames> named = leaves.stream().map(HostNames::of).toList();
        for (String host : hosts) {
            if (named.stream().noneMatch(names -> names.include(host))) {
                boolean byCommonName = leaves.stream().anyMatch(leaf -> onlyItsCommonNameIs(host, leaf));
                checks.add(
                        "host-not-matched",
                        byCommonName ? Severity.WARNING : Severity.ERROR,
                        "The certificate does not name the host",
                        "found " + presented(leaves, named) + ", expected " + Names.safe(host),
                        remedy(host, named));
            }
        }
    }

    /** Without a dNSName JSSE and OpenSSL still look at the CN, others do not. */
    private static boolean onlyItsCommonNameIs(String host, X509Certificate leaf) {
        if (HostNames.isAddress(host) || HostNames.of(leaf).hasNames()) {
            return false;
        }
        // RFC 2253 escapes a comma or a plus inside a value, and writes the most specific name first.
        Matcher name = Pattern.compile("(?:^|(?<!\\\\)[,+])CN=([^,+\\\\]*)(?=[,+]|$)")
                .matcher(leaf.getSubjectX500Principal().getName());
        return name.find() && name.group(1).equalsIgnoreCase(host);
    }

    private static String presented(List<X509Certificate> leaves, List<HostNames> named) {
        String all = named.stream()
                .flatMap(names -> names.presented().stream())
                .map(Names::safe)
                .distinct()
                .limit(20)
                .collect(Collectors.joining(", "));
        return (all.isEmpty() ? "no host name and no address" : all) + " in "
                + leaves.stream().map(Names::subject).limit(3).collect(Collectors.joining(", "));
    }

    private static String remedy(String host, List<HostNames> named) {
        String safe = Names.safe(host);
        if (!HostNames.isAddress(host)) {
            return HostNames.isName(host)
                    ? "issue it with subjectAltName=DNS:" + safe
                    : "call it by a name of letters, digits and hyphens: other names match no certificate";
        }
        String asName = "DNS:" + host.toLowerCase(Locale.ROOT);
        boolean misplaced = named.stream()
                .flatMap(names -> names.presented().stream())
                .anyMatch(name -> name.equalsIgnoreCase(asName));
        return "issue it with subjectAltName=IP:" + safe
                + (misplaced ? ": an address that stands there as a DNS name matches nothing" : "");
    }
}
