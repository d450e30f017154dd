package dev.mtls.core;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The trusted authorities that the caller chose, and what it does to clients when a server names them. */
final class TrustChecks {

    static final String SILENCES = "The names of authorities that a server sends would keep a client silent";

    /** The names of so few authorities never fill a message. */
    private static final int FEW = 16;

    private static final int BYTES_BESIDE_A_NAME = 2;

    private final PreflightChecks checks;

    TrustChecks(PreflightChecks checks) {
        this.checks = checks;
    }

    void check(List<X509Certificate> anchors) {
        for (X509Certificate anchor : anchors) {
            kind(anchor);
            dates(anchor);
            new KeyChecks(checks).authority(anchor);
        }
    }

    private void kind(X509Certificate anchor) {
        if (UsageChecks.mayIssue(anchor)) {
            return;
        }
        String name = Names.subject(anchor);
        if (ChainOrder.selfIssued(anchor) || anchor.getBasicConstraints() >= 0) {
            checks.warn(
                    "anchor-not-ca",
                    "A trusted certificate is not one of an authority",
                    "found no basicConstraints CA:TRUE, or keyUsage without keyCertSign, in " + name
                            + ", expected an authority",
                    "trust the authority that issues for the peers");
        } else {
            checks.warn(
                    "anchor-is-leaf",
                    "A trusted certificate is one that an authority issued",
                    "found " + name + " issued by " + Names.issuer(anchor) + ", expected an authority",
                    "trust its issuer, and restrict the peers: JSSE checks nothing of a certificate that is trusted "
                            + "itself, and OpenSSL refuses it");
        }
    }

    private void dates(X509Certificate anchor) {
        Instant from = anchor.getNotBefore().toInstant();
        Instant until = anchor.getNotAfter().toInstant();
        if (checks.now().isAfter(until)) {
            checks.warn(
                    "anchor-expired",
                    "A trusted authority has expired",
                    "found " + Names.subject(anchor) + " valid until " + until + ", expected a time after "
                            + checks.now(),
                    "leave it out: OpenSSL refuses what it issued, JSSE does not");
        } else if (checks.now().isBefore(from)) {
            checks.warn(
                    "anchor-not-yet-valid",
                    "A trusted authority is not valid yet",
                    "found " + Names.subject(anchor) + " valid from " + from + ", expected a time before "
                            + checks.now(),
                    "check the clocks: OpenSSL refuses what it issued, JSSE does not");
        } else {
            checks.expiring(anchor);
        }
    }

    /**
     * A client of JSSE answers only where an issuer in its chain is among the names that a server sends. The owner of a certificate that
     * is trusted itself, and whose issuer is not, finds none there; nor does any client of an authority that is trusted and not named.
     */
    void named(List<X509Certificate> authorities, Trust trust) {
        if (!authorities.isEmpty() && !authorities.equals(trust.anchors())) {
            unnamed(authorities, trust.chosen());
        }
        for (X509Certificate authority : authorities) {
            boolean leaf = !UsageChecks.mayIssue(authority) && !ChainOrder.selfIssued(authority);
            if (leaf && authorities.stream().noneMatch(issuer -> ChainOrder.issued(issuer, authority))) {
                checks.warn(
                        "ca-list-silences-client",
                        SILENCES,
                        "found " + Names.subject(authority) + " among the names and not its issuer "
                                + Names.issuer(authority) + ", expected the names of issuers",
                        "trust the issuer too, and restrict the peers: a JSSE client with this certificate sends nothing");
            }
        }
        size(authorities);
    }

    private void unnamed(List<X509Certificate> authorities, List<X509Certificate> anchors) {
        for (X509Certificate anchor : anchors) {
            boolean named = authorities.stream()
                    .anyMatch(authority -> ChainOrder.issued(authority, anchor)
                            || Names.same(authority.getSubjectX500Principal(), anchor.getSubjectX500Principal()));
            if (UsageChecks.mayIssue(anchor) && !named) {
                checks.warn(
                        "ca-list-silences-client",
                        SILENCES,
                        "found " + Names.subject(anchor) + " trusted and not among the names, expected it there",
                        "name it too: a JSSE client with a certificate of it sends nothing");
            }
        }
    }

    private void size(List<X509Certificate> authorities) {
        if (authorities.size() > FEW) {
            long bytes = authorities.stream()
                    .mapToLong(
                            authority -> authority.getSubjectX500Principal().getEncoded().length + BYTES_BESIDE_A_NAME)
                    .sum();
            if (bytes > ChainChecks.LARGEST_MESSAGE) {
                ChainChecks.tooLarge(checks, "the names of " + authorities.size() + " authorities", bytes);
            }
        }
    }
}
