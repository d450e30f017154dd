package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How a server names its curve, before TLS 1.3. RFC 8422 5.4.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record EcCurveType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<EcCurveType> TABLE = CodeTable.bytes("ec curve type", EcCurveType::new, """
            01 explicit_prime
            02 explicit_char2
            03 named_curve""");

    /** {@code explicit_prime}. */
    public static final EcCurveType EXPLICIT_PRIME = TABLE.constant(0x01);

    /** {@code explicit_char2}. */
    public static final EcCurveType EXPLICIT_CHAR2 = TABLE.constant(0x02);

    /** {@code named_curve}. */
    public static final EcCurveType NAMED_CURVE = TABLE.constant(0x03);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public EcCurveType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static EcCurveType of(int value) {
        return TABLE.of(value);
    }

    @Override
    public String name() {
        return TABLE.name(value);
    }

    @Override
    public boolean isGrease() {
        return TABLE.isGrease(value);
    }

    @Override
    public boolean isRegistered() {
        return TABLE.isRegistered(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name();
    }
}
