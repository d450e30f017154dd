package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How SRTP protects media with keys of this handshake. RFC 5764 4.1.2, RFC 7714, RFC 8269, RFC 8723.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record SrtpProtectionProfile(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<SrtpProtectionProfile> TABLE =
            CodeTable.shorts("SRTP protection profile", SrtpProtectionProfile::new, """
            0001 SRTP_AES128_CM_HMAC_SHA1_80
            0002 SRTP_AES128_CM_HMAC_SHA1_32
            0005 SRTP_NULL_HMAC_SHA1_80
            0006 SRTP_NULL_HMAC_SHA1_32
            0007 SRTP_AEAD_AES_128_GCM
            0008 SRTP_AEAD_AES_256_GCM
            0009 DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM
            000a DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM
            000b SRTP_ARIA_128_CTR_HMAC_SHA1_80
            000c SRTP_ARIA_128_CTR_HMAC_SHA1_32
            000d SRTP_ARIA_256_CTR_HMAC_SHA1_80
            000e SRTP_ARIA_256_CTR_HMAC_SHA1_32
            000f SRTP_AEAD_ARIA_128_GCM
            0010 SRTP_AEAD_ARIA_256_GCM""");

    /** {@code SRTP_AES128_CM_HMAC_SHA1_80}. */
    public static final SrtpProtectionProfile SRTP_AES128_CM_HMAC_SHA1_80 = TABLE.constant(0x0001);

    /** {@code SRTP_AES128_CM_HMAC_SHA1_32}. */
    public static final SrtpProtectionProfile SRTP_AES128_CM_HMAC_SHA1_32 = TABLE.constant(0x0002);

    /** {@code SRTP_NULL_HMAC_SHA1_80}. */
    public static final SrtpProtectionProfile SRTP_NULL_HMAC_SHA1_80 = TABLE.constant(0x0005);

    /** {@code SRTP_NULL_HMAC_SHA1_32}. */
    public static final SrtpProtectionProfile SRTP_NULL_HMAC_SHA1_32 = TABLE.constant(0x0006);

    /** {@code SRTP_AEAD_AES_128_GCM}. */
    public static final SrtpProtectionProfile SRTP_AEAD_AES_128_GCM = TABLE.constant(0x0007);

    /** {@code SRTP_AEAD_AES_256_GCM}. */
    public static final SrtpProtectionProfile SRTP_AEAD_AES_256_GCM = TABLE.constant(0x0008);

    /** {@code DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM}. */
    public static final SrtpProtectionProfile DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM = TABLE.constant(0x0009);

    /** {@code DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM}. */
    public static final SrtpProtectionProfile DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM = TABLE.constant(0x000a);

    /** {@code SRTP_ARIA_128_CTR_HMAC_SHA1_80}. */
    public static final SrtpProtectionProfile SRTP_ARIA_128_CTR_HMAC_SHA1_80 = TABLE.constant(0x000b);

    /** {@code SRTP_ARIA_128_CTR_HMAC_SHA1_32}. */
    public static final SrtpProtectionProfile SRTP_ARIA_128_CTR_HMAC_SHA1_32 = TABLE.constant(0x000c);

    /** {@code SRTP_ARIA_256_CTR_HMAC_SHA1_80}. */
    public static final SrtpProtectionProfile SRTP_ARIA_256_CTR_HMAC_SHA1_80 = TABLE.constant(0x000d);

    /** {@code SRTP_ARIA_256_CTR_HMAC_SHA1_32}. */
    public static final SrtpProtectionProfile SRTP_ARIA_256_CTR_HMAC_SHA1_32 = TABLE.constant(0x000e);

    /** {@code SRTP_AEAD_ARIA_128_GCM}. */
    public static final SrtpProtectionProfile SRTP_AEAD_ARIA_128_GCM = TABLE.constant(0x000f);

    /** {@code SRTP_AEAD_ARIA_256_GCM}. */
    public static final SrtpProtectionProfile SRTP_AEAD_ARIA_256_GCM = TABLE.constant(0x0010);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public SrtpProtectionProfile {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static SrtpProtectionProfile of(int value) {
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
