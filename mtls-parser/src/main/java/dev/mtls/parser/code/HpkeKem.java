package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How a key is encapsulated under HPKE. RFC 9180 7.1.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record HpkeKem(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HpkeKem> TABLE = CodeTable.shorts("HPKE KEM", HpkeKem::new, """
            0010 DHKEM(P-256, HKDF-SHA256)
            0011 DHKEM(P-384, HKDF-SHA384)
            0012 DHKEM(P-521, HKDF-SHA512)
            0020 DHKEM(X25519, HKDF-SHA256)
            0021 DHKEM(X448, HKDF-SHA512)""");

    /** {@code DHKEM(X25519, HKDF-SHA256)}. */
    public static final HpkeKem DHKEM_X25519_HKDF_SHA256 = TABLE.constant(0x0020);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HpkeKem {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HpkeKem of(int value) {
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
