package dev.mtls.core.path;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds a path from the certificate of a peer to an anchor (RFC 4158) and judges it: the JDK's PKIX validation of each candidate, then
 * what the rules demand beyond it. The first candidate that passes all of it is the path; where none does, the reason is that of the
 * first one, which is the one that the peer meant.
 *
 * <p>The work is bounded whatever a peer sends: {@value #MAX_CERTIFICATES} certificates, {@value #MAX_NAMES} alternative names in each,
 * RSA keys of {@value #MAX_RSA_BITS} bits, a budget for the search and {@value PathBudget#SECONDS} seconds in all. Nothing is fetched.
 * Thread-safe.
 */
public final class PathValidator {

    /** How many certificates a peer may send, and a path may have, the one of the peer included and the anchor not. */
    public static final int MAX_CERTIFICATES = 10;

    /** How many subject alternative names a certificate may have. */
    public static final int MAX_NAMES = 200;

    /** How long an RSA key may be. */
    public static final int MAX_RSA_BITS = 16384;

    private final PathRules rules;
    private final Issuers anchors;
    private final RevocationLists lists;

    public PathValidator(Collection<X509Certificate> anchors, PathRules rules) {
        this.rules = rules;
        this.anchors = new Issuers(anchors);
        this.lists = new RevocationLists(rules);
    }

    /**
     * The path of a peer.
     *
     * @param sent what the peer sent, its own certificate first, the rest in any order
     * @param role the role of the peer
     * @param called the names by which a server was called, one of which strict rules look for among its alternative names, where JSSE
     *     would fall back to the common name; none where the host is not compared
     * @param now the time at which it must be valid
     * @throws CertificateException a {@link PathException} that tells why there is none
     */
    public CertificationPath validate(X509Certificate[] sent, Role role, List<String> called, Instant now)
            throws CertificateException {
        return validate(sent, role, called, now, path -> Optional.empty());
    }

    /**
     * The path of a peer, among those that are allowed.
     *
     * @param disallowed why a path that passes everything else is not taken; empty where it is
     */
    public CertificationPath validate(
            X509Certificate[] sent,
            Role role,
            List<String> called,
            Instant now,
            Function<CertificationPath, Optional<String>> disallowed)
            throws CertificateException {
        CertificationPath path;
        try {
            List<X509Certificate> received = List.of(sent);
            requireWithinLimits(received);
            path = new PathSearch(anchors, received, candidate -> {
                        judge(candidate, role, now);
                        Optional<String> why = disallowed.apply(candidate);
                        if (why.isPresent()) {
                            throw new PathRefusal(
                                    PathFault.NOT_ALLOWED, PeerText.subject(candidate.leaf()) + " " + why.get());
                        }
                    })
                    .find();
        } catch (PathRefusal e) {
            throw PathException.of(e, role);
        }
        if (rules.strict() && !called.isEmpty() && called.stream().noneMatch(HostNames.of(path.leaf())::include)) {
            throw PathException.hostNotMatched(path.leaf(), called);
        }
        return path;
    }

    private static void requireWithinLimits(List<X509Certificate> received) throws PathRefusal {
        if (received.isEmpty()) {
            throw new PathRefusal(PathFault.UNTRUSTED, "found no certificate");
        }
        if (received.size() > MAX_CERTIFICATES) {
            throw new PathRefusal(
                    PathFault.TOO_LONG,
                    "found " + received.size() + " certificates, expected " + MAX_CERTIFICATES + " at most");
        }
        for (X509Certificate certificate : received) {
            if (certificate.getPublicKey() instanceof RSAKey rsa
                    && rsa.getModulus().bitLength() > MAX_RSA_BITS) {
                throw new PathRefusal(
                        PathFault.TOO_COSTLY,
                        "found an RSA key of " + rsa.getModulus().bitLength() + " bits, expected " + MAX_RSA_BITS
                                + " at most");
            }
        }
    }

    private void judge(CertificationPath path, Role role, Instant now) throws PathRefusal {
        requirePkix(path, now);
        if (rules.maxIntermediates().isPresent()
                && path.intermediates() > rules.maxIntermediates().getAsInt()) {
            throw new PathRefusal(
                    PathFault.TOO_LONG,
                    "found " + path.intermediates() + " intermediates between " + PeerText.subject(path.leaf())
                            + " and the anchor " + PeerText.subject(path.anchor()) + ", expected "
                            + rules.maxIntermediates().getAsInt() + " at most");
        }
        if (rules.strict()) {
            StrictPath.require(path, role, now);
        }
        lists.require(path, now);
    }

    /** Who is trusted by itself has no path, so there is nothing that PKIX would look at. */
    private static void requirePkix(CertificationPath path, Instant now) throws PathRefusal {
        if (path.pinned()) {
            return;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.certificates()), parameters);
        } catch (CertPathValidatorException e) {
            throw refusal(path, e);
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("PKIX does not take one anchor", e);
        } catch (GeneralSecurityException e) {
            throw new PathRefusal(PathFault.UNTRUSTED, "PKIX cannot judge the path", e);
        } catch (UnsupportedOperationException e) {
            throw new PathRefusal(
                    PathFault.NAME_NOT_PERMITTED,
                    "an authority constrains names of a form that cannot be compared: "
                            + PeerText.safe(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static PathRefusal refusal(CertificationPath path, CertPathValidatorException e) {
        PathFault fault = fault(e.getReason());
        String why = PeerText.safe(String.valueOf(e.getMessage()));
        if (e.getIndex() >= 0 && e.getIndex() < path.certificates().size()) {
            X509Certificate certificate = path.certificates().get(e.getIndex());
            String dates = fault == PathFault.EXPIRED || fault == PathFault.NOT_YET_VALID
                    ? ", valid from " + certificate.getNotBefore().toInstant() + " until "
                            + certificate.getNotAfter().toInstant()
                    : "";
            why = PeerText.subject(certificate) + dates + ": " + why;
        }
        return new PathRefusal(fault, why, e);
    }

    private static PathFault fault(Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return PathFault.EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return PathFault.NOT_YET_VALID;
        }
        if (reason == PKIXReason.INVALID_NAME) {
            return PathFault.NAME_NOT_PERMITTED;
        }
        if (reason == PKIXReason.UNRECOGNIZED_CRIT_EXT) {
            return PathFault.OFF_PROFILE;
        }
        return PathFault.UNTRUSTED; // an authority that is none, or may not be so far down, vouches for nobody
    }
}
