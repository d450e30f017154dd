package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What the addresses of a CertificateURL lead to. RFC 6066 5.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record CertChainType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CertChainType> TABLE =
            CodeTable.bytes("certificate chain type", CertChainType::new, """
            00 individual_certs
            01 pkipath""");

    /** {@code individual_certs}. */
    public static final CertChainType INDIVIDUAL_CERTS = TABLE.constant(0x00);

    /** {@code pkipath}. */
    public static final CertChainType PKIPATH = TABLE.constant(0x01);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CertChainType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CertChainType of(int value) {
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
