package dev.mtls.core.policy;

import dev.mtls.core.finding.Refusal;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Part A of the policy: JSSE asks for every enabled version by its name, so a version that is refused here is not negotiated, however
 * it was enabled. Anonymous and unencrypted suites are refused too, since they would never ask the key manager. Each connection has an
 * instance of its own, which carries why that connection was refused.
 */
final class PolicyConstraints implements AlgorithmConstraints {

    private static final Set<String> VERSIONS =
            Set.of("SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv1.0", "DTLSv1.2");

    private static final String REMEDY = "leave versions to the context, or build the context with other versions(...)";

    private final Policy policy;
    private final RefusalLog log;
    private final @Nullable AlgorithmConstraints next;
    private final boolean ofOneConnection;
    private volatile @Nullable Refusal refusal;

    private PolicyConstraints(
            Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next, boolean ofOneConnection) {
        this.policy = policy;
        this.log = log;
        this.next = next instanceof PolicyConstraints ours ? ours.next : next;
        this.ofOneConnection = ofOneConnection;
    }

    static PolicyConstraints ofConnection(Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next) {
        return new PolicyConstraints(policy, log, next, true);
    }

    /** For parameters that many connections may be given. */
    static PolicyConstraints shared(Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next) {
        return new PolicyConstraints(policy, log, next, false);
    }

    void refused(Refusal why) {
        if (ofOneConnection) {
            refusal = why;
        }
    }

    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * JSSE asks for enabled versions only, so one off the pin was enabled by a caller. Frameworks enable all they know on every
     * connection, so this is noted for who asks why a handshake failed, and not warned of.
     */
    private boolean allows(String name) {
        if (!VERSIONS.contains(name)) {
            return !name.contains("_anon_") && !name.contains("_NULL_");
        }
        boolean allowed = policy.allows(name);
        if (!allowed && refusal == null) {
            log.noted(this, name + " was enabled on this connection but it is pinned to " + policy.versions(), REMEDY);
        }
        return allowed;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return allows(algorithm) && (next == null || next.permits(primitives, algorithm, parameters));
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return next == null || next.permits(primitives, key);
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return allows(algorithm) && (next == null || next.permits(primitives, algorithm, key, parameters));
    }

    /** {@code only TLSv1.3}. */
    @Override
    public String toString() {
        return "only " + String.join(", ", policy.versions());
    }
}
