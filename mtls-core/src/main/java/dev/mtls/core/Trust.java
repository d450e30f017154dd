package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Whom one trusts: the certificates of the authorities that may vouch for a peer. Immutable. */
public final class Trust {

    private final List<X509Certificate> anchors;
    private final List<Finding> findings;

    private Trust(List<X509Certificate> anchors, List<Finding> findings) {
        this.anchors = List.copyOf(anchors);
        this.findings = List.copyOf(findings);
    }

    public static Trust pem(Path first, Path... more) {
        throw new UnsupportedOperationException();
    }

    public static Trust pem(String bundle) {
        throw new UnsupportedOperationException();
    }

    public static Trust of(Collection<X509Certificate> anchors) {
        return new Trust(List.copyOf(anchors), List.of());
    }

    public static Trust of(X509Certificate anchor) {
        return of(List.of(anchor));
    }

    public static Trust system() {
        throw new UnsupportedOperationException();
    }

    public static Trust noClients() {
        return new Trust(List.of(), List.of());
    }

    public List<X509Certificate> anchors() {
        return anchors;
    }

    public Trust plus(Trust more) {
        throw new UnsupportedOperationException();
    }

    public List<Finding> findings() {
        return findings;
    }
}
