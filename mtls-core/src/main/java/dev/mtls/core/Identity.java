package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who one is: a private key and the certificate chain that names its public half, leaf first. Immutable. */
public final class Identity {

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final List<Finding> findings;

    private Identity(PrivateKey privateKey, List<X509Certificate> chain, List<Finding> findings) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        this.findings = List.copyOf(findings);
    }

    public static Identity pem(Path certificates, Path key) {
        throw new UnsupportedOperationException();
    }

    public static Identity pem(Path certificates, Path key, char[] password) {
        throw new UnsupportedOperationException();
    }

    public static Identity pem(Path both) {
        throw new UnsupportedOperationException();
    }

    public static Identity pem(Path both, char[] password) {
        throw new UnsupportedOperationException();
    }

    public static Identity pem(String certificates, String key) {
        throw new UnsupportedOperationException();
    }

    public static Identity pem(String certificates, String key, char[] password) {
        throw new UnsupportedOperationException();
    }

    public static Identity of(PrivateKey key, List<X509Certificate> chain) {
        return new Identity(key, chain, List.of());
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public List<Finding> findings() {
        return findings;
    }
}
