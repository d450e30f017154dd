package dev.mtls.core.path;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What OCSP (RFC 6960) says of the certificate of a peer: by a response that came with it, or by a responder that the caller named. The
 * responder that a certificate names is never asked: that is for the peer to write. Signature, responder and times of a response are
 * verified by the JDK.
 */
public final class OcspStatus {

    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final int STATUS_REQUEST = 5;

    private OcspStatus() {}

    /**
     * Whether a certificate demands that its owner staples a response (RFC 7633, section 4.2.3.1). One whose demand cannot be read demands
     * it.
     */
    public static boolean mustStaple(X509Certificate certificate) {
        try {
            Optional<Der> features = Der.extension(certificate, TLS_FEATURE);
            if (features.isEmpty()) {
                return false;
            }
            for (Der feature : features.get().expect(Der.SEQUENCE).children()) {
                byte[] number = feature.expect(Der.INTEGER).value();
                if (number.length == 1 && number[0] == STATUS_REQUEST) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return true;
        }
    }

    /**
     * Requires a response that was stapled to say that the certificate of the peer is good. Nothing is sent to anybody.
     *
     * @return when there is a newer one, or its responder's certificate ends; empty where there may be a newer one at any time (RFC 6960,
     *     section 4.2.2.1)
     */
    public static Optional<Instant> requireGood(CertificationPath path, byte[] response, Role role, Instant now)
            throws CertificateException {
        PKIXRevocationChecker checker = checker();
        checker.setOcspResponses(Map.of(path.leaf(), response));
        require(path, checker, role, now);
        return OcspTimes.holdsUntil(response, now);
    }

    /** Requires a responder to say that the certificate of the peer is good. The JDK does not tell for how long that holds. */
    public static void requireGood(CertificationPath path, URI responder, Role role, Instant now)
            throws CertificateException {
        PKIXRevocationChecker checker = checker();
        checker.setOcspResponder(responder);
        require(path, checker, role, now);
    }

    /** No response can tell. */
    public static PathException unknown(X509Certificate leaf, Role role, String why) {
        return PathException.of(
                new PathRefusal(PathFault.REVOCATION_UNKNOWN, PeerText.subject(leaf) + " " + why), role);
    }

    private static PKIXRevocationChecker checker() {
        try {
            PKIXRevocationChecker checker = (PKIXRevocationChecker)
                    CertPathValidator.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
            return checker;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PKIX", e);
        }
    }

    private static void require(CertificationPath path, PKIXRevocationChecker checker, Role role, Instant now)
            throws CertificateException {
        X509Certificate leaf = path.leaf();
        if (path.pinned()) {
            throw unknown(leaf, role, "is trusted by itself, so no response can be verified by the key of its issuer");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
            parameters.setDate(Date.from(now));
            parameters.addCertPathChecker(checker);
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.certificates()), parameters);
        } catch (CertPathValidatorException e) {
            boolean revoked = e.getReason() == BasicReason.REVOKED;
            String why = PeerText.subject(leaf)
                    + (revoked ? " was revoked: " : " has no response that can be believed: ")
                    + PeerText.safe(String.valueOf(e.getMessage()));
            throw PathException.of(
                    new PathRefusal(revoked ? PathFault.REVOKED : PathFault.REVOCATION_UNKNOWN, why, e), role);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw PathException.of(
                    new PathRefusal(
                            PathFault.REVOCATION_UNKNOWN,
                            PeerText.subject(leaf) + " has a response that the JDK cannot judge",
                            e),
                    role);
        }
    }
}
