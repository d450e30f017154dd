package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of certificate that a server asks for, before TLS 1.3. RFC 5246 7.4.4.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record ClientCertificateType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<ClientCertificateType> TABLE =
            CodeTable.bytes("client certificate type", ClientCertificateType::new, """
            01 rsa_sign
            02 dss_sign
            03 rsa_fixed_dh
            04 dss_fixed_dh
            05 rsa_ephemeral_dh
            06 dss_ephemeral_dh
            14 fortezza_dms
            40 ecdsa_sign
            41 rsa_fixed_ecdh
            42 ecdsa_fixed_ecdh
            43 gost_sign256
            44 gost_sign512""");

    /** {@code rsa_sign}. */
    public static final ClientCertificateType RSA_SIGN = TABLE.constant(0x01);

    /** {@code dss_sign}. */
    public static final ClientCertificateType DSS_SIGN = TABLE.constant(0x02);

    /** {@code rsa_fixed_dh}. */
    public static final ClientCertificateType RSA_FIXED_DH = TABLE.constant(0x03);

    /** {@code dss_fixed_dh}. */
    public static final ClientCertificateType DSS_FIXED_DH = TABLE.constant(0x04);

    /** {@code rsa_ephemeral_dh}. */
    public static final ClientCertificateType RSA_EPHEMERAL_DH = TABLE.constant(0x05);

    /** {@code dss_ephemeral_dh}. */
    public static final ClientCertificateType DSS_EPHEMERAL_DH = TABLE.constant(0x06);

    /** {@code fortezza_dms}. */
    public static final ClientCertificateType FORTEZZA_DMS = TABLE.constant(0x14);

    /** {@code ecdsa_sign}. */
    public static final ClientCertificateType ECDSA_SIGN = TABLE.constant(0x40);

    /** {@code rsa_fixed_ecdh}. */
    public static final ClientCertificateType RSA_FIXED_ECDH = TABLE.constant(0x41);

    /** {@code ecdsa_fixed_ecdh}. */
    public static final ClientCertificateType ECDSA_FIXED_ECDH = TABLE.constant(0x42);

    /** {@code gost_sign256}. */
    public static final ClientCertificateType GOST_SIGN256 = TABLE.constant(0x43);

    /** {@code gost_sign512}. */
    public static final ClientCertificateType GOST_SIGN512 = TABLE.constant(0x44);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public ClientCertificateType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static ClientCertificateType of(int value) {
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
