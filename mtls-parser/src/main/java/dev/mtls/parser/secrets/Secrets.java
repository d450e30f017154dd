package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The secrets of one connection, by the labels of RFC 9850 (SSLKEYLOGFILE): {@code CLIENT_RANDOM} is the master secret
 * of TLS 1.2, {@code CLIENT_HANDSHAKE_TRAFFIC_SECRET} and its kin are the traffic secrets of TLS 1.3. Any of them may be
 * missing: a refused handshake leaves fewer than five.
 *
 * <p>The secrets never stand in {@link #toString()}.
 */
public final class Secrets {

    private final Map<String, Bytes> byLabel;

    private Secrets(Map<String, Bytes> byLabel) {
        this.byLabel = byLabel;
    }

    /**
     * Secrets by label.
     *
     * @param byLabel label of RFC 9850 to secret
     * @return the secrets
     */
    public static Secrets of(Map<String, Bytes> byLabel) {
        Map<String, Bytes> copy = new LinkedHashMap<>();
        byLabel.forEach(
                (label, secret) -> copy.put(Objects.requireNonNull(label), Objects.requireNonNull(secret, label)));
        return new Secrets(copy);
    }

    /**
     * The secret of a label.
     *
     * @param label label of RFC 9850
     * @return the secret, or empty where this one is not known
     */
    public Optional<Bytes> secret(String label) {
        return Optional.ofNullable(byLabel.get(label));
    }

    /**
     * The labels for which there is a secret.
     *
     * @return labels of RFC 9850, in the order in which they were given
     */
    public Set<String> labels() {
        return java.util.Collections.unmodifiableSet(byLabel.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secrets that && byLabel.equals(that.byLabel);
    }

    @Override
    public int hashCode() {
        return byLabel.hashCode();
    }

    /**
     * The labels, never the secrets.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return "Secrets" + byLabel.keySet();
    }
}
