package dev.mtls.core.path;

import java.security.cert.X509CRL;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is demanded of a path beyond what JSSE itself demands.
 *
 * @param maxIntermediates how many certificates may stand between the one of the peer and the anchor, self-issued ones counted; empty
 *     for as many as the limit of a path, {@value PathValidator#MAX_CERTIFICATES} certificates, leaves
 * @param strict whether the anchor and what is itself an anchor are judged too, and every certificate by the profile of RFC 5280
 * @param crls the lists of revoked certificates; none where revocation is not looked at, one or more where a certificate in scope without
 *     a current list of its issuer is refused
 * @param crlScope which certificates must have a list
 * @param acceptUnknownRevocation whether one of which no list can tell is taken for one that was not revoked
 */
public record PathRules(
        OptionalInt maxIntermediates,
        boolean strict,
        List<X509CRL> crls,
        CrlScope crlScope,
        boolean acceptUnknownRevocation) {

    /** Nothing beyond what JSSE demands. */
    public static final PathRules NONE = new PathRules(OptionalInt.empty(), false, List.of(), CrlScope.LEAF);

    /** With lists that fail hard. */
    public PathRules(OptionalInt maxIntermediates, boolean strict, List<X509CRL> crls, CrlScope crlScope) {
        this(maxIntermediates, strict, crls, crlScope, false);
    }

    public PathRules {
        if (maxIntermediates.isPresent() && maxIntermediates.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "found " + maxIntermediates.getAsInt() + " intermediates, expected 0 or more");
        }
        crls = List.copyOf(crls);
    }

    /** Whether a path must be found and judged at all. */
    public boolean any() {
        return maxIntermediates.isPresent() || strict || !crls.isEmpty();
    }
}
