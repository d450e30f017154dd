package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An {@code SSLContext} under a policy, from the outside in: policy, what the hook made, JSSE. */
public final class PolicyContext extends SSLContext {

    private final RefusalLog refusals;

    private PolicyContext(Generations generations, Enforcer enforcer, RefusalLog refusals) {
        super(
                new PolicySpi(generations, enforcer),
                generations.current().getProvider(),
                generations.current().getProtocol());
        this.refusals = refusals;
    }

    /**
     * Makes one.
     *
     * @param hook makes the context that does the work, one for each generation; null for JSSE itself
     */
    public static PolicyContext create(
            Policy policy, Material material, @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        RefusalLog refusals = new RefusalLog();
        Enforcer enforcer = new Enforcer(policy, refusals);
        return new PolicyContext(new Generations(enforcer, material, hook), enforcer, refusals);
    }

    /** What was refused on connections of this context. */
    public RefusalLog refusals() {
        return refusals;
    }
}
