package dev.mtls.core.policy;

import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.core.finding.Refusal;
import java.lang.ref.WeakReference;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Part A of the policy: JSSE asks for every enabled version by its name, so a version that is refused here is not negotiated, however
 * it was enabled. So are suites, groups and signature schemes where some were chosen. Anonymous and unencrypted suites are refused always,
 * since they would never ask the key manager. Each connection has an
 * instance of its own, which carries why that connection was refused.
 */
final class PolicyConstraints implements AlgorithmConstraints {

    private static final Set<String> VERSIONS =
            Set.of("SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv1.0", "DTLSv1.2");

    private static final String REMEDY = "leave versions to the context, or build the context with other versions(...)";

    private static final String OF_JSSE = "sun.security.ssl.SSLAlgorithmConstraints";

    private final Policy policy;
    private final RefusalLog log;
    private final @Nullable AlgorithmConstraints next;
    /** An engine or a socket, which is not kept alive by what hangs on it. */
    private final @Nullable WeakReference<?> connection;

    private volatile @Nullable Refusal refusal;
    private volatile VerdictLog.@Nullable Judged verdict;
    private volatile ChoiceLog.@Nullable OfHandshake choice;

    private PolicyConstraints(
            Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next, @Nullable WeakReference<?> connection) {
        this.policy = policy;
        this.log = log;
        this.next = next instanceof PolicyConstraints ours ? ours.next : ofCaller(next);
        this.connection = connection;
    }

    /** JSSE's own are what parameters hold when nobody set any, and JSSE asks them in any case: it need not be done twice. */
    private static @Nullable AlgorithmConstraints ofCaller(@Nullable AlgorithmConstraints next) {
        return next != null && next.getClass().getName().equals(OF_JSSE) ? null : next;
    }

    /** Of an engine. */
    static PolicyConstraints of(SSLEngine engine, Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next) {
        return new PolicyConstraints(policy, log, next, new WeakReference<>(engine));
    }

    /** Like {@link #of(SSLEngine, Policy, RefusalLog, AlgorithmConstraints)}. */
    static PolicyConstraints of(SSLSocket socket, Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next) {
        return new PolicyConstraints(policy, log, next, new WeakReference<>(socket));
    }

    /** For parameters that many connections may be given. */
    static PolicyConstraints shared(Policy policy, RefusalLog log, @Nullable AlgorithmConstraints next) {
        return new PolicyConstraints(policy, log, next, null);
    }

    /** Whether these keep that policy, and not one of another context. */
    boolean keeps(Policy promised) {
        return policy == promised || policy.equals(promised);
    }

    /** These, telling what others told before them. */
    PolicyConstraints telling(Optional<Refusal> before) {
        before.ifPresent(this::refused);
        return this;
    }

    void refused(Refusal why) {
        if (connection != null) {
            refusal = why;
        }
    }

    /** Whether it hangs on one connection, and not on parameters that many may be given. */
    boolean ofOneConnection() {
        return connection != null;
    }

    void judged(VerdictLog.Judged peer) {
        verdict = peer;
    }

    Optional<PeerVerdict> verdict() {
        return Optional.ofNullable(verdict).map(VerdictLog.Judged::told);
    }

    void chose(ChoiceLog.OfHandshake identity) {
        choice = identity;
    }

    ChoiceLog.@Nullable OfHandshake choice() {
        return choice;
    }

    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    private boolean allows(Set<CryptoPrimitive> primitives, String name) {
        if (!VERSIONS.contains(name)) {
            return policy.offer().allows(primitives, name);
        }
        boolean allowed = policy.allows(name);
        if (!allowed && refusal == null) {
            tell(name);
        }
        return allowed;
    }

    /**
     * JSSE asks for enabled versions only, so one off the pin was enabled by a caller. Where none on the pin is left the connection is
     * refused by this. Frameworks enable all they know on every connection: that has no effect, and is noted for who asks why a
     * handshake failed, and not warned of.
     */
    private void tell(String version) {
        String[] enabled = enabled();
        if (connection == null || Arrays.stream(enabled).anyMatch(policy::allows)) {
            log.noted(
                    this, version + " was enabled on this connection but it is pinned to " + policy.versions(), REMEDY);
        } else {
            String reason = "only " + Arrays.toString(enabled) + " was enabled on this connection but it is pinned to "
                    + policy.versions();
            log.refused(this, reason, REMEDY);
        }
    }

    private String[] enabled() {
        Object alive = connection == null ? null : connection.get();
        if (alive instanceof SSLEngine engine) {
            return engine.getEnabledProtocols();
        }
        return alive instanceof SSLSocket socket ? socket.getEnabledProtocols() : new String[0];
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return allows(primitives, algorithm) && (next == null || next.permits(primitives, algorithm, parameters));
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return next == null || next.permits(primitives, key);
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return allows(primitives, algorithm) && (next == null || next.permits(primitives, algorithm, key, parameters));
    }

    /** {@code only TLSv1.3}. */
    @Override
    public String toString() {
        return "only " + String.join(", ", policy.versions());
    }
}
