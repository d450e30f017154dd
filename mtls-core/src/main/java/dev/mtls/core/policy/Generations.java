package dev.mtls.core.policy;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The inner contexts behind one that is given out: each new material gets a fresh one, since JSSE resumes sessions of an old one without
 * asking anybody, and its tickets cannot be taken back. So does the same material when the {@link Lifetime} of a generation is over,
 * which is seen when the next connection is made. The policy is the same for all of them. Thread-safe.
 */
final class Generations {

    private final Enforcer enforcer;
    private final Clock clock;
    private final @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook;
    private volatile Generation present;
    private @Nullable Object companion;

    Generations(
            Enforcer enforcer,
            Material material,
            Clock clock,
            @Nullable BiFunction<KeyManager[], TrustManager[], SSLContext> hook)
            throws GeneralSecurityException {
        this.enforcer = enforcer;
        this.clock = clock;
        this.hook = hook;
        this.present = adopted(fresh(1, material));
    }

    /** The context of the present generation. */
    SSLContext current() {
        return generation().context();
    }

    /** What the next engine or socket is made by: where nothing is to be resumed, a context of its own. */
    SSLContext forConnection() {
        Generation generation = generation();
        if (enforcer.policy().resumption()) {
            return generation.context();
        }
        try {
            return generation.another(hook);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JSSE makes no further context: " + e.getMessage(), e);
        }
    }

    /** The present generation; a fresh one where the last one is over. */
    Generation generation() {
        Generation generation = present;
        return generation.lifetime().over() ? renewed(generation) : generation;
    }

    /** Every factory holds on to this, so what is kept here lives as long as one of them is in use. */
    synchronized void keepsAlive(Object companion) {
        this.companion = companion;
    }

    /** Begins a generation of other material. Where this throws the present one stays. */
    synchronized void replace(Material material) throws GeneralSecurityException {
        follow(material);
    }

    /** Many connections may find that the same generation is over: the first of them makes the next. */
    private synchronized Generation renewed(Generation ended) {
        if (present == ended) {
            try {
                follow(ended.material());
            } catch (GeneralSecurityException e) {
                // Going on with the old one would resume what is not to be resumed any more.
                throw new IllegalStateException("JSSE makes no further context: " + e.getMessage(), e);
            }
        }
        return present;
    }

    private void follow(Material material) throws GeneralSecurityException {
        Generation before = present;
        Generation next = fresh(before.number() + 1, material);
        next.inherit(before);
        present = adopted(next);
    }

    private Generation adopted(Generation generation) {
        if (generation.keys().length > 0 && generation.keys()[0] instanceof IdentityKeyManager identities) {
            enforcer.names().of(identities);
        }
        return generation;
    }

    private Generation fresh(long number, Material material) throws GeneralSecurityException {
        return Generation.of(number, material, Lifetime.of(material, clock), enforcer, hook);
    }
}
