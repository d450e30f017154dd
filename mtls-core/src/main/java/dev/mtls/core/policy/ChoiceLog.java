package dev.mtls.core.policy;

import dev.mtls.core.finding.IdentityChoice;
import java.security.AlgorithmConstraints;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Which identities were chosen, and why: the last choices of the context, and that of each connection on the constraints that hang on it,
 * where a wrapper around the connection does not hide it. Where the caller set constraints of their own it is kept by the connection
 * itself. Thread-safe.
 */
public final class ChoiceLog {

    private static final int KEPT = 100;

    private final Deque<Choice> last = new ArrayDeque<>();
    private final Map<Object, OfHandshake> ofConnection = new WeakHashMap<>();

    ChoiceLog() {}

    /** The choice of one handshake; a connection may have more than one, of which the last is kept. */
    record OfHandshake(int handshake, Choice choice) {}

    void chose(
            Object connection,
            SSLParameters parameters,
            SSLSession handshake,
            Question question,
            @Nullable String host,
            Selection selection) {
        int id = System.identityHashCode(handshake);
        AlgorithmConstraints constraints = parameters.getAlgorithmConstraints();
        @Nullable
        PolicyConstraints own = constraints instanceof PolicyConstraints ours && ours.ofOneConnection() ? ours : null;
        OfHandshake before = own != null ? own.choice() : known(connection);
        if (before != null && before.handshake == id) {
            before.choice.add(question, selection);
            return;
        }
        OfHandshake now = new OfHandshake(id, new Choice(question, host, selection));
        if (own != null) {
            own.chose(now);
        }
        synchronized (this) {
            if (own == null) {
                ofConnection.put(connection, now);
            }
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(now.choice);
        }
    }

    private synchronized @Nullable OfHandshake known(Object connection) {
        return ofConnection.get(connection);
    }

    /** The last choices, oldest first, at most a hundred. */
    public List<IdentityChoice> last() {
        List<Choice> kept;
        synchronized (this) {
            kept = List.copyOf(last);
        }
        return kept.stream().map(Choice::told).toList();
    }

    /** The choice on one connection, given its parameters and itself. */
    public Optional<IdentityChoice> of(Object connection, @Nullable SSLParameters parameters) {
        AlgorithmConstraints constraints = parameters == null ? null : parameters.getAlgorithmConstraints();
        OfHandshake found = constraints instanceof PolicyConstraints own ? own.choice() : null;
        if (found == null) {
            found = known(connection);
        }
        return Optional.ofNullable(found).map(OfHandshake::choice).map(Choice::told);
    }
}
