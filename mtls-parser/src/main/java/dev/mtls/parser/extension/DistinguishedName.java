package dev.mtls.parser.extension;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.x509.Names;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The name of an authority, kept as it was sent. RFC 8446 4.2.4: {@code opaque DistinguishedName<1..2^16-1>}.
 *
 * @param der the name in DER; not checked when it is read
 */
public record DistinguishedName(Bytes der) {
    /** Reads an entry of a list of names. */
    public static DistinguishedName read(WireReader in) {
        return new DistinguishedName(in.opaque16As("", 1, DistinguishedName::shown));
    }

    /** The name of a certificate's subject or issuer. */
    public static DistinguishedName of(X500Principal principal) {
        return new DistinguishedName(Bytes.owning(principal.getEncoded()));
    }

    /** The name in the form of RFC 2253, most specific first; empty when the DER cannot be read. */
    public Optional<String> name() {
        return Names.text(der);
    }

    /** The name as the JDK's type; empty when the DER cannot be read. */
    public Optional<X500Principal> principal() {
        return Names.principal(der);
    }

    /**
     * The first rule of DER and of RFC 5280 that the name breaks, at the byte where it does: a peer that is strict cannot read it.
     *
     * @return the problem, its place counted from the start of the name; empty when there is none
     */
    public Optional<Problem> problem() {
        return Names.problem(der);
    }

    static Field.Value shown(Bytes der) {
        return new Field.Named(der, new DistinguishedName(der).name());
    }

    /** The name on one line, or the DER in hexadecimal when it cannot be read. */
    @Override
    public String toString() {
        return name().map(DistinguishedName::onOneLine).orElseGet(() -> "malformed name " + der);
    }

    private static String onOneLine(String name) {
        return name.chars().anyMatch(Character::isISOControl)
                ? Bytes.ofText(name).toEscapedText()
                : name;
    }
}
