package dev.mtls.core.pem;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cipher that private keys are encrypted with, by the name that OpenSSL gives it, which is also what stands in a {@code DEK-Info}
 * header: a family, and after the last dash the mode. The JDK's own cipher is used where it has one, else Bouncy Castle's.
 *
 * @param name the name of OpenSSL, such as {@code CAMELLIA-256-CBC}
 * @param algorithm what JCA calls the family
 * @param keyBytes the length of the key
 * @param blockBytes the length of a block
 * @param mode what JCA calls the mode
 */
record KeyCipher(String name, String algorithm, int keyBytes, int blockBytes, String mode) {

    private record Family(String algorithm, int keyBytes, int blockBytes) {}

    /** A new cipher is a row here, and one in {@link #OBJECT_IDENTIFIERS} where PBES2 has it. */
    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("AES-128", new Family("AES", 16, 16)),
            Map.entry("AES-192", new Family("AES", 24, 16)),
            Map.entry("AES-256", new Family("AES", 32, 16)),
            Map.entry("CAMELLIA-128", new Family("Camellia", 16, 16)),
            Map.entry("CAMELLIA-192", new Family("Camellia", 24, 16)),
            Map.entry("CAMELLIA-256", new Family("Camellia", 32, 16)),
            Map.entry("ARIA-128", new Family("ARIA", 16, 16)),
            Map.entry("ARIA-192", new Family("ARIA", 24, 16)),
            Map.entry("ARIA-256", new Family("ARIA", 32, 16)),
            Map.entry("SEED", new Family("SEED", 16, 16)),
            Map.entry("SM4", new Family("SM4", 16, 16)),
            Map.entry("DES-EDE3", new Family("DESede", 24, 8)),
            Map.entry("DES-EDE", new Family("DESede", 16, 8)),
            Map.entry("DES", new Family("DES", 8, 8)),
            Map.entry("BF", new Family("Blowfish", 16, 8)),
            Map.entry("CAST5", new Family("CAST5", 16, 8)),
            Map.entry("IDEA", new Family("IDEA", 16, 8)),
            Map.entry("RC2", new Family("RC2", 16, 8)),
            Map.entry("RC2-64", new Family("RC2", 8, 8)),
            Map.entry("RC2-40", new Family("RC2", 5, 8)));

    private static final Set<String> MODES = Set.of("CBC", "CFB", "CFB8", "OFB", "CTR", "ECB", "GCM");

    /** The encryption schemes of PBES2. */
    private static final Map<String, String> OBJECT_IDENTIFIERS = Map.ofEntries(
            Map.entry("2.16.840.1.101.3.4.1.1", "AES-128-ECB"),
            Map.entry("2.16.840.1.101.3.4.1.2", "AES-128-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.3", "AES-128-OFB"),
            Map.entry("2.16.840.1.101.3.4.1.4", "AES-128-CFB"),
            Map.entry("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
            Map.entry("2.16.840.1.101.3.4.1.21", "AES-192-ECB"),
            Map.entry("2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.23", "AES-192-OFB"),
            Map.entry("2.16.840.1.101.3.4.1.24", "AES-192-CFB"),
            Map.entry("2.16.840.1.101.3.4.1.26", "AES-192-GCM"),
            Map.entry("2.16.840.1.101.3.4.1.41", "AES-256-ECB"),
            Map.entry("2.16.840.1.101.3.4.1.42", "AES-256-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.43", "AES-256-OFB"),
            Map.entry("2.16.840.1.101.3.4.1.44", "AES-256-CFB"),
            Map.entry("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
            Map.entry("1.2.392.200011.61.1.1.1.2", "CAMELLIA-128-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.3", "CAMELLIA-192-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.4", "CAMELLIA-256-CBC"),
            Map.entry("0.3.4401.5.3.1.9.1", "CAMELLIA-128-ECB"),
            Map.entry("0.3.4401.5.3.1.9.3", "CAMELLIA-128-OFB"),
            Map.entry("0.3.4401.5.3.1.9.4", "CAMELLIA-128-CFB"),
            Map.entry("0.3.4401.5.3.1.9.9", "CAMELLIA-128-CTR"),
            Map.entry("0.3.4401.5.3.1.9.21", "CAMELLIA-192-ECB"),
            Map.entry("0.3.4401.5.3.1.9.23", "CAMELLIA-192-OFB"),
            Map.entry("0.3.4401.5.3.1.9.24", "CAMELLIA-192-CFB"),
            Map.entry("0.3.4401.5.3.1.9.29", "CAMELLIA-192-CTR"),
            Map.entry("0.3.4401.5.3.1.9.41", "CAMELLIA-256-ECB"),
            Map.entry("0.3.4401.5.3.1.9.43", "CAMELLIA-256-OFB"),
            Map.entry("0.3.4401.5.3.1.9.44", "CAMELLIA-256-CFB"),
            Map.entry("0.3.4401.5.3.1.9.49", "CAMELLIA-256-CTR"),
            Map.entry("1.2.410.200046.1.1.1", "ARIA-128-ECB"),
            Map.entry("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
            Map.entry("1.2.410.200046.1.1.3", "ARIA-128-CFB"),
            Map.entry("1.2.410.200046.1.1.4", "ARIA-128-OFB"),
            Map.entry("1.2.410.200046.1.1.5", "ARIA-128-CTR"),
            Map.entry("1.2.410.200046.1.1.6", "ARIA-192-ECB"),
            Map.entry("1.2.410.200046.1.1.7", "ARIA-192-CBC"),
            Map.entry("1.2.410.200046.1.1.8", "ARIA-192-CFB"),
            Map.entry("1.2.410.200046.1.1.9", "ARIA-192-OFB"),
            Map.entry("1.2.410.200046.1.1.10", "ARIA-192-CTR"),
            Map.entry("1.2.410.200046.1.1.11", "ARIA-256-ECB"),
            Map.entry("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
            Map.entry("1.2.410.200046.1.1.13", "ARIA-256-CFB"),
            Map.entry("1.2.410.200046.1.1.14", "ARIA-256-OFB"),
            Map.entry("1.2.410.200046.1.1.15", "ARIA-256-CTR"),
            Map.entry("1.2.410.200004.1.3", "SEED-ECB"),
            Map.entry("1.2.410.200004.1.4", "SEED-CBC"),
            Map.entry("1.2.410.200004.1.5", "SEED-CFB"),
            Map.entry("1.2.410.200004.1.6", "SEED-OFB"),
            Map.entry("1.2.156.10197.1.104.1", "SM4-ECB"),
            Map.entry("1.2.156.10197.1.104.2", "SM4-CBC"),
            Map.entry("1.2.156.10197.1.104.3", "SM4-OFB"),
            Map.entry("1.2.156.10197.1.104.4", "SM4-CFB"),
            Map.entry("1.2.156.10197.1.104.7", "SM4-CTR"),
            Map.entry("1.2.840.113549.3.7", "DES-EDE3-CBC"),
            Map.entry("1.3.14.3.2.17", "DES-EDE-ECB"),
            Map.entry("1.3.14.3.2.6", "DES-ECB"),
            Map.entry("1.3.14.3.2.7", "DES-CBC"),
            Map.entry("1.3.14.3.2.8", "DES-OFB"),
            Map.entry("1.3.14.3.2.9", "DES-CFB"),
            Map.entry("1.2.840.113549.3.2", "RC2-CBC"),
            Map.entry("1.3.6.1.4.1.3029.1.2", "BF-CBC"),
            Map.entry("1.2.840.113533.7.66.10", "CAST5-CBC"),
            Map.entry("1.3.6.1.4.1.188.7.1.1.2", "IDEA-CBC"));

    private static final String RC4 = "1.2.840.113549.3.4";
    private static final Set<String> BROKEN = Set.of("DES", "RC2", "ARCFOUR");

    static Optional<KeyCipher> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        int dash = upper.lastIndexOf('-');
        Family family = dash < 0 ? null : FAMILIES.get(upper.substring(0, dash));
        String mode = upper.substring(dash + 1);
        return family == null || !MODES.contains(mode)
                ? Optional.empty()
                : Optional.of(new KeyCipher(upper, family.algorithm, family.keyBytes, family.blockBytes, mode));
    }

    static Optional<KeyCipher> ofObjectIdentifier(String oid) {
        if (oid.equals(RC4)) {
            return Optional.of(rc4(16));
        }
        return Optional.ofNullable(OBJECT_IDENTIFIERS.get(oid)).flatMap(KeyCipher::named);
    }

    /** A stream cipher, which has neither blocks nor an initialisation vector. */
    static KeyCipher rc4(int keyBytes) {
        return new KeyCipher("RC4-" + 8 * keyBytes, "ARCFOUR", keyBytes, 0, "");
    }

    KeyCipher withKeyBytes(int length) {
        return new KeyCipher(name, algorithm, length, blockBytes, mode);
    }

    boolean isBroken() {
        return BROKEN.contains(algorithm) || mode.equals("ECB");
    }

    /** The length of the initialisation vector, 0 where there is none. */
    int ivBytes() {
        return mode.equals("ECB") ? 0 : blockBytes;
    }

    /** What the cipher takes beside its key: RC2 also wants to know how many bits of the key count, which is all of them here. */
    AlgorithmParameterSpec withIv(byte[] iv) {
        return algorithm.equals("RC2") ? new RC2ParameterSpec(8 * keyBytes, iv) : new IvParameterSpec(iv);
    }

    byte[] decrypt(byte[] key, AlgorithmParameterSpec parameters, byte[] encrypted) throws GeneralSecurityException {
        // Two keys of triple DES: the first is the third too.
        boolean two = algorithm.equals("DESede") && key.length == 16;
        byte[] whole = two ? Arrays.copyOf(key, 24) : key;
        if (two) {
            System.arraycopy(key, 0, whole, 16, 8);
        }
        try {
            Cipher cipher = cipher();
            SecretKeySpec secret = new SecretKeySpec(whole, algorithm);
            if (ivBytes() == 0) {
                cipher.init(Cipher.DECRYPT_MODE, secret);
            } else {
                cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
            }
            return cipher.doFinal(encrypted);
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }

    private Cipher cipher() throws GeneralSecurityException {
        String padding = mode.equals("CBC") || mode.equals("ECB") ? "PKCS5Padding" : "NoPadding";
        String transformation = mode.isEmpty() ? algorithm : algorithm + "/" + mode + "/" + padding;
        try {
            return Cipher.getInstance(transformation);
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            return Cipher.getInstance(transformation, BouncyCastle.provider());
        }
    }
}
