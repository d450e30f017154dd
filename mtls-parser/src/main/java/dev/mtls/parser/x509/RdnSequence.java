package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DerReader;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A distinguished name read strictly, because peers differ in what they forgive: a name that one of them takes as it is ends the
 * handshake at another. RFC 5280 4.1.2.4: {@code SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }}.
 */
public final class RdnSequence {
    private static final int UTF8_STRING = 0x0c;
    private static final int NUMERIC_STRING = 0x12;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int IA5_STRING = 0x16;
    private static final int UNIVERSAL_STRING = 0x1c;
    private static final int BMP_STRING = 0x1e;

    /** Beside letters and digits; {@code *} and {@code &} are not in the standard, but in names that all peers take. */
    private static final String PRINTABLE = " '()+,-./:=?*&";

    private RdnSequence() {}

    /**
     * The first rule that a name breaks, at the byte where it does.
     *
     * @param der a name in DER
     * @return the problem, its place counted from the start of the name; empty when there is none
     */
    public static Optional<Problem> problem(Bytes der) {
        try {
            DerReader all = DerReader.of(der, "name");
            DerReader sequence = all.enter(DerReader.SEQUENCE, "");
            all.expectEnd();
            for (int i = 0; sequence.hasMore(); i++) {
                check(sequence.enter(DerReader.SET, "rdn[" + i + "]"));
            }
            return Optional.empty();
        } catch (MalformedTlsException e) {
            return Optional.of(e.problem());
        }
    }

    private static void check(DerReader set) {
        do {
            DerReader attribute = set.enter(DerReader.SEQUENCE, "");
            attribute.oid("type");
            DerReader.Element value = attribute.any("value");
            if (!isWellFormed(value)) {
                throw new MalformedTlsException(
                        attribute.problem(value, "value", "characters that this type of string cannot hold"));
            }
            attribute.expectEnd();
        } while (set.hasMore());
    }

    private static boolean isWellFormed(DerReader.Element value) {
        Bytes text = value.content();
        return switch (value.tag()) {
            case UTF8_STRING -> isUtf8(text);
            case NUMERIC_STRING -> all(text, c -> c == ' ' || c >= '0' && c <= '9');
            case PRINTABLE_STRING -> all(text, c -> isAlphanumeric(c) || PRINTABLE.indexOf(c) >= 0);
            case IA5_STRING -> all(text, c -> c < 0x80);
            case UNIVERSAL_STRING -> text.size() % 4 == 0;
            case BMP_STRING -> text.size() % 2 == 0;
            default -> true;
        };
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isUtf8(Bytes text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean all(Bytes text, java.util.function.IntPredicate allowed) {
        for (int i = 0; i < text.size(); i++) {
            if (!allowed.test(text.u8(i))) {
                return false;
            }
        }
        return true;
    }
}
