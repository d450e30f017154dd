package dev.mtls.parser.secrets;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a connection has shown so far of that on which its secrets depend: an immutable snapshot that a {@code
 * ConversationDecoder} fills as it reads. Each part is empty until it was seen. Describes the first handshake of the
 * connection.
 *
 * @param clientRandom the random of the first ClientHello, 32 bytes
 * @param serverRandom the random of the ServerHello that is no HelloRetryRequest, 32 bytes
 * @param version the negotiated version
 * @param cipherSuite the negotiated cipher suite
 * @param group the negotiated group: of the server's key share in TLS 1.3, of its key exchange in TLS 1.2 ECDHE
 * @param clientShares the client's public keys: of TLS 1.3 by group, of a retried hello last; of TLS 1.2 ECDHE the one
 *     of its ClientKeyExchange
 * @param serverShare the server's public key of that group
 * @param clientSessionId the session id that the client offered, maybe of no bytes
 * @param serverSessionId the session id in the server's answer, maybe of no bytes
 * @param offeredTicket the ticket of TLS 1.2 or the first PSK identity of TLS 1.3 that the client offered, of some bytes
 * @param pskSelected whether the server chose a PSK (TLS 1.3)
 * @param extendedMasterSecret whether both sides offered extended_master_secret (TLS 1.2, RFC 7627); empty until the
 *     server answered
 * @param encryptThenMac whether both sides offered encrypt_then_mac (TLS 1.2, RFC 7366); empty until the server answered
 * @param transcript handshake messages as sent, in the order of the handshake as far as it is known
 * @param transcriptComplete false where messages before the first protected record of a side were lost or did not fit
 *     into the transcript's limit
 */
public record HandshakeFacts(
        Optional<Bytes> clientRandom,
        Optional<Bytes> serverRandom,
        Optional<ProtocolVersion> version,
        Optional<CipherSuite> cipherSuite,
        Optional<NamedGroup> group,
        Map<NamedGroup, Bytes> clientShares,
        Optional<Bytes> serverShare,
        Optional<Bytes> clientSessionId,
        Optional<Bytes> serverSessionId,
        Optional<Bytes> offeredTicket,
        boolean pskSelected,
        Optional<Boolean> extendedMasterSecret,
        Optional<Boolean> encryptThenMac,
        List<Said> transcript,
        boolean transcriptComplete) {

    /** Nothing was seen yet. */
    public static final HandshakeFacts NONE = new HandshakeFacts(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            true);

    /**
     * One handshake message of the transcript.
     *
     * @param from its sender
     * @param message the whole message as sent, with its 4-byte header
     */
    public record Said(Sender from, Bytes message) {
        /** Checks that nothing is null. */
        public Said {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(message, "message");
        }
    }

    /** Copies the collections. */
    public HandshakeFacts {
        clientShares = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(clientShares));
        transcript = List.copyOf(transcript);
    }

    /**
     * One line without the bytes.
     *
     * @return version, suite and group as far as known, and how many messages the transcript holds
     */
    @Override
    public String toString() {
        return "HandshakeFacts[" + version.map(ProtocolVersion::name).orElse("version unknown") + ", "
                + cipherSuite.map(CipherSuite::name).orElse("suite unknown") + ", "
                + group.map(NamedGroup::name).orElse("group unknown") + ", " + transcript.size() + " messages]";
    }
}
