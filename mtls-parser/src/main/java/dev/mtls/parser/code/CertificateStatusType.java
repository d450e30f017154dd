package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of proof that a certificate is not revoked. RFC 6066 8, RFC 6961.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record CertificateStatusType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CertificateStatusType> TABLE =
            CodeTable.bytes("certificate status type", CertificateStatusType::new, """
            01 ocsp
            02 ocsp_multi""");

    /** {@code ocsp}. */
    public static final CertificateStatusType OCSP = TABLE.constant(0x01);

    /** {@code ocsp_multi}. */
    public static final CertificateStatusType OCSP_MULTI = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CertificateStatusType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CertificateStatusType of(int value) {
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
