package dev.mtls.core.policy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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

    /** When each thing in it ends, in milliseconds of the epoch, in no order: a generation never outlives one of them. */
    LongStream ends() {
        Stream<X509Certificate> chains = identities.stream().flatMap(identity -> identity.chain().stream());
        LongStream certificates = Stream.concat(chains, trusted.anchors().stream())
                .mapToLong(certificate -> certificate.getNotAfter().getTime());
        return LongStream.concat(certificates, trusted.nextUpdates().mapToLong(Instant::toEpochMilli));
    }
}
