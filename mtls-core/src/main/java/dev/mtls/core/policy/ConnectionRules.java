package dev.mtls.core.policy;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What holds on the engines and sockets of a context beside versions and client authentication.
 *
 * @param offer suites, groups, signature schemes and application protocols
 * @param sessions whether and how sessions are resumed
 * @param authorities whose names a server sends when it asks for a certificate; empty for those that it trusts. They decide nothing
 * @param strict connections are wrapped, so that nothing can be set on them that the policy does not allow
 */
public record ConnectionRules(
        Offer offer, Sessions sessions, Optional<List<X509Certificate>> authorities, boolean strict) {

    public ConnectionRules {
        authorities = authorities.isEmpty() ? authorities : Optional.of(List.copyOf(authorities.get()));
    }
}
