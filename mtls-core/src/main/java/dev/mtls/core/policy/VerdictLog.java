package dev.mtls.core.policy;

import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.core.path.PeerText;
import java.security.AlgorithmConstraints;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about peers: the last verdicts of the context, and that of each connection on the constraints that hang on it, where a
 * wrapper around the connection does not hide it. Where the caller set constraints of their own it is kept by the connection itself.
 * Thread-safe.
 */
public final class VerdictLog {

    private static final int KEPT = 100;
    private static final int SUBJECTS = 10;

    /** A verdict that is put into words when somebody asks. */
    record Judged(List<X509Certificate> sent, Optional<String> cause, String reason, Instant time) {

        PeerVerdict told() {
            List<String> received = sent.stream().map(PeerText::subject).toList();
            return new PeerVerdict(cause.isEmpty(), cause, reason, received, time);
        }
    }

    private final Deque<Judged> last = new ArrayDeque<>();
    private final Map<Object, Judged> ofConnection = new WeakHashMap<>();

    VerdictLog() {}

    /**
     * A verdict was reached.
     *
     * @param connection null where JSSE did not say which
     * @param cause empty where the peer is believed
     */
    void judged(
            @Nullable Object connection,
            @Nullable SSLParameters parameters,
            X509Certificate @Nullable [] sent,
            Optional<String> cause,
            String reason) {
        List<X509Certificate> received =
                sent == null ? List.of() : List.of(sent.length > SUBJECTS ? Arrays.copyOf(sent, SUBJECTS) : sent);
        Judged verdict = new Judged(received, cause, reason, Instant.now());
        AlgorithmConstraints constraints = parameters == null ? null : parameters.getAlgorithmConstraints();
        @Nullable
        PolicyConstraints own = constraints instanceof PolicyConstraints ours && ours.ofOneConnection() ? ours : null;
        if (own != null) {
            own.judged(verdict);
        }
        synchronized (this) {
            if (own == null && connection != null) {
                ofConnection.put(connection, verdict);
            }
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(verdict);
        }
        if (cause.isPresent()) {
            CoreLog.log().debug("{}: {}", cause.get(), reason);
        }
    }

    /** The last verdicts, oldest first, at most a hundred. */
    public synchronized List<PeerVerdict> last() {
        return last.stream().map(Judged::told).toList();
    }

    /** The verdict on the peer of one connection, given its parameters and itself. */
    public Optional<PeerVerdict> of(Object connection, @Nullable SSLParameters parameters) {
        AlgorithmConstraints constraints = parameters == null ? null : parameters.getAlgorithmConstraints();
        if (constraints instanceof PolicyConstraints own && own.verdict().isPresent()) {
            return own.verdict();
        }
        synchronized (this) {
            return Optional.ofNullable(ofConnection.get(connection)).map(Judged::told);
        }
    }
}
