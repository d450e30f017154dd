package dev.mtls.parser.decrypt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Services of the JDK's own providers, asked for by provider: one that was put in front of them to record derivations
 * must not see what we derive. Where the JDK's provider is not installed, whichever is.
 */
final class Jce {

    private static final String CIPHERS = "SunJCE";
    private static final String DIGESTS = "SUN";

    private Jce() {}

    static Mac mac(String algorithm, byte[] key) {
        try {
            Provider provider = Security.getProvider(CIPHERS);
            Mac mac = provider == null ? Mac.getInstance(algorithm) : Mac.getInstance(algorithm, provider);
            // A key of no bytes is one for HMAC, but not for SecretKeySpec.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }

    static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
        Mac mac = mac(algorithm, key);
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    static MessageDigest digest(String algorithm) {
        try {
            Provider provider = Security.getProvider(DIGESTS);
            return provider == null
                    ? MessageDigest.getInstance(algorithm)
                    : MessageDigest.getInstance(algorithm, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }

    /** A cipher, null where the JDK has none of this name. */
    static @Nullable Cipher cipher(String transformation) {
        try {
            Provider provider = Security.getProvider(CIPHERS);
            return provider == null ? Cipher.getInstance(transformation) : Cipher.getInstance(transformation, provider);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
