package dev.mtls.core.pem;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The ways from a password to the bytes of a key and of an initialisation vector, scrypt apart, which is Bouncy Castle's. */
final class KeyDerivation {

    /** What the bytes of PKCS#12 are for, RFC 7292, appendix B.3. */
    static final int PKCS12_KEY = 1;

    static final int PKCS12_IV = 2;
    static final int PKCS12_MAC = 3;

    private KeyDerivation() {}

    /** PBKDF1, RFC 8018, section 5.1. */
    static byte[] pbkdf1(MessageDigest digest, byte[] password, byte[] salt, int iterations, int length) {
        digest.update(password);
        byte[] derived = digest.digest(salt);
        for (int i = 1; i < iterations; i++) {
            derived = digest.digest(derived);
        }
        return Arrays.copyOf(derived, length);
    }

    /** PBKDF2, RFC 8018, section 5.2. */
    static byte[] pbkdf2(Mac prf, byte[] password, byte[] salt, int iterations, int length)
            throws GeneralSecurityException {
        // HMAC pads its key with zeros, so that one zero is the same key as none; the JDK's class refuses none.
        prf.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, prf.getAlgorithm()));
        int size = prf.getMacLength();
        byte[] derived = new byte[length];
        byte[] u = new byte[size];
        byte[] t = new byte[size];
        for (int from = 0, block = 1; from < length; from += size, block++) {
            prf.update(salt);
            prf.update(new byte[] {(byte) (block >>> 24), (byte) (block >>> 16), (byte) (block >>> 8), (byte) block});
            prf.doFinal(u, 0);
            System.arraycopy(u, 0, t, 0, size);
            for (int i = 1; i < iterations; i++) {
                prf.update(u);
                prf.doFinal(u, 0);
                for (int j = 0; j < size; j++) {
                    t[j] ^= u[j];
                }
            }
            System.arraycopy(t, 0, derived, from, Math.min(size, length - from));
        }
        Arrays.fill(u, (byte) 0);
        Arrays.fill(t, (byte) 0);
        return derived;
    }

    /** RFC 7292, appendix B.2, in the words and letters that stand there. */
    static byte[] pkcs12(MessageDigest digest, int id, byte[] password, byte[] salt, int iterations, int length) {
        int v = digest.getAlgorithm().matches("SHA-(384|512.*)") ? 128 : 64;
        byte[] d = new byte[v];
        Arrays.fill(d, (byte) id);
        byte[] s = repeated(salt, v);
        byte[] p = repeated(password, v);
        byte[] i = Arrays.copyOf(s, s.length + p.length);
        System.arraycopy(p, 0, i, s.length, p.length);
        byte[] derived = new byte[length];
        for (int from = 0; from < length; ) {
            digest.update(d);
            byte[] a = digest.digest(i);
            for (int round = 1; round < iterations; round++) {
                a = digest.digest(a);
            }
            System.arraycopy(a, 0, derived, from, Math.min(a.length, length - from));
            from += a.length;
            byte[] b = Arrays.copyOf(repeated(a, v), v);
            for (int block = 0; block < i.length; block += v) {
                addPlusOne(i, block, b);
            }
        }
        Arrays.fill(i, (byte) 0);
        Arrays.fill(p, (byte) 0);
        return derived;
    }

    /** As often as it takes to fill blocks of v bytes. */
    private static byte[] repeated(byte[] bytes, int v) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] filled = new byte[v * ((bytes.length + v - 1) / v)];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = bytes[i % bytes.length];
        }
        return filled;
    }

    private static void addPlusOne(byte[] i, int from, byte[] b) {
        int carry = 1;
        for (int j = b.length - 1; j >= 0; j--) {
            carry += (i[from + j] & 0xff) + (b[j] & 0xff);
            i[from + j] = (byte) carry;
            carry >>>= 8;
        }
    }

    /** What OpenSSL calls EVP_BytesToKey, with MD5 and one round: each digest over the one before, the password and the salt. */
    static byte[] openssl(MessageDigest md5, byte[] password, byte[] salt, int length) {
        byte[] derived = new byte[length];
        byte[] before = new byte[0];
        for (int from = 0; from < length; from += before.length) {
            md5.update(before);
            md5.update(password);
            before = md5.digest(salt);
            System.arraycopy(before, 0, derived, from, Math.min(before.length, length - from));
        }
        Arrays.fill(before, (byte) 0);
        return derived;
    }
}
