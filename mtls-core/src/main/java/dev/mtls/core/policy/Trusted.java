package dev.mtls.core.policy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whom one trusts, in types of the JDK.
 *
 * @param anchors who may vouch for peers, maybe nobody
 * @param restrictions what a peer must be besides, all of it
 * @param crls the lists of revoked certificates; none where revocation is not looked at
 */
public record Trusted(List<X509Certificate> anchors, List<Restriction> restrictions, List<X509CRL> crls) {

    public Trusted {
        anchors = List.copyOf(anchors);
        restrictions = List.copyOf(restrictions);
        crls = List.copyOf(crls);
    }

    /** When each of the lists is to be replaced by a newer one, where it says so. */
    public Stream<Instant> nextUpdates() {
        return crls.stream()
                .map(X509CRL::getNextUpdate)
                .filter(Objects::nonNull)
                .map(Date::toInstant);
    }
}
