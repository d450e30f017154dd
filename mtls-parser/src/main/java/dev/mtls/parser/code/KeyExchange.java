package dev.mtls.parser.code;

/** How a cipher suite of TLS 1.2 or older agrees on its secret: what its key exchange messages look like. */
public enum KeyExchange {
    /** The client encrypts a secret for the server's key. RFC 5246 7.4.7.1. */
    RSA,
    /** The same for a short key that the server may send, signed. RFC 2246 7.4.3. */
    RSA_EXPORT,
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
    /** A password, by the Secure Remote Password protocol, without a signature. RFC 5054. */
    SRP,
    /** The same with a signature of the server. RFC 5054. */
    SRP_SIGNED,
    /** A password, by the dragonfly protocol on elliptic curves. RFC 8492. */
    ECCPWD,
    /** Keys of the Russian standards. RFC 9189. Its messages stay opaque. */
    GOST,
    /** Kerberos tickets. RFC 2712. Its messages stay opaque. */
    KRB5,
    /** A password, by J-PAKE on elliptic curves. Of no RFC; its messages stay opaque. */
    ECJPAKE,
    /** None: a suite of TLS 1.3, which says nothing about it, TLS_NULL_WITH_NULL_NULL, or a number that only signals. */
    NONE,
    /** A way that this library does not know. */
    OTHER;

    private static final String WITH = "_WITH_";

    /** The key exchange that a suite's registered name tells, or the number of one seen in the wild. */
    public static KeyExchange of(CipherSuite suite) {
        if (!suite.isRegistered()) {
            return unregistered(suite.value());
        }
        String name = suite.name();
        int with = name.indexOf(WITH);
        if (!name.startsWith("TLS_") || with < 0) {
            return NONE;
        }
        return switch (name.substring("TLS_".length(), with)) {
            case "RSA" -> RSA;
            case "RSA_EXPORT" -> RSA_EXPORT;
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
            case "SRP_SHA" -> SRP;
            case "SRP_SHA_RSA", "SRP_SHA_DSS" -> SRP_SIGNED;
            case "ECCPWD" -> ECCPWD;
            case "KRB5", "KRB5_EXPORT" -> KRB5;
            case "GOSTR341112_256" -> GOST;
            case "NULL" -> NONE;
            default -> OTHER;
        };
    }

    /** Numbers that the registry does not have, or not with these names, but that were used. */
    private static KeyExchange unregistered(int value) {
        return switch (value) {
            case 0x0047, 0x0048, 0x0049 -> ECDH; // drafts of RFC 4492
            case 0x0060, 0x0061, 0x0062, 0x0064 -> RSA_EXPORT; // 1,024-bit export suites
            case 0x0063, 0x0065, 0x0066 -> DHE;
            case 0x0080, 0x0081, 0x0082, 0x0083 -> GOST;
            case 0xc0ff -> ECJPAKE;
            case 0xcc13, 0xcc14 -> ECDHE; // drafts of RFC 7905
            case 0xcc15 -> DHE;
            case 0xfefe, 0xfeff, 0xffe0, 0xffe1 -> RSA; // the FIPS suites of Netscape
            default -> OTHER;
        };
    }

    /** Whether the server signs the parameters it sends. */
    public boolean isSigned() {
        return this == DHE || this == ECDHE || this == SRP_SIGNED || this == RSA_EXPORT;
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

    /** Whether the parameters are those of the Secure Remote Password protocol. */
    public boolean isSrp() {
        return this == SRP || this == SRP_SIGNED;
    }
}
