package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A signature algorithm with its hash. RFC 8446 4.2.3; before TLS 1.3 a pair of hash and signature, RFC 5246 7.4.1.4.1.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record SignatureScheme(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<SignatureScheme> TABLE =
            CodeTable.greasedShorts("signature scheme", SignatureScheme::new, """
            0101*rsa_md5
            0102*dsa_md5
            0103*ecdsa_md5
            0201 rsa_pkcs1_sha1
            0202*dsa_sha1
            0203 ecdsa_sha1
            0301*rsa_sha224
            0302*dsa_sha224
            0303*ecdsa_sha224
            0401 rsa_pkcs1_sha256
            0402*dsa_sha256
            0403 ecdsa_secp256r1_sha256
            0420 rsa_pkcs1_sha256_legacy
            0501 rsa_pkcs1_sha384
            0502*dsa_sha384
            0503 ecdsa_secp384r1_sha384
            0520 rsa_pkcs1_sha384_legacy
            0601 rsa_pkcs1_sha512
            0602*dsa_sha512
            0603 ecdsa_secp521r1_sha512
            0620 rsa_pkcs1_sha512_legacy
            0704 eccsi_sha256
            0705 iso_ibs1
            0706 iso_ibs2
            0707 iso_chinese_ibs
            0708 sm2sig_sm3
            0709 gostr34102012_256a
            070a gostr34102012_256b
            070b gostr34102012_256c
            070c gostr34102012_256d
            070d gostr34102012_512a
            070e gostr34102012_512b
            070f gostr34102012_512c
            0804 rsa_pss_rsae_sha256
            0805 rsa_pss_rsae_sha384
            0806 rsa_pss_rsae_sha512
            0807 ed25519
            0808 ed448
            0809 rsa_pss_pss_sha256
            080a rsa_pss_pss_sha384
            080b rsa_pss_pss_sha512
            081a ecdsa_brainpoolP256r1tls13_sha256
            081b ecdsa_brainpoolP384r1tls13_sha384
            081c ecdsa_brainpoolP512r1tls13_sha512
            0840*gostr34102012_256
            0841*gostr34102012_512
            0904 mldsa44
            0905 mldsa65
            0906 mldsa87
            0911 slhdsa_sha2_128s
            0912 slhdsa_sha2_128f
            0913 slhdsa_sha2_192s
            0914 slhdsa_sha2_192f
            0915 slhdsa_sha2_256s
            0916 slhdsa_sha2_256f
            0917 slhdsa_shake_128s
            0918 slhdsa_shake_128f
            0919 slhdsa_shake_192s
            091a slhdsa_shake_192f
            091b slhdsa_shake_256s
            091c slhdsa_shake_256f
            eded*gostr34102001_gostr3411
            eeee*gostr34102012_256_gostr34112012_256
            efef*gostr34102012_512_gostr34112012_512""");

    /** {@code rsa_pkcs1_sha1}. */
    public static final SignatureScheme RSA_PKCS1_SHA1 = TABLE.constant(0x0201);

    /** {@code ecdsa_sha1}. */
    public static final SignatureScheme ECDSA_SHA1 = TABLE.constant(0x0203);

    /** {@code rsa_pkcs1_sha256}. */
    public static final SignatureScheme RSA_PKCS1_SHA256 = TABLE.constant(0x0401);

    /** {@code ecdsa_secp256r1_sha256}. */
    public static final SignatureScheme ECDSA_SECP256R1_SHA256 = TABLE.constant(0x0403);

    /** {@code rsa_pkcs1_sha256_legacy}. */
    public static final SignatureScheme RSA_PKCS1_SHA256_LEGACY = TABLE.constant(0x0420);

    /** {@code rsa_pkcs1_sha384}. */
    public static final SignatureScheme RSA_PKCS1_SHA384 = TABLE.constant(0x0501);

    /** {@code ecdsa_secp384r1_sha384}. */
    public static final SignatureScheme ECDSA_SECP384R1_SHA384 = TABLE.constant(0x0503);

    /** {@code rsa_pkcs1_sha384_legacy}. */
    public static final SignatureScheme RSA_PKCS1_SHA384_LEGACY = TABLE.constant(0x0520);

    /** {@code rsa_pkcs1_sha512}. */
    public static final SignatureScheme RSA_PKCS1_SHA512 = TABLE.constant(0x0601);

    /** {@code ecdsa_secp521r1_sha512}. */
    public static final SignatureScheme ECDSA_SECP521R1_SHA512 = TABLE.constant(0x0603);

    /** {@code rsa_pkcs1_sha512_legacy}. */
    public static final SignatureScheme RSA_PKCS1_SHA512_LEGACY = TABLE.constant(0x0620);

    /** {@code eccsi_sha256}. */
    public static final SignatureScheme ECCSI_SHA256 = TABLE.constant(0x0704);

    /** {@code iso_ibs1}. */
    public static final SignatureScheme ISO_IBS1 = TABLE.constant(0x0705);

    /** {@code iso_ibs2}. */
    public static final SignatureScheme ISO_IBS2 = TABLE.constant(0x0706);

    /** {@code iso_chinese_ibs}. */
    public static final SignatureScheme ISO_CHINESE_IBS = TABLE.constant(0x0707);

    /** {@code sm2sig_sm3}. */
    public static final SignatureScheme SM2SIG_SM3 = TABLE.constant(0x0708);

    /** {@code gostr34102012_256a}. */
    public static final SignatureScheme GOSTR34102012_256A = TABLE.constant(0x0709);

    /** {@code gostr34102012_256b}. */
    public static final SignatureScheme GOSTR34102012_256B = TABLE.constant(0x070a);

    /** {@code gostr34102012_256c}. */
    public static final SignatureScheme GOSTR34102012_256C = TABLE.constant(0x070b);

    /** {@code gostr34102012_256d}. */
    public static final SignatureScheme GOSTR34102012_256D = TABLE.constant(0x070c);

    /** {@code gostr34102012_512a}. */
    public static final SignatureScheme GOSTR34102012_512A = TABLE.constant(0x070d);

    /** {@code gostr34102012_512b}. */
    public static final SignatureScheme GOSTR34102012_512B = TABLE.constant(0x070e);

    /** {@code gostr34102012_512c}. */
    public static final SignatureScheme GOSTR34102012_512C = TABLE.constant(0x070f);

    /** {@code rsa_pss_rsae_sha256}. */
    public static final SignatureScheme RSA_PSS_RSAE_SHA256 = TABLE.constant(0x0804);

    /** {@code rsa_pss_rsae_sha384}. */
    public static final SignatureScheme RSA_PSS_RSAE_SHA384 = TABLE.constant(0x0805);

    /** {@code rsa_pss_rsae_sha512}. */
    public static final SignatureScheme RSA_PSS_RSAE_SHA512 = TABLE.constant(0x0806);

    /** {@code ed25519}. */
    public static final SignatureScheme ED25519 = TABLE.constant(0x0807);

    /** {@code ed448}. */
    public static final SignatureScheme ED448 = TABLE.constant(0x0808);

    /** {@code rsa_pss_pss_sha256}. */
    public static final SignatureScheme RSA_PSS_PSS_SHA256 = TABLE.constant(0x0809);

    /** {@code rsa_pss_pss_sha384}. */
    public static final SignatureScheme RSA_PSS_PSS_SHA384 = TABLE.constant(0x080a);

    /** {@code rsa_pss_pss_sha512}. */
    public static final SignatureScheme RSA_PSS_PSS_SHA512 = TABLE.constant(0x080b);

    /** {@code ecdsa_brainpoolP256r1tls13_sha256}. */
    public static final SignatureScheme ECDSA_BRAINPOOLP256R1TLS13_SHA256 = TABLE.constant(0x081a);

    /** {@code ecdsa_brainpoolP384r1tls13_sha384}. */
    public static final SignatureScheme ECDSA_BRAINPOOLP384R1TLS13_SHA384 = TABLE.constant(0x081b);

    /** {@code ecdsa_brainpoolP512r1tls13_sha512}. */
    public static final SignatureScheme ECDSA_BRAINPOOLP512R1TLS13_SHA512 = TABLE.constant(0x081c);

    /** {@code mldsa44}. */
    public static final SignatureScheme MLDSA44 = TABLE.constant(0x0904);

    /** {@code mldsa65}. */
    public static final SignatureScheme MLDSA65 = TABLE.constant(0x0905);

    /** {@code mldsa87}. */
    public static final SignatureScheme MLDSA87 = TABLE.constant(0x0906);

    /** {@code slhdsa_sha2_128s}. */
    public static final SignatureScheme SLHDSA_SHA2_128S = TABLE.constant(0x0911);

    /** {@code slhdsa_sha2_128f}. */
    public static final SignatureScheme SLHDSA_SHA2_128F = TABLE.constant(0x0912);

    /** {@code slhdsa_sha2_192s}. */
    public static final SignatureScheme SLHDSA_SHA2_192S = TABLE.constant(0x0913);

    /** {@code slhdsa_sha2_192f}. */
    public static final SignatureScheme SLHDSA_SHA2_192F = TABLE.constant(0x0914);

    /** {@code slhdsa_sha2_256s}. */
    public static final SignatureScheme SLHDSA_SHA2_256S = TABLE.constant(0x0915);

    /** {@code slhdsa_sha2_256f}. */
    public static final SignatureScheme SLHDSA_SHA2_256F = TABLE.constant(0x0916);

    /** {@code slhdsa_shake_128s}. */
    public static final SignatureScheme SLHDSA_SHAKE_128S = TABLE.constant(0x0917);

    /** {@code slhdsa_shake_128f}. */
    public static final SignatureScheme SLHDSA_SHAKE_128F = TABLE.constant(0x0918);

    /** {@code slhdsa_shake_192s}. */
    public static final SignatureScheme SLHDSA_SHAKE_192S = TABLE.constant(0x0919);

    /** {@code slhdsa_shake_192f}. */
    public static final SignatureScheme SLHDSA_SHAKE_192F = TABLE.constant(0x091a);

    /** {@code slhdsa_shake_256s}. */
    public static final SignatureScheme SLHDSA_SHAKE_256S = TABLE.constant(0x091b);

    /** {@code slhdsa_shake_256f}. */
    public static final SignatureScheme SLHDSA_SHAKE_256F = TABLE.constant(0x091c);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public SignatureScheme {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static SignatureScheme of(int value) {
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
