package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A group for the key exchange. RFC 8446 4.2.7, RFC 8422 5.1.1.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record NamedGroup(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<NamedGroup> TABLE = CodeTable.greasedShorts("named group", NamedGroup::new, """
            0001 sect163k1
            0002 sect163r1
            0003 sect163r2
            0004 sect193r1
            0005 sect193r2
            0006 sect233k1
            0007 sect233r1
            0008 sect239k1
            0009 sect283k1
            000a sect283r1
            000b sect409k1
            000c sect409r1
            000d sect571k1
            000e sect571r1
            000f secp160k1
            0010 secp160r1
            0011 secp160r2
            0012 secp192k1
            0013 secp192r1
            0014 secp224k1
            0015 secp224r1
            0016 secp256k1
            0017 secp256r1
            0018 secp384r1
            0019 secp521r1
            001a brainpoolP256r1
            001b brainpoolP384r1
            001c brainpoolP512r1
            001d x25519
            001e x448
            001f brainpoolP256r1tls13
            0020 brainpoolP384r1tls13
            0021 brainpoolP512r1tls13
            0022 GC256A
            0023 GC256B
            0024 GC256C
            0025 GC256D
            0026 GC512A
            0027 GC512B
            0028 GC512C
            0029 curveSM2
            0100 ffdhe2048
            0101 ffdhe3072
            0102 ffdhe4096
            0103 ffdhe6144
            0104 ffdhe8192
            0200 MLKEM512
            0201 MLKEM768
            0202 MLKEM1024
            023a*kyber512
            023c*kyber768
            023d*kyber1024
            11e9 SecP256r1MLKEM512
            11ea MLKEM512X25519
            11eb SecP256r1MLKEM768
            11ec X25519MLKEM768
            11ed SecP384r1MLKEM1024
            11ee curveSM2MLKEM768
            2f39*x25519_kyber512
            2f3a*p256_kyber512
            2f3c*p384_kyber768
            2f3d*p521_kyber1024
            4138*CECPQ2
            6399 X25519Kyber768Draft00
            639a SecP256r1Kyber768Draft00
            fe30*X25519Kyber512Draft00
            fe31*X25519Kyber768Draft00 (old number)
            fe32*P256Kyber768Draft00
            ff01 arbitrary_explicit_prime_curves
            ff02 arbitrary_explicit_char2_curves""");

    /** {@code secp256r1}. */
    public static final NamedGroup SECP256R1 = TABLE.constant(0x0017);

    /** {@code secp384r1}. */
    public static final NamedGroup SECP384R1 = TABLE.constant(0x0018);

    /** {@code secp521r1}. */
    public static final NamedGroup SECP521R1 = TABLE.constant(0x0019);

    /** {@code x25519}. */
    public static final NamedGroup X25519 = TABLE.constant(0x001d);

    /** {@code x448}. */
    public static final NamedGroup X448 = TABLE.constant(0x001e);

    /** {@code brainpoolP256r1tls13}. */
    public static final NamedGroup BRAINPOOLP256R1TLS13 = TABLE.constant(0x001f);

    /** {@code brainpoolP384r1tls13}. */
    public static final NamedGroup BRAINPOOLP384R1TLS13 = TABLE.constant(0x0020);

    /** {@code brainpoolP512r1tls13}. */
    public static final NamedGroup BRAINPOOLP512R1TLS13 = TABLE.constant(0x0021);

    /** {@code curveSM2}. */
    public static final NamedGroup CURVESM2 = TABLE.constant(0x0029);

    /** {@code ffdhe2048}. */
    public static final NamedGroup FFDHE2048 = TABLE.constant(0x0100);

    /** {@code ffdhe3072}. */
    public static final NamedGroup FFDHE3072 = TABLE.constant(0x0101);

    /** {@code ffdhe4096}. */
    public static final NamedGroup FFDHE4096 = TABLE.constant(0x0102);

    /** {@code ffdhe6144}. */
    public static final NamedGroup FFDHE6144 = TABLE.constant(0x0103);

    /** {@code ffdhe8192}. */
    public static final NamedGroup FFDHE8192 = TABLE.constant(0x0104);

    /** {@code MLKEM512}. */
    public static final NamedGroup MLKEM512 = TABLE.constant(0x0200);

    /** {@code MLKEM768}. */
    public static final NamedGroup MLKEM768 = TABLE.constant(0x0201);

    /** {@code MLKEM1024}. */
    public static final NamedGroup MLKEM1024 = TABLE.constant(0x0202);

    /** {@code SecP256r1MLKEM768}. */
    public static final NamedGroup SECP256R1MLKEM768 = TABLE.constant(0x11eb);

    /** {@code X25519MLKEM768}. */
    public static final NamedGroup X25519MLKEM768 = TABLE.constant(0x11ec);

    /** {@code SecP384r1MLKEM1024}. */
    public static final NamedGroup SECP384R1MLKEM1024 = TABLE.constant(0x11ed);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public NamedGroup {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static NamedGroup of(int value) {
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
