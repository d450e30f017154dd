package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.CipherSuite;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a cipher suite protects records and which hash it derives keys with, as its registered name says.
 *
 * @param mode how records are protected
 * @param cipher name of the block or stream cipher in the JCE, empty where nothing is enciphered
 * @param keyLength bytes of the cipher's key
 * @param tagLength bytes of the authentication tag of an AEAD, else of the MAC
 * @param mac name of the MAC's hash in the JCE, empty for an AEAD
 * @param hash hash of TLS 1.2's PRF and of TLS 1.3, {@code SHA-256} or {@code SHA-384}
 */
public record SuiteProtection(Mode mode, String cipher, int keyLength, int tagLength, String mac, String hash) {

    /** How records are protected. */
    public enum Mode {
        /** AES-GCM. RFC 5288. */
        GCM,
        /** AES-CCM, maybe with a tag of 8 bytes. RFC 6655. */
        CCM,
        /** ChaCha20-Poly1305. RFC 7905. */
        CHACHA20_POLY1305,
        /** A block cipher in CBC mode with HMAC. RFC 5246 section 6.2.3.2. */
        CBC,
        /** RC4 with HMAC, or no cipher. RFC 5246 section 6.2.3.1. */
        STREAM;

        boolean isAead() {
            return this == GCM || this == CCM || this == CHACHA20_POLY1305;
        }
    }

    private static final Pattern AEAD =
            Pattern.compile("AES_(128|256)_(GCM|CCM)(_8)?(_SHA256|_SHA384)?|(CHACHA20_POLY1305)(_SHA256)?");
    private static final Pattern MACED =
            Pattern.compile("(AES_128_CBC|AES_256_CBC|3DES_EDE_CBC|DES_CBC|RC4_128|NULL)_(MD5|SHA|SHA256|SHA384)");

    /**
     * The protection of a suite.
     *
     * @return empty where the JDK has no such cipher (Camellia, ARIA, GOST), or the name is not registered
     */
    public static Optional<SuiteProtection> of(CipherSuite suite) {
        String name = suite.name();
        int with = name.indexOf("_WITH_");
        if (!suite.isRegistered() || !name.startsWith("TLS_") || name.contains("_EXPORT_")) {
            return Optional.empty();
        }
        String protection = name.substring(with < 0 ? "TLS_".length() : with + "_WITH_".length());
        String hash = name.endsWith("_SHA384") ? "SHA-384" : "SHA-256";
        Matcher aead = AEAD.matcher(protection);
        if (aead.matches()) {
            if (aead.group(5) != null) {
                return Optional.of(new SuiteProtection(Mode.CHACHA20_POLY1305, "ChaCha20", 32, 16, "", hash));
            }
            int tag = aead.group(3) != null ? 8 : 16;
            Mode mode = aead.group(2).equals("GCM") ? Mode.GCM : Mode.CCM;
            return Optional.of(new SuiteProtection(mode, "AES", Integer.parseInt(aead.group(1)) / 8, tag, "", hash));
        }
        Matcher maced = MACED.matcher(protection);
        return maced.matches() ? Optional.of(maced(maced.group(1), maced.group(2), hash)) : Optional.empty();
    }

    private static SuiteProtection maced(String cipher, String mac, String hash) {
        String digest = switch (mac) {
            case "MD5" -> "MD5";
            case "SHA" -> "SHA1";
            default -> mac;
        };
        int length = switch (mac) {
            case "MD5" -> 16;
            case "SHA" -> 20;
            case "SHA256" -> 32;
            default -> 48;
        };
        return switch (cipher) {
            case "AES_128_CBC" -> new SuiteProtection(Mode.CBC, "AES", 16, length, digest, hash);
            case "AES_256_CBC" -> new SuiteProtection(Mode.CBC, "AES", 32, length, digest, hash);
            case "3DES_EDE_CBC" -> new SuiteProtection(Mode.CBC, "DESede", 24, length, digest, hash);
            case "DES_CBC" -> new SuiteProtection(Mode.CBC, "DES", 8, length, digest, hash);
            case "RC4_128" -> new SuiteProtection(Mode.STREAM, "ARCFOUR", 16, length, digest, hash);
            default -> new SuiteProtection(Mode.STREAM, "", 0, length, digest, hash);
        };
    }

    /** Bytes of the cipher's block; 0 for anything but CBC. */
    int blockLength() {
        return mode != Mode.CBC ? 0 : cipher.equals("AES") ? 16 : 8;
    }
}
