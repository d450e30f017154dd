package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A cipher that transports keys of SRTP. RFC 8870 5.2.1.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record EktCipherType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<EktCipherType> TABLE = CodeTable.bytes("EKT cipher type", EktCipherType::new, """
            01 aeskw_128
            02 aeskw_256""");

    /** {@code aeskw_128}. */
    public static final EktCipherType AESKW_128 = TABLE.constant(0x01);

    /** {@code aeskw_256}. */
    public static final EktCipherType AESKW_256 = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public EktCipherType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static EktCipherType of(int value) {
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
