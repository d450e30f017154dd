package dev.mtls.parser;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * What a conversation tells about its handshake. Where nothing else is said it describes handshake 0, the first of the
 * connection.
 *
 * @param version the negotiated version; empty where no server answered
 * @param cipherSuite the negotiated suite; empty where no server answered
 * @param group the negotiated group: in TLS 1.3 that of the key share chosen, in TLS 1.2 with ECDHE the curve
 * @param serverName the host name of the first ClientHello, anything but printable ASCII escaped as {@code \xNN}
 * @param alpn the application protocol that the server chose, escaped likewise
 * @param resumed whether it resumed an earlier session; empty where that cannot be known
 * @param helloRetry whether the server asked for a second ClientHello; empty where no server answered
 * @param clientAuth what the last handshake that asked for a client certificate tells about it
 * @param serverAuth what is known of the server's certificate
 * @param ja3 the JA3 fingerprint of the first ClientHello
 * @param ja3s the JA3S fingerprint of the first ServerHello that is no retry
 * @param ja4 the JA4 fingerprint of the first ClientHello
 * @param outcome how it ended
 * @param decryption how much of what was protected could be read
 */
public record ConversationFacts(
        Optional<ProtocolVersion> version,
        Optional<CipherSuite> cipherSuite,
        Optional<NamedGroup> group,
        Optional<String> serverName,
        Optional<String> alpn,
        Optional<Boolean> resumed,
        Optional<Boolean> helloRetry,
        ClientAuthFacts clientAuth,
        ServerAuthFacts serverAuth,
        Optional<Fingerprint> ja3,
        Optional<Fingerprint> ja3s,
        Optional<Fingerprint> ja4,
        Outcome outcome,
        Decryption decryption) {
    /** Checks that nothing is null. */
    public ConversationFacts {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(alpn, "alpn");
        Objects.requireNonNull(resumed, "resumed");
        Objects.requireNonNull(helloRetry, "helloRetry");
        Objects.requireNonNull(clientAuth, "clientAuth");
        Objects.requireNonNull(serverAuth, "serverAuth");
        Objects.requireNonNull(ja3, "ja3");
        Objects.requireNonNull(ja3s, "ja3s");
        Objects.requireNonNull(ja4, "ja4");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(decryption, "decryption");
    }
}
