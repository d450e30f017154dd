package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * JSSE's own trust manager over plain anchors: a key store would cost more than all the rest. It is made when the first peer is
 * verified, because it brings the name of every anchor into canonical form, which for the bundle of a system takes as long as reading a
 * third of it. Thread-safe.
 */
final class Pkix {

    private final List<X509Certificate> anchors;
    private volatile @Nullable X509ExtendedTrustManager manager;

    Pkix(List<X509Certificate> anchors) {
        this.anchors = anchors;
    }

    X509Certificate[] anchors() {
        return anchors.toArray(X509Certificate[]::new);
    }

    X509ExtendedTrustManager manager() throws CertificateException {
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
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(set, null);
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new CertificateException("no trust manager can be made from the anchors of this context", e);
        }
    }
}
