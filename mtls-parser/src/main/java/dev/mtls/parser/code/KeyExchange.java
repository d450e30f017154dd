package dev.mtls.parser.code;

/** How a cipher suite of TLS 1.2 or older agrees on its secret: what its key exchange messages look like. */
public enum KeyExchange {
    /** The client encrypts a secret for the server's key. RFC 5246 7.4.7.1. */
    RSA,
    /** Diffie-Hellman with a signed key of its own. RFC 5246 7.4.3. */
    DHE,
    /** Diffie-Hellman without a signature. */
    DH_ANON,
    /** Diffie-Hellman with the key of the server's certificate. */
    DH,
    /** The same on elliptic curves, signed. RFC 8422 5.4. */
    ECDHE,
    /** The same on elliptic curves, without a signature. */
    ECDH_ANON,
    /** The same on elliptic curves, with the key of the server's certificate. */
    ECDH,
    /** A pre-shared key alone. RFC 4279 2. */
    PSK,
    /** A pre-shared key with Diffie-Hellman. RFC 4279 3. */
    DHE_PSK,
    /** A pre-shared key with a secret that the client encrypts. RFC 4279 4. */
    RSA_PSK,
    /** A pre-shared key with Diffie-Hellman on elliptic curves. RFC 5489. */
    ECDHE_PSK,
    /** A way that this library knows the name of at most, or a suite of TLS 1.3, which says nothing about it. */
    OTHER;

    private static final String WITH = "_WITH_";

    /** The key exchange that a suite's registered name tells. */
    public static KeyExchange of(CipherSuite suite) {
        String name = suite.name();
        int with = name.indexOf(WITH);
        if (!name.startsWith("TLS_") || with < 0) {
            return OTHER;
        }
        return switch (name.substring("TLS_".length(), with)) {
            case "RSA" -> RSA;
            case "DHE_RSA", "DHE_DSS", "DHE_RSA_EXPORT", "DHE_DSS_EXPORT" -> DHE;
            case "DH_anon", "DH_anon_EXPORT" -> DH_ANON;
            case "DH_RSA", "DH_DSS", "DH_RSA_EXPORT", "DH_DSS_EXPORT" -> DH;
            case "ECDHE_RSA", "ECDHE_ECDSA" -> ECDHE;
            case "ECDH_anon" -> ECDH_ANON;
            case "ECDH_RSA", "ECDH_ECDSA" -> ECDH;
            case "PSK" -> PSK;
            case "DHE_PSK", "PSK_DHE" -> DHE_PSK;
            case "RSA_PSK" -> RSA_PSK;
            case "ECDHE_PSK" -> ECDHE_PSK;
            default -> OTHER;
        };
    }

    /** Whether the server signs the parameters it sends. */
    public boolean isSigned() {
        return this == DHE || this == ECDHE;
    }

    /** Whether a pre-shared key takes part. */
    public boolean isPsk() {
        return this == PSK || this == DHE_PSK || this == RSA_PSK || this == ECDHE_PSK;
    }

    /** Whether the parameters are a curve and a point. */
    public boolean isEcdh() {
        return this == ECDHE || this == ECDH_ANON || this == ECDHE_PSK;
    }

    /** Whether the parameters are a prime, a generator and a number. */
    public boolean isDh() {
        return this == DHE || this == DH_ANON || this == DHE_PSK;
    }
}
