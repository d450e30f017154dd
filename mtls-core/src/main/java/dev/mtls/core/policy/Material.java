package dev.mtls.core.policy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;

/**
 * What a generation is made from, in types of the JDK: who one is, and whom one trusts. It may be replaced while a context is in use;
 * the {@link Policy} may not.
 *
 * @param identities who one is, the one that is shown by default first; empty where there is none
 * @param trusted whom one trusts, and whom not
 */
public record Material(List<KeyAndChain> identities, Trusted trusted) {

    public Material {
        identities = List.copyOf(identities);
    }

    /** Who may vouch for peers, maybe nobody. */
    public List<X509Certificate> anchors() {
        return trusted.anchors();
    }

    /**
     * When the first thing in it ends that has not ended by then, in milliseconds of the epoch; {@code Long.MAX_VALUE} where nothing does.
     * A generation never outlives it.
     */
    long endsAfter(long now) {
        long first = firstEnd(trusted.anchors(), now);
        for (KeyAndChain identity : identities) {
            first = Math.min(first, firstEnd(identity.chain(), now));
        }
        for (X509CRL crl : trusted.crls()) {
            Date next = crl.getNextUpdate();
            if (next != null && next.getTime() >= now) {
                first = Math.min(first, next.getTime());
            }
        }
        return first;
    }

    private static long firstEnd(List<X509Certificate> certificates, long now) {
        long first = Long.MAX_VALUE;
        for (X509Certificate certificate : certificates) {
            long end = certificate.getNotAfter().getTime();
            if (end >= now) {
                first = Math.min(first, end);
            }
        }
        return first;
    }
}
