package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What distinguished names say. A server names the same authorities to every client, so the last names asked for are kept,
 * found by their bytes: {@value #KEPT} of at most {@value #LARGEST_KEPT} bytes each. Safe for use by several threads.
 */
public final class Names {
    private static final int KEPT = 1_024;
    private static final int LARGEST_KEPT = 512;
    private static final Interned<Optional<String>> TEXTS = new Interned<>(KEPT, LARGEST_KEPT);
    private static final Interned<Optional<Problem>> PROBLEMS = new Interned<>(KEPT, LARGEST_KEPT);

    private Names() {}

    /**
     * A name in the form of RFC 2253, most specific first.
     *
     * @param der the name in DER, nothing before or after it
     * @return the text; empty when the DER cannot be read
     */
    public static Optional<String> text(Bytes der) {
        return TEXTS.get(der, name -> principal(name).map(read -> read.getName(X500Principal.RFC2253)));
    }

    /**
     * A name as the JDK's type.
     *
     * @param der the name in DER
     * @return the name; empty when the DER cannot be read
     */
    public static Optional<X500Principal> principal(Bytes der) {
        try {
            return Optional.of(new X500Principal(der.toByteArray()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The first rule of DER and of RFC 5280 that a name breaks.
     *
     * @param der the name in DER
     * @return the problem, its place counted from the start of the name; empty when there is none
     */
    public static Optional<Problem> problem(Bytes der) {
        return PROBLEMS.get(der, RdnSequence::problem);
    }
}
