package dev.mtls.core.policy;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its chain.
 *
 * @param key the key
 * @param chain leaf first, at least one
 */
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    public KeyAndChain {
        chain = List.copyOf(chain);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "key and " + chain.size() + " certificates";
    }
}
