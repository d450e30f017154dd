package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** An {@code SSLContext} under a policy, from the outside in: policy, what the hook made, JSSE. */
public final class PolicyContext extends SSLContext {

    private final RefusalLog refusals;
    private final ChoiceLog choices;
    private final VerdictLog verdicts;
    private final Generations generations;

    private PolicyContext(Generations generations, Enforcer enforcer, RefusalLog refusals) {
        super(
                new PolicySpi(generations, enforcer),
                generations.current().getProvider(),
                generations.current().getProtocol());
        this.refusals = refusals;
        this.choices = enforcer.choices();
        this.verdicts = enforcer.verdicts();
        this.generations = generations;
    }

    /**
     * Makes one.
     *
     * @param clock tells when something in the material has ended
     * @param hook makes the context that does the work, one for each generation; null for JSSE itself
     */
    public static PolicyContext create(
            Policy policy,
            Material material,
            Clock clock,
            @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        RefusalLog refusals = new RefusalLog();
        Enforcer enforcer = new Enforcer(policy, refusals);
        return new PolicyContext(new Generations(enforcer, material, clock, hook), enforcer, refusals);
    }

    /** Begins a generation of other material, of the same policy. Where this throws the present one stays. */
    public void replace(Material material) throws GeneralSecurityException {
        generations.replace(material);
    }

    /** Keeps something as long as this, or anything that was made by it, is in use. */
    public void keepsAlive(Object companion) {
        generations.keepsAlive(companion);
    }

    /** The number of the present generation, 1 for the first. */
    public long generation() {
        return generations.generation().number();
    }

    /** Which identities were given to connections of this context. */
    public ChoiceLog choices() {
        return choices;
    }

    /** The key manager of the present generation at any time; empty where there is no identity. */
    public Optional<X509ExtendedKeyManager> keyManager() {
        return generations.generation().keys().length == 0
                ? Optional.empty()
                : Optional.of(new PresentKeyManager(
                        () -> (X509ExtendedKeyManager) generations.generation().keys()[0]));
    }

    /** The trust manager of the present generation at any time. */
    public X509ExtendedTrustManager trustManager() {
        return new PresentTrustManager(
                () -> (X509ExtendedTrustManager) generations.generation().trust()[0]);
    }

    /** What was decided about the peers of connections of this context. */
    public VerdictLog verdicts() {
        return verdicts;
    }

    /** What was refused on connections of this context. */
    public RefusalLog refusals() {
        return refusals;
    }
}
