package dev.mtls.core.path;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Revocation by lists that were given (RFC 5280, section 6.3): nothing is fetched, which is why the JDK's own checker is not used, since
 * it follows the distribution points that a peer wrote. A certificate in scope without a list that can tell is refused.
 */
final class RevocationLists {

    private static final int CRL_SIGN = 6;

    private static final Set<String> UNDERSTOOD = Set.of(Extensions.ISSUING_DISTRIBUTION_POINT);

    private final CrlScope scope;
    private final boolean strict;
    private final boolean acceptUnknown;
    private final Map<X500Principal, List<Listed>> byIssuer = new HashMap<>();

    RevocationLists(PathRules rules) {
        this.scope = rules.crlScope();
        this.strict = rules.strict();
        this.acceptUnknown = rules.acceptUnknownRevocation();
        for (X509CRL list : rules.crls()) {
            byIssuer.computeIfAbsent(list.getIssuerX500Principal(), name -> new ArrayList<>())
                    .add(new Listed(list));
        }
    }

    /** Requires that no certificate of the path was revoked; the anchor is no matter of lists. */
    void require(CertificationPath path, Instant now) throws PathRefusal {
        if (byIssuer.isEmpty() || path.pinned()) {
            return;
        }
        int checked = scope == CrlScope.LEAF ? 1 : path.certificates().size();
        for (int i = 0; i < checked; i++) {
            require(path.certificates().get(i), path.issuerOf(i), now);
        }
    }

    /** Whoever is named by any list of the issuer is revoked; only one that is fit and current can say that one is not. */
    private void require(X509Certificate certificate, X509Certificate issuer, Instant now) throws PathRefusal {
        List<String> unfit = new ArrayList<>();
        boolean told = false;
        for (Listed listed : byIssuer.getOrDefault(certificate.getIssuerX500Principal(), List.of())) {
            if (!listed.signedBy(issuer.getPublicKey())) {
                unfit.add("one that another key has signed");
                continue;
            }
            X509CRLEntry entry = listed.list.getRevokedCertificate(certificate);
            if (entry != null && entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL) {
                throw revoked(certificate, entry);
            }
            String why = unfit(listed, certificate, issuer);
            if (why.isEmpty()) {
                why = outdated(listed.list, now);
            }
            if (why.isEmpty()) {
                told = true;
            } else {
                unfit.add(why);
            }
        }
        if (!told && !acceptUnknown) {
            throw new PathRefusal(
                    PathFault.REVOCATION_UNKNOWN,
                    "no current CRL of " + PeerText.issuer(certificate) + " tells whether "
                            + PeerText.subject(certificate) + " was revoked: found "
                            + (unfit.isEmpty() ? "none of that issuer" : String.join("; ", unfit)));
        }
    }

    private static PathRefusal revoked(X509Certificate certificate, X509CRLEntry entry) {
        return new PathRefusal(
                PathFault.REVOKED,
                PeerText.subject(certificate) + " was revoked at "
                        + entry.getRevocationDate().toInstant()
                        + (entry.getRevocationReason() == null ? "" : ", reason " + entry.getRevocationReason()));
    }

    /** Why a list cannot say that a certificate is not revoked, whatever the time; empty where it can. */
    private String unfit(Listed listed, X509Certificate certificate, X509Certificate issuer) {
        X509CRL list = listed.list;
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return "one that its issuer may not sign, since its key usage leaves out cRLSign";
        }
        if (!listed.understood()) {
            return "one with critical extensions that are not understood";
        }
        if (strict && Signatures.weak(list.getSigAlgName(), list.getSigAlgParams())) {
            return "one that is signed with " + PeerText.safe(list.getSigAlgName());
        }
        if (list.getExtensionValue(Extensions.DELTA_CRL_INDICATOR) != null) {
            return "one that only holds changes to another";
        }
        if (strict && list.getExtensionValue(Extensions.CRL_NUMBER) == null) {
            return "one without a number (section 5.2.3)";
        }
        try {
            return IssuingDistributionPoint.covers(list, certificate) ? "" : "one for other certificates of the issuer";
        } catch (CertificateParsingException e) {
            return "one whose issuingDistributionPoint cannot be read";
        }
    }

    private static String outdated(X509CRL list, Instant now) {
        Date next = list.getNextUpdate();
        if (list.getThisUpdate().toInstant().isAfter(now)) {
            return "one of " + list.getThisUpdate().toInstant() + ", which is yet to come";
        }
        if (next == null) {
            return "one that does not say until when it holds";
        }
        return next.toInstant().isBefore(now) ? "one that was to be replaced by " + next.toInstant() : "";
    }

    /** A list is large, so its signature is verified once, not for each peer. */
    private static final class Listed {

        final X509CRL list;
        private volatile @Nullable PublicKey verified;
        private volatile @Nullable Boolean understood;

        Listed(X509CRL list) {
            this.list = list;
        }

        /** A list with anything critical that is not understood must not be used (section 5.3), in whichever entry it stands. */
        boolean understood() {
            Boolean known = understood;
            if (known == null) {
                Set<String> critical = list.getCriticalExtensionOIDs();
                Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
                known = (critical == null || UNDERSTOOD.containsAll(critical))
                        && (entries == null
                                || entries.stream().noneMatch(X509CRLEntry::hasUnsupportedCriticalExtension));
                understood = known;
            }
            return known;
        }

        boolean signedBy(PublicKey key) {
            if (key.equals(verified)) {
                return true;
            }
            try {
                list.verify(key);
                verified = key;
                return true;
            } catch (GeneralSecurityException | RuntimeException e) {
                return false; // whatever stands there for a key or a signature: it does not verify
            }
        }
    }
}
