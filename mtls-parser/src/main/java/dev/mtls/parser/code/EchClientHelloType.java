package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * Which of two hellos a ClientHello with ECH is. RFC 9849 5.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record EchClientHelloType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<EchClientHelloType> TABLE =
            CodeTable.bytes("ECH ClientHello type", EchClientHelloType::new, """
            00 outer
            01 inner""");

    /** {@code outer}. */
    public static final EchClientHelloType OUTER = TABLE.constant(0x00);

    /** {@code inner}. */
    public static final EchClientHelloType INNER = TABLE.constant(0x01);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public EchClientHelloType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static EchClientHelloType of(int value) {
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
