package dev.mtls.core.finding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which identity a connection was given, and why not another: what a key manager was asked in one handshake, and what it answered. A
 * client that stays silent, so that its server sees no certificate, is explained by it. What the peer wrote is made safe to print.
 *
 * <p>Nothing is asked, and nothing recorded, where a session is resumed, where a server asks for no certificate, and where a connection
 * was refused because it is weaker than promised ({@link Refusal}).
 *
 * @param time when it was asked last
 * @param host of a server: the name that the client asked for; of a client: the host that it calls; empty where there is none
 * @param keyTypes the key algorithms that would do, such as {@code EC}
 * @param authorities the names of authorities that the peer takes certificates from, 32 at most; empty where it named none
 * @param signatures what the peer takes signatures of, as JSSE writes them; empty where it did not say
 * @param chosen the subject of the identity that was given, empty when it was none
 * @param reason why that one, or why none
 * @param rejected the others that came into question, a hundred at most. A server's that do not name the host are left out
 */
public record IdentityChoice(
        Instant time,
        Optional<String> host,
        List<String> keyTypes,
        List<String> authorities,
        List<String> signatures,
        Optional<String> chosen,
        String reason,
        List<Rejected> rejected) {

    public IdentityChoice {
        keyTypes = List.copyOf(keyTypes);
        authorities = List.copyOf(authorities);
        signatures = List.copyOf(signatures);
        rejected = List.copyOf(rejected);
    }

    /**
     * One that was not given.
     *
     * @param identity its subject
     * @param reason why not
     */
    public record Rejected(String identity, String reason) {

        /** {@code CN=bob: its key type RSA is not among EC}. */
        @Override
        public String toString() {
            return identity + ": " + reason;
        }
    }

    /** One line: what was given and why, then each other one and why not. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(chosen.orElse("no identity")).append(": ").append(reason);
        for (Rejected other : rejected) {
            text.append("; not ").append(other);
        }
        return text.toString();
    }
}
