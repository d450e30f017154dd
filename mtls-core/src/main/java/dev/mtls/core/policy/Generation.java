package dev.mtls.core.policy;

import dev.mtls.core.path.CrlScope;
import dev.mtls.core.path.PathRules;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One inner context and what it was made from. Its sessions are its own, so none of another generation is resumed in it.
 *
 * @param number 1 for the first
 * @param material what it was made from
 * @param lifetime how long its sessions may be resumed
 * @param keys its key managers, none where there is no identity; not to be changed
 * @param trust its trust manager; not to be changed
 * @param context what connections are made by
 */
record Generation(
        long number,
        Material material,
        Lifetime lifetime,
        KeyManager[] keys,
        TrustManager[] trust,
        SSLContext context) {

    /** Makes one; the hook is null for JSSE itself. */
    static Generation of(
            long number,
            Material material,
            Lifetime lifetime,
            Enforcer enforcer,
            @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        KeyManager[] keys = material.identities().isEmpty()
                ? new KeyManager[0]
                : new KeyManager[] {new IdentityKeyManager(enforcer, material.identities(), number)};
        TrustManager[] trust = {new PeerTrustManager(enforcer, pkix(material, enforcer.policy(), lifetime), lifetime)};
        SSLContext context = inner(keys, trust, hook);
        enforcer.policy().connections().sessions().applyTo(context);
        return new Generation(number, material, lifetime, keys, trust, context);
    }

    private static Pkix pkix(Material material, Policy policy, Lifetime lifetime) {
        Trusted trusted = material.trusted();
        RevocationRules revocation = policy.revocation();
        PathRules rules = new PathRules(
                policy.maxIntermediates(),
                policy.strictPath(),
                trusted.crls(),
                revocation.ofPeerOnly() ? CrlScope.LEAF : CrlScope.CHAIN,
                revocation.acceptUnknown());
        return new Pkix(trusted, rules, new StatusCheck(revocation, lifetime), lifetime::now);
    }

    /** Another context of the same managers, which knows no session of this one. */
    SSLContext another(@Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        return inner(keys, trust, hook);
    }

    private static SSLContext inner(
            KeyManager[] keys,
            TrustManager[] trust,
            @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        @Nullable SSLContext context = hook == null ? jsse(keys, trust) : hook.apply(keys, trust);
        if (context == null) {
            throw new KeyManagementException("the function given to contextFactory(...) returned null");
        }
        return context;
    }

    /** Thread-safe, and what JSSE makes for each context when none is given. */
    private static final class Random {
        static final SecureRandom SHARED = new SecureRandom();
    }

    private static SSLContext jsse(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, Random.SHARED);
        return context;
    }

    /** What a caller set on the session contexts of the one before holds on. */
    void inherit(Generation before) {
        inherit(before.context.getServerSessionContext(), context.getServerSessionContext());
        inherit(before.context.getClientSessionContext(), context.getClientSessionContext());
    }

    private static void inherit(@Nullable SSLSessionContext from, @Nullable SSLSessionContext to) {
        if (from == null || to == null) { // a context of the hook may have none
            return;
        }
        if (to.getSessionTimeout() != from.getSessionTimeout()) {
            to.setSessionTimeout(from.getSessionTimeout());
        }
        if (to.getSessionCacheSize() != from.getSessionCacheSize()) {
            to.setSessionCacheSize(from.getSessionCacheSize());
        }
    }
}
