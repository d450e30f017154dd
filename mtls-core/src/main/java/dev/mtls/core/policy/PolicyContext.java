package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An {@code SSLContext} under a policy, from the outside in: policy, what the hook made, JSSE. */
public final class PolicyContext extends SSLContext {

    private final RefusalLog refusals;

    private PolicyContext(SSLContext inner, Enforcer enforcer, RefusalLog refusals) {
        super(new PolicySpi(inner, enforcer), inner.getProvider(), inner.getProtocol());
        this.refusals = refusals;
    }

    /**
     * Makes one.
     *
     * @param identity the key, and the chain that goes with it; null where there is none
     * @param anchors who may vouch for peers, maybe nobody
     * @param alwaysSend a client sends its identity whatever authorities a server names
     * @param hook makes the context that does the work; null for JSSE itself
     */
    public static PolicyContext create(
            Policy policy,
            @Nullable KeyAndChain identity,
            List<X509Certificate> anchors,
            boolean alwaysSend,
            @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        RefusalLog refusals = new RefusalLog();
        Enforcer enforcer = new Enforcer(policy, refusals);
        KeyManager[] keys = identity == null
                ? new KeyManager[0]
                : new KeyManager[] {new IdentityKeyManager(enforcer, identity.key, identity.chain, alwaysSend)};
        TrustManager[] trust = {new PeerTrustManager(enforcer, new Pkix(anchors))};
        @Nullable SSLContext context = hook == null ? jsse(keys, trust) : hook.apply(keys, trust);
        if (context == null) {
            throw new KeyManagementException("the function given to contextFactory(...) returned null");
        }
        return new PolicyContext(context, enforcer, refusals);
    }

    /**
     * A private key and its chain.
     *
     * @param key the key
     * @param chain leaf first, at least one
     */
    public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

        /** Says nothing of the key. */
        @Override
        public String toString() {
            return "key and " + chain.size() + " certificates";
        }
    }

    /** What was refused on connections of this context. */
    public RefusalLog refusals() {
        return refusals;
    }

    private static SSLContext jsse(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }
}
