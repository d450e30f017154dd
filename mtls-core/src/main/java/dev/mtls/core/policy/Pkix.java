package dev.mtls.core.policy;

import dev.mtls.core.path.CertificationPath;
import dev.mtls.core.path.PathException;
import dev.mtls.core.path.PathRules;
import dev.mtls.core.path.PathValidator;
import dev.mtls.core.path.Role;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * JSSE's own trust manager over plain anchors: a key store would cost more than all the rest. It is made when the first peer is
 * verified, because it brings the name of every anchor into canonical form, which for the bundle of a system takes as long as reading a
 * third of it. Thread-safe.
 */
final class Pkix {

    /** What JSSE is asked. */
    interface Check {
        void by(X509ExtendedTrustManager jsse) throws CertificateException;
    }

    private final List<X509Certificate> anchors;
    private final StatusCheck status;
    private final List<Restriction> ofLeaf;
    private final List<Restriction> ofPath;
    private final Supplier<Instant> clock;
    private final PathRules rules;
    private volatile @Nullable PathValidator paths;
    private volatile @Nullable X509ExtendedTrustManager manager;

    Pkix(Trusted trusted, PathRules rules, StatusCheck status, Supplier<Instant> clock) {
        this.status = status;
        this.anchors = trusted.anchors();
        this.ofLeaf = restrictions(trusted, false);
        this.ofPath = restrictions(trusted, true);
        this.clock = clock;
        this.rules = rules;
    }

    private static List<Restriction> restrictions(Trusted trusted, boolean ofPath) {
        List<Restriction> some = new ArrayList<>();
        for (Restriction restriction : trusted.restrictions()) {
            if (restriction.ofPath() == ofPath) {
                some.add(restriction);
            }
        }
        return List.copyOf(some);
    }

    X509Certificate[] anchors() {
        return anchors.toArray(X509Certificate[]::new);
    }

    /**
     * Requires that the peer has a path by our rules, where there are any, and that JSSE accepts it too, which compares the host and asks
     * the algorithm constraints of the connection. Both look at what was sent and both must agree, so rules only ever refuse more. Ours
     * come first, because their work is bounded and their reasons are precise. What a peer must be besides is asked of the certificate
     * that it proved to hold the key of, and of the path that was judged.
     *
     * @param called the names by which a server was called; none where the host is not compared
     * @param handshake the session that is being made; null where JSSE does not tell
     */
    void verify(X509Certificate[] sent, Role role, List<String> called, @Nullable SSLSession handshake, Check check)
            throws CertificateException {
        if (sent == null || sent.length == 0) {
            throw new IllegalArgumentException("found no certificate, expected the chain of the peer");
        }
        boolean statusCounts = status.applies(sent[0], role, handshake);
        @Nullable CertificationPath path = null;
        if (rules.any() || !ofPath.isEmpty() || statusCounts) {
            path = paths().validate(
                            sent, role, called, clock.get(), candidate -> against(ofPath, candidate.withAnchor()));
        }
        try {
            check.by(manager());
        } catch (RuntimeException e) {
            throw PathException.unjudged(role, e); // such as PKIX throws for constraints of otherNames
        }
        if (path != null && statusCounts) { // after JSSE, so that a responder is only asked about who is trusted
            status.require(path, role, handshake, clock.get());
        }
        // Last, so that nobody without a path learns from the cause whether it is on a list.
        Optional<String> why = against(ofLeaf, List.of(sent[0]));
        if (why.isPresent()) {
            throw PathException.notAllowed(role, sent[0], why.get());
        }
    }

    private static Optional<String> against(List<Restriction> restrictions, List<X509Certificate> path) {
        for (Restriction restriction : restrictions) {
            Optional<String> why = restriction.against().apply(path);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private PathValidator paths() {
        PathValidator made = paths;
        if (made == null) {
            made = new PathValidator(anchors, rules);
            paths = made;
        }
        return made;
    }

    private X509ExtendedTrustManager manager() throws CertificateException {
        X509ExtendedTrustManager made = manager;
        if (made == null) {
            made = make();
            manager = made;
        }
        return made;
    }

    private X509ExtendedTrustManager make() throws CertificateException {
        if (anchors.isEmpty()) {
            throw new CertificateException("this context trusts nobody, so no certificate can be verified");
        }
        Set<TrustAnchor> set = new HashSet<>(2 * anchors.size());
        for (X509Certificate anchor : anchors) {
            set.add(new TrustAnchor(anchor, null));
        }
        try {
            PKIXBuilderParameters parameters = new ByClock(set);
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new CertificateException("no trust manager can be made from the anchors of this context", e);
        }
    }

    /** Asks our clock at every validation: the trust manager makes each from a clone of these, and a clone is of the same class. */
    private final class ByClock extends PKIXBuilderParameters {

        ByClock(Set<TrustAnchor> anchors) throws InvalidAlgorithmParameterException {
            super(anchors, null);
        }

        @Override
        public Date getDate() {
            return Date.from(clock.get());
        }
    }
}
