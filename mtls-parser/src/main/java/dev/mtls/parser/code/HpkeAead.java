package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What is encrypted with under HPKE. RFC 9180 7.3.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record HpkeAead(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HpkeAead> TABLE = CodeTable.shorts("HPKE AEAD", HpkeAead::new, """
            0001 AES-128-GCM
            0002 AES-256-GCM
            0003 ChaCha20Poly1305
            ffff Export-only""");

    /** {@code AES-128-GCM}. */
    public static final HpkeAead AES_128_GCM = TABLE.constant(0x0001);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HpkeAead {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HpkeAead of(int value) {
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
