package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of certificate. RFC 7250.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record CertificateType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CertificateType> TABLE =
            CodeTable.bytes("certificate type", CertificateType::new, """
            00 X509
            01 OpenPGP
            02 Raw Public Key
            03 1609Dot2
            04 C509 Certificate""");

    /** {@code X509}. */
    public static final CertificateType X509 = TABLE.constant(0x00);

    /** {@code OpenPGP}. */
    public static final CertificateType OPENPGP = TABLE.constant(0x01);

    /** {@code Raw Public Key}. */
    public static final CertificateType RAW_PUBLIC_KEY = TABLE.constant(0x02);

    /** {@code 1609Dot2}. */
    public static final CertificateType IEEE_1609DOT2 = TABLE.constant(0x03);

    /** {@code C509 Certificate}. */
    public static final CertificateType C509_CERTIFICATE = TABLE.constant(0x04);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CertificateType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CertificateType of(int value) {
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
