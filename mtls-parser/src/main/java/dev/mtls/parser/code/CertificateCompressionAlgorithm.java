package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A compression of certificates. RFC 8879.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record CertificateCompressionAlgorithm(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CertificateCompressionAlgorithm> TABLE =
            CodeTable.shorts("certificate compression algorithm", CertificateCompressionAlgorithm::new, """
            0001 zlib
            0002 brotli
            0003 zstd""");

    /** {@code zlib}. */
    public static final CertificateCompressionAlgorithm ZLIB = TABLE.constant(0x0001);

    /** {@code brotli}. */
    public static final CertificateCompressionAlgorithm BROTLI = TABLE.constant(0x0002);

    /** {@code zstd}. */
    public static final CertificateCompressionAlgorithm ZSTD = TABLE.constant(0x0003);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CertificateCompressionAlgorithm {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CertificateCompressionAlgorithm of(int value) {
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
