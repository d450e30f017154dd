package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A cipher suite. RFC 8446 B.4, RFC 5246 A.5. Before TLS 1.3 it names the key exchange too.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record CipherSuite(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CipherSuite> TABLE =
            CodeTable.greasedShorts("cipher suite", CipherSuite::new, CipherSuiteNames.TEXT);

    /** {@code TLS_RSA_WITH_AES_128_CBC_SHA}. */
    public static final CipherSuite TLS_RSA_WITH_AES_128_CBC_SHA = TABLE.constant(0x002f);

    /** {@code TLS_DHE_RSA_WITH_AES_128_CBC_SHA}. */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_128_CBC_SHA = TABLE.constant(0x0033);

    /** {@code TLS_RSA_WITH_AES_256_CBC_SHA}. */
    public static final CipherSuite TLS_RSA_WITH_AES_256_CBC_SHA = TABLE.constant(0x0035);

    /** {@code TLS_DHE_RSA_WITH_AES_256_CBC_SHA}. */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_256_CBC_SHA = TABLE.constant(0x0039);

    /** {@code TLS_RSA_WITH_AES_128_CBC_SHA256}. */
    public static final CipherSuite TLS_RSA_WITH_AES_128_CBC_SHA256 = TABLE.constant(0x003c);

    /** {@code TLS_RSA_WITH_AES_256_CBC_SHA256}. */
    public static final CipherSuite TLS_RSA_WITH_AES_256_CBC_SHA256 = TABLE.constant(0x003d);

    /** {@code TLS_RSA_WITH_AES_128_GCM_SHA256}. */
    public static final CipherSuite TLS_RSA_WITH_AES_128_GCM_SHA256 = TABLE.constant(0x009c);

    /** {@code TLS_RSA_WITH_AES_256_GCM_SHA384}. */
    public static final CipherSuite TLS_RSA_WITH_AES_256_GCM_SHA384 = TABLE.constant(0x009d);

    /** {@code TLS_DHE_RSA_WITH_AES_128_GCM_SHA256}. */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 = TABLE.constant(0x009e);

    /** {@code TLS_DHE_RSA_WITH_AES_256_GCM_SHA384}. */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 = TABLE.constant(0x009f);

    /** {@code TLS_EMPTY_RENEGOTIATION_INFO_SCSV}. */
    public static final CipherSuite TLS_EMPTY_RENEGOTIATION_INFO_SCSV = TABLE.constant(0x00ff);

    /** {@code TLS_AES_128_GCM_SHA256}. */
    public static final CipherSuite TLS_AES_128_GCM_SHA256 = TABLE.constant(0x1301);

    /** {@code TLS_AES_256_GCM_SHA384}. */
    public static final CipherSuite TLS_AES_256_GCM_SHA384 = TABLE.constant(0x1302);

    /** {@code TLS_CHACHA20_POLY1305_SHA256}. */
    public static final CipherSuite TLS_CHACHA20_POLY1305_SHA256 = TABLE.constant(0x1303);

    /** {@code TLS_AES_128_CCM_SHA256}. */
    public static final CipherSuite TLS_AES_128_CCM_SHA256 = TABLE.constant(0x1304);

    /** {@code TLS_AES_128_CCM_8_SHA256}. */
    public static final CipherSuite TLS_AES_128_CCM_8_SHA256 = TABLE.constant(0x1305);

    /** {@code TLS_FALLBACK_SCSV}. */
    public static final CipherSuite TLS_FALLBACK_SCSV = TABLE.constant(0x5600);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = TABLE.constant(0xc009);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = TABLE.constant(0xc00a);

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = TABLE.constant(0xc013);

    /** {@code TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = TABLE.constant(0xc014);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 = TABLE.constant(0xc023);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 = TABLE.constant(0xc024);

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 = TABLE.constant(0xc027);

    /** {@code TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 = TABLE.constant(0xc028);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = TABLE.constant(0xc02b);

    /** {@code TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = TABLE.constant(0xc02c);

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = TABLE.constant(0xc02f);

    /** {@code TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = TABLE.constant(0xc030);

    /** {@code TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256}. */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = TABLE.constant(0xcca8);

    /** {@code TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256}. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = TABLE.constant(0xcca9);

    /** {@code TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256}. */
    public static final CipherSuite TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = TABLE.constant(0xccaa);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CipherSuite {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CipherSuite of(int value) {
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
