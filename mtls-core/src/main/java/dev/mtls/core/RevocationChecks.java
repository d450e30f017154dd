package dev.mtls.core;

import dev.mtls.core.finding.Severity;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The revocation lists of a trust: whether they can say anything about peers, and whether all that is needed is there. */
final class RevocationChecks {

    private static final String FETCHING = "com.sun.security.enableAIAcaIssuers";

    private final PreflightChecks checks;
    private final Trust trust;
    private final boolean acceptUnknown;

    RevocationChecks(PreflightChecks checks, ContextBuilder<?> builder) {
        this.checks = checks;
        this.trust = builder.trust;
        this.acceptUnknown = builder.revocation.acceptUnknown;
    }

    void check() {
        if (!trust.crls().isEmpty()) {
            checkLists();
        }
        if ("true".equalsIgnoreCase(System.getProperty(FETCHING))) {
            checks.warn(
                    "issuer-fetching-on",
                    "The JDK fetches certificates from addresses that peers wrote",
                    "found the system property " + FETCHING + " true, expected false or nothing",
                    "take it out of the command line, and let peers send their whole chain");
        }
    }

    private void checkLists() {
        trust.crls().forEach(this::check);
        List<X509Certificate> without = trust.chosen().stream()
                .filter(anchor -> listsOf(anchor).isEmpty())
                .toList();
        if (!without.isEmpty()) {
            checks.warn(
                    "issuer-without-crl",
                    "An authority has no revocation list",
                    "found no list of " + Names.subject(without.get(0))
                            + (without.size() > 1 ? " and " + (without.size() - 1) + " more" : "")
                            + ", expected one of each authority that issues",
                    "add it to crls(...): whom such an authority issued a certificate is refused");
        }
    }

    private List<X509CRL> listsOf(X509Certificate anchor) {
        return trust.crls().stream()
                .filter(list -> list.getIssuerX500Principal().equals(anchor.getSubjectX500Principal()))
                .toList();
    }

    private void check(X509CRL list) {
        String issuer = Names.safe(list.getIssuerX500Principal().getName());
        List<X509Certificate> issuers = trust.anchors().stream()
                .filter(anchor -> anchor.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
                .toList();
        if (issuers.isEmpty()) {
            checks.add(
                    "crl-issuer-unknown",
                    Severity.INFO,
                    "A revocation list is of no trusted authority",
                    "found one of " + issuer + ", expected one of an authority of this trust",
                    "leave it out, unless it is of an authority whose certificate the peers send");
        } else if (issuers.stream().noneMatch(anchor -> signed(anchor, list))) {
            checks.error(
                    "crl-signature-wrong",
                    "A revocation list was not signed by its issuer",
                    "found a signature by another key on the one of " + issuer + ", expected one by its own",
                    "fetch the list again: whoever this authority issued a certificate is refused");
        } else if (!holds(list) && listsOf(issuers.get(0)).stream().noneMatch(this::holds)) {
            checks.add(
                    "crl-outdated",
                    acceptUnknown ? Severity.WARNING : Severity.ERROR,
                    "A revocation list is outdated",
                    "found one of " + issuer + " from " + list.getThisUpdate().toInstant() + " to "
                            + (list.getNextUpdate() == null
                                    ? "no time at all"
                                    : list.getNextUpdate().toInstant())
                            + ", expected one that holds at " + checks.now(),
                    "fetch the list again: whoever this authority issued a certificate is refused");
        }
    }

    private boolean holds(X509CRL list) {
        Instant now = checks.now();
        return !list.getThisUpdate().toInstant().isAfter(now)
                && list.getNextUpdate() != null
                && !list.getNextUpdate().toInstant().isBefore(now);
    }

    private static boolean signed(X509Certificate issuer, X509CRL list) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
