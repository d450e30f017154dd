package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The inner contexts behind one that is given out: each new material gets a fresh one, since JSSE resumes sessions of an old one without
 * asking anybody, and its tickets cannot be taken back. The policy is the same for all of them. Thread-safe.
 */
final class Generations {

    private final Enforcer enforcer;
    private final @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook;
    private volatile SSLContext current;

    Generations(
            Enforcer enforcer, Material material, @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        this.enforcer = enforcer;
        this.hook = hook;
        this.current = fresh(material);
    }

    /** The one of the present generation. */
    SSLContext current() {
        return current;
    }

    private SSLContext fresh(Material material) throws GeneralSecurityException {
        KeyManager[] keys = material.identities().isEmpty()
                ? new KeyManager[0]
                : new KeyManager[] {new IdentityKeyManager(enforcer, material.identities())};
        TrustManager[] trust = {new PeerTrustManager(enforcer, new Pkix(material.anchors()))};
        @Nullable SSLContext context = hook == null ? jsse(keys, trust) : hook.apply(keys, trust);
        if (context == null) {
            throw new KeyManagementException("the function given to contextFactory(...) returned null");
        }
        return context;
    }

    private static SSLContext jsse(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }
}
