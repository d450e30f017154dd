package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** How a password opens something: a derivation of the key, and a cipher. */
sealed interface PasswordScheme {

    /** Fewer rounds than this hold nobody up. */
    int FEW_ITERATIONS = 1_000;

    byte[] decrypt(byte[] password, byte[] encrypted) throws GeneralSecurityException;

    /** The scheme in a few words, such as {@code PBES2 with PBKDF2-HmacSHA256 and AES-256-CBC}. */
    String text();

    /** What is weak about it, if anything. */
    Optional<String> weakness();

    /** The password as the bytes that the scheme may have been used with. */
    default List<byte[]> encodings(Password password) {
        return password.octets();
    }

    /**
     * What was encrypted, which is one DER SEQUENCE. A cipher without padding opens with any password, and one with padding with one
     * wrong password in 256, so that this is what tells the right one.
     */
    default byte[] open(byte[] encrypted, Password password, Where where) {
        @Nullable Exception last = null;
        for (byte[] encoding : encodings(password)) {
            try {
                byte[] plain = decrypt(encoding, encrypted);
                if (DerReader.isOne(DerReader.SEQUENCE, plain)) {
                    return plain;
                }
                Arrays.fill(plain, (byte) 0);
            } catch (NoSuchAlgorithmException e) {
                throw unsupported(text(), where);
            } catch (GeneralSecurityException | RuntimeException e) {
                // Bouncy Castle answers damaged parameters with whatever its own code runs into.
                last = e;
            }
        }
        throw wrongPassword(where, last);
    }

    /** A warning where the scheme is weak. */
    default Optional<Finding> finding(Where where) {
        return weakness()
                .map(what -> Finding.at(
                        where,
                        "key-protection-weak",
                        Severity.WARNING,
                        "The private key is weakly encrypted",
                        "found " + what + ", expected PBES2 with AES and PBKDF2 or scrypt",
                        "encrypt it again with: openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt"));
    }

    static MtlsConfigurationException wrongPassword(Where where, @Nullable Exception cause) {
        String detail = "found nothing that makes sense behind it, expected what was encrypted";
        String remedy = "check the password; if it is right the source is damaged";
        return cause == null
                ? PemError.KEY_PASSWORD_WRONG.at(where, detail, remedy)
                : PemError.KEY_PASSWORD_WRONG.at(where, detail, remedy, cause);
    }

    /** A store whose own password is right. */
    static MtlsConfigurationException otherPassword(Where where, Exception cause) {
        return PemError.KEY_PASSWORD_WRONG.at(
                where,
                "found that the store opens with this password and a key in it does not, expected one password for both",
                "load the store yourself, and give it to Identity.of with the password of the key",
                cause);
    }

    static MtlsConfigurationException unsupported(String what, Where where) {
        return PemError.KEY_ENCRYPTION_UNSUPPORTED.at(
                where,
                "found " + what + ", which cannot be opened, expected PBES2 with AES",
                "encrypt it again with: openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    /** PBES2, RFC 8018, section 6.2. */
    record Pbes2(Derivation derivation, KeyCipher cipher, AlgorithmParameterSpec parameters) implements PasswordScheme {

        /** PBKDF2 or scrypt. */
        interface Derivation {
            byte[] derive(byte[] password, int length) throws GeneralSecurityException;

            String text();

            Optional<String> weakness();
        }

        record Pbkdf2(String prf, byte[] salt, int iterations) implements Derivation {
            @Override
            public byte[] derive(byte[] password, int length) throws GeneralSecurityException {
                Mac mac = Mac.getInstance(prf);
                return KeyDerivation.pbkdf2(mac, password, salt, iterations, length);
            }

            @Override
            public String text() {
                return "PBKDF2-" + prf;
            }

            @Override
            public Optional<String> weakness() {
                return iterations < FEW_ITERATIONS
                        ? Optional.of("PBKDF2 with " + iterations + (iterations == 1 ? " iteration" : " iterations"))
                        : Optional.empty();
            }
        }

        record Scrypt(byte[] salt, int cost, int blockSize, int parallelization) implements Derivation {
            @Override
            public byte[] derive(byte[] password, int length) {
                return BouncyCastle.scrypt(password, salt, cost, blockSize, parallelization, length);
            }

            @Override
            public String text() {
                return "scrypt";
            }

            @Override
            public Optional<String> weakness() {
                return Optional.empty();
            }
        }

        @Override
        public byte[] decrypt(byte[] password, byte[] encrypted) throws GeneralSecurityException {
            byte[] key = derivation.derive(password, cipher.keyBytes());
            try {
                return cipher.decrypt(key, parameters, encrypted);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }

        @Override
        public String text() {
            return "PBES2 with " + derivation.text() + " and " + cipher.name();
        }

        @Override
        public Optional<String> weakness() {
            return cipher.isBroken()
                    ? Optional.of(cipher.name() + ", a cipher or mode that is broken")
                    : derivation.weakness();
        }
    }

    /** PBES1, RFC 8018, section 6.1. */
    record Pbes1(String digest, KeyCipher cipher, byte[] salt, int iterations) implements PasswordScheme {

        @Override
        public byte[] decrypt(byte[] password, byte[] encrypted) throws GeneralSecurityException {
            MessageDigest hash = MessageDigest.getInstance(digest);
            byte[] derived = KeyDerivation.pbkdf1(hash, password, salt, iterations, 16);
            byte[] key = Arrays.copyOf(derived, 8);
            try {
                return cipher.decrypt(key, cipher.withIv(Arrays.copyOfRange(derived, 8, 16)), encrypted);
            } finally {
                Arrays.fill(derived, (byte) 0);
                Arrays.fill(key, (byte) 0);
            }
        }

        @Override
        public String text() {
            return "PBES1 with " + digest + " and " + cipher.name();
        }

        @Override
        public Optional<String> weakness() {
            return Optional.of(text() + ", of which digest and cipher are those of the last century");
        }
    }

    /** The encryption of PKCS#12, RFC 7292, appendix C. */
    record Pkcs12Pbe(KeyCipher cipher, byte[] salt, int iterations) implements PasswordScheme {

        @Override
        public byte[] decrypt(byte[] password, byte[] encrypted) throws GeneralSecurityException {
            byte[] key = derive(password, KeyDerivation.PKCS12_KEY, cipher.keyBytes());
            try {
                byte[] iv = derive(password, KeyDerivation.PKCS12_IV, cipher.blockBytes());
                return cipher.decrypt(key, cipher.withIv(iv), encrypted);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }

        private byte[] derive(byte[] password, int id, int length) throws GeneralSecurityException {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return KeyDerivation.pkcs12(sha1, id, password, salt, iterations, length);
        }

        @Override
        public List<byte[]> encodings(Password password) {
            return password.bmpString();
        }

        @Override
        public String text() {
            return "PKCS#12-PBE with SHA-1 and " + cipher.name();
        }

        @Override
        public Optional<String> weakness() {
            return Optional.of(text() + ", of which digest and cipher are those of the last century");
        }
    }

    /** The encryption of OpenSSL before PKCS#8, RFC 1421 headers and a derivation of its own. */
    record DekInfo(KeyCipher cipher, byte[] iv) implements PasswordScheme {

        private static final int SALT_BYTES = 8;

        @Override
        public byte[] decrypt(byte[] password, byte[] encrypted) throws GeneralSecurityException {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] key = KeyDerivation.openssl(md5, password, Arrays.copyOf(iv, SALT_BYTES), cipher.keyBytes());
            try {
                return cipher.decrypt(key, cipher.withIv(iv), encrypted);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }

        @Override
        public String text() {
            return "DEK-Info " + cipher.name();
        }

        @Override
        public Optional<String> weakness() {
            return Optional.of(text() + ", whose key is one round of MD5 of the password");
        }
    }
}
