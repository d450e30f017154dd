package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;

/**
 * A cipher that an SSLv2 ClientHello offers: a cipher suite of TLS, or one of SSLv2. RFC 5246 appendix E.2, RFC 6101
 * appendix E.
 *
 * <p>On the wire three bytes, of which the first is 0 for a cipher suite of TLS.
 *
 * @param value the number, 0 to 2<sup>24</sup> - 1
 */
public record Sslv2CipherKind(int value) implements CodePoint {

    /** Bytes on the wire. */
    public static final int LENGTH = 3;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public Sslv2CipherKind {
        if (value < 0 || value > 0xff_ffff) {
            throw new IllegalArgumentException("SSLv2 cipher kind: " + value + " is not 0 to 16777215");
        }
    }

    /** Whether this is a cipher suite of TLS. */
    public boolean isCipherSuite() {
        return value <= 0xffff;
    }

    /** The name of the cipher suite, or that of SSLv2 as in {@code SSL_CK_RC4_128_WITH_MD5}. */
    @Override
    public String name() {
        return switch (value) {
            case 0x010080 -> "SSL_CK_RC4_128_WITH_MD5";
            case 0x020080 -> "SSL_CK_RC4_128_EXPORT40_WITH_MD5";
            case 0x030080 -> "SSL_CK_RC2_128_CBC_WITH_MD5";
            case 0x040080 -> "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5";
            case 0x050080 -> "SSL_CK_IDEA_128_CBC_WITH_MD5";
            case 0x060040 -> "SSL_CK_DES_64_CBC_WITH_MD5";
            case 0x0700c0 -> "SSL_CK_DES_192_EDE3_CBC_WITH_MD5";
            default -> isCipherSuite() ? CipherSuite.of(value).name() : String.format("unknown(0x%06X)", value);
        };
    }

    @Override
    public boolean isGrease() {
        return isCipherSuite() && CipherSuite.of(value).isGrease();
    }

    @Override
    public boolean isRegistered() {
        return isCipherSuite() ? CipherSuite.of(value).isRegistered() : !name().startsWith("unknown");
    }

    @Override
    public String toString() {
        return name();
    }
}
