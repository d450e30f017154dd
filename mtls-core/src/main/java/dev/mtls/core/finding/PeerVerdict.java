package dev.mtls.core.finding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was decided about the certificate that a peer showed in a handshake. Nothing is decided, and nothing recorded, where a session is
 * resumed and where the peer showed no certificate. What the peer wrote is made safe to print.
 *
 * @param accepted whether it was believed. The handshake may have failed after that, so this is no proof of who the peer is
 * @param cause why not, an id of {@code docs/findings.md} such as {@code client-certificate-revoked}; empty where it was accepted
 * @param reason the same as a sentence
 * @param received the subjects of the certificates that the peer sent, its own first, ten at most
 * @param time when it was decided
 */
public record PeerVerdict(
        boolean accepted, Optional<String> cause, String reason, List<String> received, Instant time) {

    public PeerVerdict {
        received = List.copyOf(received);
    }

    /** One line: {@code client-certificate-revoked: CN=a was revoked at ...}. */
    @Override
    public String toString() {
        return cause.orElse("accepted") + ": " + reason;
    }
}
