package dev.mtls.core.policy;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its chain.
 *
 * @param key the key
 * @param chain leaf first, at least one
 * @param hosts the hosts that a client sends it to alone, as names, wildcards or addresses; empty for any
 */
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain, List<String> hosts) {

    public KeyAndChain {
        chain = List.copyOf(chain);
        hosts = List.copyOf(hosts);
    }

    /** For any host. */
    public KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
        this(key, chain, List.of());
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "key and " + chain.size() + " certificates";
    }
}
