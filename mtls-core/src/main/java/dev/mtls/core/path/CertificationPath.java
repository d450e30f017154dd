package dev.mtls.core.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A path that was found and judged.
 *
 * @param certificates the certificate of the peer first, each issued by the next, the last by the anchor; the anchor itself is not among
 *     them, but where the certificate of the peer is itself the anchor
 * @param anchor the certificate that is trusted
 */
public record CertificationPath(List<X509Certificate> certificates, X509Certificate anchor) {

    public CertificationPath {
        certificates = List.copyOf(certificates);
    }

    /** The certificate of the peer. */
    public X509Certificate leaf() {
        return certificates.get(0);
    }

    /** Whether the certificate of the peer is trusted by itself. */
    public boolean pinned() {
        return certificates.size() == 1 && leaf().equals(anchor);
    }

    /** How many certificates stand between the one of the peer and the anchor. */
    public int intermediates() {
        return certificates.size() - 1;
    }

    /** From the certificate of the peer to the anchor, each once; unmodifiable. */
    public List<X509Certificate> withAnchor() {
        if (pinned()) {
            return certificates;
        }
        List<X509Certificate> all = new ArrayList<>(certificates);
        all.add(anchor);
        return List.copyOf(all);
    }

    /** Who issued the certificate at an index; the anchor issued the last one. */
    X509Certificate issuerOf(int index) {
        return index + 1 < certificates.size() ? certificates.get(index + 1) : anchor;
    }
}
