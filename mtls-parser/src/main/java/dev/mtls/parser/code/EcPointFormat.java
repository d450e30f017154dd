package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How points of a curve are written, before TLS 1.3. RFC 8422 5.1.2.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record EcPointFormat(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<EcPointFormat> TABLE = CodeTable.bytes("ec point format", EcPointFormat::new, """
            00 uncompressed
            01 ansiX962_compressed_prime
            02 ansiX962_compressed_char2""");

    /** {@code uncompressed}. */
    public static final EcPointFormat UNCOMPRESSED = TABLE.constant(0x00);

    /** {@code ansiX962_compressed_prime}. */
    public static final EcPointFormat ANSIX962_COMPRESSED_PRIME = TABLE.constant(0x01);

    /** {@code ansiX962_compressed_char2}. */
    public static final EcPointFormat ANSIX962_COMPRESSED_CHAR2 = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public EcPointFormat {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static EcPointFormat of(int value) {
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
