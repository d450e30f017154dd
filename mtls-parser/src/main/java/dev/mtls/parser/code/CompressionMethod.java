package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A compression of records, before TLS 1.3. RFC 3749.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record CompressionMethod(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CompressionMethod> TABLE =
            CodeTable.bytes("compression method", CompressionMethod::new, """
            00 NULL
            01 DEFLATE
            40 LZS""");

    /** {@code NULL}. */
    public static final CompressionMethod NULL = TABLE.constant(0x00);

    /** {@code DEFLATE}. */
    public static final CompressionMethod DEFLATE = TABLE.constant(0x01);

    /** {@code LZS}. */
    public static final CompressionMethod LZS = TABLE.constant(0x40);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CompressionMethod {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CompressionMethod of(int value) {
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
