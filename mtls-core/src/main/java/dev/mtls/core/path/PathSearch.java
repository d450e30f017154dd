package dev.mtls.core.path;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One search, depth first: at each certificate the anchors that issued it, then those of the received certificates that did, in the
 * order in which they were sent. A candidate that is refused is no end: another path may exist, over another issuer of the same name.
 */
final class PathSearch {

    /** Says why a candidate is refused. */
    interface Judge {
        void judge(CertificationPath path) throws PathRefusal;
    }

    private record Pair(X509Certificate certificate, X509Certificate issuer) {}

    private final Issuers anchors;
    private final List<X509Certificate> received;
    private final Judge judge;
    private final PathBudget budget = new PathBudget();
    private final Map<Pair, Boolean> signed = new HashMap<>();
    private @Nullable PathRefusal first;

    PathSearch(Issuers anchors, List<X509Certificate> received, Judge judge) {
        this.anchors = anchors;
        this.received = received;
        this.judge = judge;
    }

    CertificationPath find() throws PathRefusal {
        X509Certificate leaf = received.get(0);
        if (anchors.named(leaf.getSubjectX500Principal()).stream().anyMatch(anchor -> sameNameAndKey(anchor, leaf))) {
            CertificationPath pinned = new CertificationPath(List.of(leaf), leaf);
            judge.judge(pinned);
            return pinned;
        }
        Optional<CertificationPath> found = above(List.of(leaf));
        if (found.isPresent()) {
            return found.get();
        }
        throw first != null ? first : untrusted();
    }

    private Optional<CertificationPath> above(List<X509Certificate> below) throws PathRefusal {
        budget.step();
        X509Certificate last = below.get(below.size() - 1);
        for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
            if (issued(anchor, last)) {
                CertificationPath path = new CertificationPath(below, anchor);
                if (passes(path)) {
                    return Optional.of(path);
                }
            }
        }
        if (below.size() < PathValidator.MAX_CERTIFICATES) {
            for (X509Certificate issuer : received) {
                if (issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                        && !loops(below, issuer)
                        && issued(issuer, last)) {
                    List<X509Certificate> longer = new ArrayList<>(below);
                    longer.add(issuer);
                    Optional<CertificationPath> found = above(longer);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean passes(CertificationPath path) throws PathRefusal {
        budget.candidate();
        try {
            judge.judge(path);
            return true;
        } catch (PathRefusal e) {
            if (first == null) {
                first = e;
            }
            return false;
        }
    }

    /** The same name and key twice (RFC 4158, section 2.4.2): what follows could have followed the first time. */
    private static boolean loops(List<X509Certificate> below, X509Certificate issuer) {
        return below.stream().anyMatch(one -> sameNameAndKey(one, issuer));
    }

    /** An anchor is a name and a key (RFC 5280, section 6.1.1 (d)), in whichever certificate they are shown. */
    private static boolean sameNameAndKey(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    private boolean issued(X509Certificate issuer, X509Certificate certificate) throws PathRefusal {
        Pair pair = new Pair(certificate, issuer);
        Boolean known = signed.get(pair);
        if (known == null) {
            budget.signature();
            known = verifies(issuer, certificate);
            signed.put(pair, known);
        }
        return known;
    }

    private static boolean verifies(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // whatever a peer put into key or signature: it does not verify
        }
    }

    private PathRefusal untrusted() {
        X509Certificate leaf = received.get(0);
        return new PathRefusal(
                PathFault.UNTRUSTED,
                "no path leads from " + PeerText.subject(leaf) + " to an anchor: its issuer is " + PeerText.issuer(leaf)
                        + ", and " + (received.size() - 1) + " other certificates were sent");
    }
}
