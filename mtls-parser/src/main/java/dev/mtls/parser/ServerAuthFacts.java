package dev.mtls.parser;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the first handshake tells about the server's certificate.
 *
 * @param presented whether the server sent a certificate; empty where that cannot be known
 * @param signatureVerified whether its signature over the handshake was checked and found good or bad; empty where it
 *     was not checked
 * @param chain the certificates as sent, leaf first, up to the first one that could not be read; empty where none was
 *     seen
 */
public record ServerAuthFacts(
        Optional<Boolean> presented, Optional<Boolean> signatureVerified, List<X509Certificate> chain) {
    /** Copies the list. */
    public ServerAuthFacts {
        Objects.requireNonNull(presented, "presented");
        Objects.requireNonNull(signatureVerified, "signatureVerified");
        chain = List.copyOf(chain);
    }

    /**
     * The server's own certificate.
     *
     * @return the first of the chain
     */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }
}
