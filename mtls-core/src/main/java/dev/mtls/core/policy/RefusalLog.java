package dev.mtls.core.policy;

import dev.mtls.core.finding.Refusal;
import java.security.AlgorithmConstraints;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What was refused and why. JSSE's own texts ("no cipher suites in common") say nothing of the cause, so it is kept here: the last
 * refusals of the context, and the one of each connection on the constraints that hang on it, where a wrapper around the connection
 * does not hide it. Each connection is warned of once, and a flood of them a hundred times a minute. Thread-safe.
 */
public final class RefusalLog {

    private static final int KEPT = 100;
    private static final int WARNINGS_PER_WINDOW = 100;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final Deque<Refusal> last = new ArrayDeque<>();
    private final Map<Object, Refusal> ofConnection = new WeakHashMap<>();
    private long windowStart = System.nanoTime();
    private int warnings;
    private int unwarned;

    RefusalLog() {}

    /** A connection is refused. */
    void refused(Object connection, SSLParameters parameters, String reason, String remedy) {
        add(
                connection,
                parameters.getAlgorithmConstraints(),
                new Refusal(Refusal.POLICY_REFUSED, reason, remedy, false, Instant.now()));
    }

    /** A connection is refused by the constraints that hang on it. */
    void refused(PolicyConstraints connection, String reason, String remedy) {
        add(connection, connection, new Refusal(Refusal.POLICY_REFUSED, reason, remedy, false, Instant.now()));
    }

    /** What was set is not followed; the connection is told by the constraints that hang on it. */
    void overruled(PolicyConstraints connection, String reason, String remedy) {
        add(connection, connection, new Refusal(Refusal.POLICY_REFUSED, reason, remedy, true, Instant.now()));
    }

    /** Versions off the pin were enabled, which has no effect but where no other was. */
    void noted(PolicyConstraints connection, String reason, String remedy) {
        Refusal refusal = new Refusal(Refusal.POLICY_REFUSED, reason, remedy, true, Instant.now());
        connection.refused(refusal);
        CoreLog.log().debug("{}", refusal);
    }

    private void add(Object connection, @Nullable AlgorithmConstraints constraints, Refusal refusal) {
        if (remember(connection, refusal)) {
            if (constraints instanceof PolicyConstraints ours) {
                ours.refused(refusal);
            }
            warn(refusal);
        }
    }

    private synchronized boolean remember(Object connection, Refusal refusal) {
        if (ofConnection.putIfAbsent(connection, refusal) != null) {
            return false;
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(refusal);
        return true;
    }

    private void warn(Refusal refusal) {
        int before;
        synchronized (this) {
            long now = System.nanoTime();
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                warnings = 0;
            }
            if (++warnings > WARNINGS_PER_WINDOW) {
                unwarned++;
                return;
            }
            before = unwarned;
            unwarned = 0;
        }
        CoreLog.log()
                .warn("{}{}", refusal, before > 0 ? " (and " + before + " connections that were not warned of)" : "");
    }

    /** The last refusals, oldest first, at most a hundred. */
    public synchronized List<Refusal> last() {
        return List.copyOf(last);
    }

    /** The refusal of one connection, given its parameters and itself. */
    public Optional<Refusal> of(Object connection, @Nullable SSLParameters parameters) {
        AlgorithmConstraints constraints = parameters == null ? null : parameters.getAlgorithmConstraints();
        if (constraints instanceof PolicyConstraints own && own.refusal().isPresent()) {
            return own.refusal();
        }
        synchronized (this) {
            return Optional.ofNullable(ofConnection.get(connection));
        }
    }
}
