package dev.mtls.core.policy;

import java.security.AlgorithmConstraints;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What of a setting the policy allows, found out before it is set: never, not for a moment, is a connection weaker than promised.
 * Parameters are put on an engine that is never used, corrected there, and taken from it again, so that whatever a JDK knows of them is
 * kept.
 */
final class Clamp {

    private final Enforcer enforcer;
    private final Policy policy;
    private final Supplier<SSLEngine> unused;
    private final Function<@Nullable AlgorithmConstraints, PolicyConstraints> ours;

    /**
     * @param unused makes an engine like the connection
     * @param ours makes constraints of the connection beside those of a caller
     */
    Clamp(
            Enforcer enforcer,
            Supplier<SSLEngine> unused,
            Function<@Nullable AlgorithmConstraints, PolicyConstraints> ours) {
        this.enforcer = enforcer;
        this.policy = enforcer.policy();
        this.unused = unused;
        this.ours = ours;
    }

    /** Those on the pin. */
    String[] protocols(String[] wanted) {
        unused.get().setEnabledProtocols(wanted); // throws for what JSSE does not know
        return kept("versions", wanted, policy::allows, policy.versions());
    }

    /** Those that may be negotiated. */
    String[] suites(String[] wanted) {
        unused.get().setEnabledCipherSuites(wanted);
        return kept(
                "cipher suites",
                wanted,
                policy.offer()::allowsSuite,
                policy.offer().cipherSuites());
    }

    private static String[] kept(String what, String[] wanted, Predicate<String> allowed, List<String> promised) {
        String[] kept = Arrays.stream(wanted).filter(allowed).toArray(String[]::new);
        if (kept.length == 0) {
            throw new IllegalArgumentException("no " + what + " would be left: found " + Arrays.toString(wanted)
                    + ", expected at least one "
                    + (promised.isEmpty() ? "that authenticates and encrypts" : "of " + promised));
        }
        return kept;
    }

    /** What to set for these, on a connection that has those. */
    SSLParameters parameters(SSLParameters wanted, SSLParameters present, boolean clientMode) {
        SSLEngine engine = unused.get();
        engine.setUseClientMode(clientMode);
        engine.setSSLParameters(present);
        engine.setSSLParameters(wanted);
        SSLParameters corrected = engine.getSSLParameters();
        if (wanted.getProtocols() != null) {
            corrected.setProtocols(protocols(wanted.getProtocols()));
        }
        if (wanted.getCipherSuites() != null) {
            corrected.setCipherSuites(suites(wanted.getCipherSuites()));
        }
        policy.offer().narrow(corrected);
        PolicyConstraints constraints = constraints(corrected.getAlgorithmConstraints(), present);
        corrected.setAlgorithmConstraints(constraints);
        enforcer.repair(corrected, constraints);
        return corrected;
    }

    /** The constraints that hang on the connection stay, with what they tell; others hold beside them. */
    private PolicyConstraints constraints(@Nullable AlgorithmConstraints wanted, SSLParameters present) {
        AlgorithmConstraints before = present.getAlgorithmConstraints();
        if (before instanceof PolicyConstraints mine) {
            return wanted == mine ? mine : ours.apply(wanted).telling(mine.refusal());
        }
        return ours.apply(wanted);
    }

    /** Whether need may be set to this; where it may not the caller is overruled. */
    boolean mayNeed(boolean need, SSLParameters present) {
        return need || mayBe(false, false, present);
    }

    /** Whether want may be set to this: it takes the place of need. */
    boolean mayWant(boolean want, SSLParameters present) {
        return mayBe(false, want, present);
    }

    private boolean mayBe(boolean need, boolean want, SSLParameters present) {
        Optional<String> weakened = enforcer.weakened(need, want);
        if (weakened.isPresent() && present.getAlgorithmConstraints() instanceof PolicyConstraints mine) {
            enforcer.overruled(mine, weakened.get());
        }
        return weakened.isEmpty();
    }
}
