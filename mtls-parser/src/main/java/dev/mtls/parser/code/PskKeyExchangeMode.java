package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How a pre-shared key may be used. RFC 8446 4.2.9.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record PskKeyExchangeMode(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<PskKeyExchangeMode> TABLE =
            CodeTable.greasedBytes("psk key exchange mode", PskKeyExchangeMode::new, """
            00 psk_ke
            01 psk_dhe_ke""");

    /** {@code psk_ke}. */
    public static final PskKeyExchangeMode PSK_KE = TABLE.constant(0x00);

    /** {@code psk_dhe_ke}. */
    public static final PskKeyExchangeMode PSK_DHE_KE = TABLE.constant(0x01);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public PskKeyExchangeMode {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static PskKeyExchangeMode of(int value) {
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
