package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How keys are derived under HPKE. RFC 9180 7.2.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record HpkeKdf(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HpkeKdf> TABLE = CodeTable.shorts("HPKE KDF", HpkeKdf::new, """
            0001 HKDF-SHA256
            0002 HKDF-SHA384
            0003 HKDF-SHA512""");

    /** {@code HKDF-SHA256}. */
    public static final HpkeKdf HKDF_SHA256 = TABLE.constant(0x0001);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HpkeKdf {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HpkeKdf of(int value) {
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
