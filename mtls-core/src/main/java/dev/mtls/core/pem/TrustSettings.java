package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What OpenSSL writes behind the certificate in a TRUSTED CERTIFICATE: the uses that it is trusted for (all, where none is named) and
 * those that it is rejected for. JSSE has no place for that, so a certificate that is not for TLS must not become a plain one silently.
 *
 * @param trusted object identifiers of extended key usages
 * @param rejected the same
 */
record TrustSettings(List<String> trusted, List<String> rejected) {

    private static final Map<String, String> OF_TLS = Map.of(
            "1.3.6.1.5.5.7.3.1", "serverAuth",
            "1.3.6.1.5.5.7.3.2", "clientAuth",
            "2.5.29.37.0", "anyExtendedKeyUsage");

    /** What is left in {@code in}, of which all but the uses is passed over: a name for people, and an id of the key. */
    static TrustSettings read(DerReader in) throws DerException {
        if (!in.hasMore()) {
            return new TrustSettings(List.of(), List.of());
        }
        DerReader settings = in.open(DerReader.SEQUENCE, "trust settings");
        in.expectEnd("trust settings");
        List<String> trusted = uses(settings, DerReader.SEQUENCE);
        return new TrustSettings(trusted, uses(settings, DerReader.CONTEXT_0));
    }

    private static List<String> uses(DerReader settings, int tag) throws DerException {
        List<String> uses = new ArrayList<>();
        if (settings.next(tag)) {
            DerReader list = settings.open(tag, "uses");
            while (list.hasMore()) {
                uses.add(list.objectIdentifier("use"));
            }
        }
        return uses;
    }

    /** Why the certificate is not one for both sides of TLS, if so. */
    Optional<String> objection() {
        Optional<String> refused = rejected.stream().filter(OF_TLS::containsKey).findFirst();
        if (refused.isPresent()) {
            return refused.map(use -> "rejects it for " + OF_TLS.get(use));
        }
        boolean others = !trusted.isEmpty() && trusted.stream().noneMatch(OF_TLS::containsKey);
        return others ? Optional.of("trusts it for " + trusted.get(0) + " and not for TLS") : Optional.empty();
    }
}
