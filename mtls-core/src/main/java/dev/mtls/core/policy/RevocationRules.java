package dev.mtls.core.policy;

import java.net.URI;
import java.util.Optional;

/**
 * How revocation is decided, beside the lists that a trust brings.
 *
 * @param ofPeerOnly lists must be there for the certificate of the peer alone, and not for the authorities above it
 * @param acceptUnknown a certificate of which no list can tell is not refused
 * @param requireStapled a client refuses a server without a stapled OCSP response
 * @param responder the OCSP responder that is asked about the certificate of every peer; empty for none
 */
public record RevocationRules(
        boolean ofPeerOnly, boolean acceptUnknown, boolean requireStapled, Optional<URI> responder) {}
