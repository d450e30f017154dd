package dev.mtls.parser;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the last handshake that asked for a client certificate tells about it.
 *
 * @param requested whether the server asked: false only if every handshake byte of the connection could be read and
 *     none asked; empty where that cannot be known
 * @param presented whether the client sent a certificate: false means that an empty Certificate was seen; empty where
 *     that cannot be known
 * @param signatureVerified whether its signature over the handshake was checked and found good or bad; empty where it
 *     was not checked
 * @param authorities names of the authorities that the server's CertificateRequest listed, as RFC 4514 strings, in wire
 *     order, a list of none when it listed none; empty where no CertificateRequest could be read
 * @param chain the certificates as sent, leaf first, up to the first one that could not be read; empty where none was
 *     seen
 */
public record ClientAuthFacts(
        Optional<Boolean> requested,
        Optional<Boolean> presented,
        Optional<Boolean> signatureVerified,
        Optional<List<String>> authorities,
        List<X509Certificate> chain) {
    /** Copies the lists. */
    public ClientAuthFacts {
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(presented, "presented");
        Objects.requireNonNull(signatureVerified, "signatureVerified");
        authorities = authorities.map(List::copyOf);
        chain = List.copyOf(chain);
    }

    /**
     * The client's own certificate.
     *
     * @return the first of the chain
     */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }
}
