package dev.mtls.core.policy;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a generation is made from, in types of the JDK: who one is, and whom one trusts. It may be replaced while a context is in use;
 * the {@link Policy} may not.
 *
 * @param identities who one is, the one that is shown by default first; empty where there is none
 * @param anchors who may vouch for peers, maybe nobody
 */
public record Material(List<KeyAndChain> identities, List<X509Certificate> anchors) {

    public Material {
        identities = List.copyOf(identities);
        anchors = List.copyOf(anchors);
    }
}
