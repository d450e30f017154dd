package dev.mtls.core.pem;

import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.DerReader.DerException;
import dev.mtls.core.pem.PasswordScheme.DekInfo;
import dev.mtls.core.pem.PasswordScheme.Pbes1;
import dev.mtls.core.pem.PasswordScheme.Pbes2;
import dev.mtls.core.pem.PasswordScheme.Pkcs12Pbe;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;

/**
 * Reads what says how something was encrypted, and holds it against the limits: what an attacker writes there costs nothing yet. All
 * object identifiers and parameters are those that OpenSSL writes.
 */
final class PasswordSchemeReader {

    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";

    private record DigestAndCipher(String digest, KeyCipher cipher) {
        static DigestAndCipher of(String digest, String cipher) {
            return new DigestAndCipher(digest, KeyCipher.named(cipher).orElseThrow());
        }
    }

    private static final Map<String, DigestAndCipher> PBES1 = Map.of(
            "1.2.840.113549.1.5.1", DigestAndCipher.of("MD2", "DES-CBC"),
            "1.2.840.113549.1.5.3", DigestAndCipher.of("MD5", "DES-CBC"),
            "1.2.840.113549.1.5.4", DigestAndCipher.of("MD2", "RC2-64-CBC"),
            "1.2.840.113549.1.5.6", DigestAndCipher.of("MD5", "RC2-64-CBC"),
            "1.2.840.113549.1.5.10", DigestAndCipher.of("SHA-1", "DES-CBC"),
            "1.2.840.113549.1.5.11", DigestAndCipher.of("SHA-1", "RC2-64-CBC"));

    private static final Map<String, KeyCipher> PKCS12 = Map.of(
            "1.2.840.113549.1.12.1.1", KeyCipher.rc4(16),
            "1.2.840.113549.1.12.1.2", KeyCipher.rc4(5),
            "1.2.840.113549.1.12.1.3", KeyCipher.named("DES-EDE3-CBC").orElseThrow(),
            "1.2.840.113549.1.12.1.4", KeyCipher.named("DES-EDE-CBC").orElseThrow(),
            "1.2.840.113549.1.12.1.5", KeyCipher.named("RC2-CBC").orElseThrow(),
            "1.2.840.113549.1.12.1.6", KeyCipher.named("RC2-40-CBC").orElseThrow());

    /** The pseudorandom functions of PBKDF2; the first is the one that is meant where none is named. */
    static final Map<String, String> PRFS = Map.ofEntries(
            Map.entry("1.2.840.113549.2.7", "HmacSHA1"),
            Map.entry("1.2.840.113549.2.6", "HmacMD5"),
            Map.entry("1.2.840.113549.2.8", "HmacSHA224"),
            Map.entry("1.2.840.113549.2.9", "HmacSHA256"),
            Map.entry("1.2.840.113549.2.10", "HmacSHA384"),
            Map.entry("1.2.840.113549.2.11", "HmacSHA512"),
            Map.entry("1.2.840.113549.2.12", "HmacSHA512/224"),
            Map.entry("1.2.840.113549.2.13", "HmacSHA512/256"),
            Map.entry("2.16.840.1.101.3.4.2.13", "HmacSHA3-224"),
            Map.entry("2.16.840.1.101.3.4.2.14", "HmacSHA3-256"),
            Map.entry("2.16.840.1.101.3.4.2.15", "HmacSHA3-384"),
            Map.entry("2.16.840.1.101.3.4.2.16", "HmacSHA3-512"),
            Map.entry("1.3.6.1.5.5.8.1.1", "HmacMD5"),
            Map.entry("1.3.6.1.5.5.8.1.2", "HmacSHA1"));

    private final PemLimits limits;
    private final Where where;

    PasswordSchemeReader(PemLimits limits, Where where) {
        this.limits = limits;
        this.where = where;
    }

    /** The value of a {@code DEK-Info} header: a cipher, a comma and the initialisation vector in hex. */
    PasswordScheme ofDekInfo(String header) {
        int comma = header.indexOf(',');
        if (comma < 0) {
            throw PemError.CORRUPT.at(
                    where,
                    "found DEK-Info " + PemError.quoted(header) + ", expected a cipher, a comma and an IV",
                    "copy the whole key again from where it came");
        }
        String name = header.substring(0, comma).strip();
        KeyCipher cipher = KeyCipher.named(name)
                .filter(named -> named.ivBytes() > 0 && !named.mode().equals("GCM"))
                .orElseThrow(() -> PasswordScheme.unsupported("the cipher " + PemError.quoted(name), where));
        byte[] iv;
        try {
            iv = HexFormat.of().parseHex(header.substring(comma + 1).strip());
        } catch (IllegalArgumentException e) {
            iv = new byte[0];
        }
        if (iv.length != cipher.ivBytes()) {
            throw PemError.CORRUPT.at(
                    where,
                    "found DEK-Info " + PemError.quoted(header) + ", expected " + 2 * cipher.ivBytes()
                            + " hex digits after the comma",
                    "copy the whole key again from where it came");
        }
        return new DekInfo(cipher, iv);
    }

    /** The next element, an AlgorithmIdentifier. */
    PasswordScheme read(DerReader in) throws DerException {
        DerReader algorithm = in.open(DerReader.SEQUENCE, "encryptionAlgorithm");
        String oid = algorithm.objectIdentifier("algorithm");
        if (oid.equals(PBES2)) {
            return pbes2(algorithm.open(DerReader.SEQUENCE, "PBES2-params"));
        }
        DigestAndCipher pbes1 = PBES1.get(oid);
        KeyCipher cipher = pbes1 == null ? PKCS12.get(oid) : pbes1.cipher;
        if (cipher == null) {
            throw PasswordScheme.unsupported("the algorithm " + oid, where);
        }
        DerReader parameters = algorithm.open(DerReader.SEQUENCE, "PBEParameter");
        byte[] salt = parameters.read(DerReader.OCTET_STRING, "salt");
        int iterations = iterations(parameters, "PBE");
        return pbes1 == null
                ? new Pkcs12Pbe(cipher, salt, iterations)
                : new Pbes1(pbes1.digest, cipher, salt, iterations);
    }

    private PasswordScheme pbes2(DerReader in) throws DerException {
        DerReader derivation = in.open(DerReader.SEQUENCE, "keyDerivationFunc");
        String function = derivation.objectIdentifier("keyDerivationFunc");
        KeyLength length = new KeyLength();
        Pbes2.Derivation derive = switch (function) {
            case PBKDF2 -> pbkdf2(derivation.open(DerReader.SEQUENCE, "parameters of PBKDF2"), length);
            case SCRYPT -> scrypt(derivation.open(DerReader.SEQUENCE, "parameters of scrypt"), length);
            default -> throw PasswordScheme.unsupported("the key derivation " + function, where);
        };
        DerReader scheme = in.open(DerReader.SEQUENCE, "encryptionScheme");
        String oid = scheme.objectIdentifier("encryptionScheme");
        KeyCipher cipher = KeyCipher.ofObjectIdentifier(oid)
                .orElseThrow(() -> PasswordScheme.unsupported("the cipher " + oid, where));
        if (length.bytes > 0) {
            cipher = cipher.withKeyBytes(length.bytes);
        }
        return new Pbes2(derive, cipher, parameters(scheme, cipher));
    }

    /** What a derivation says of the length of the key, which OpenSSL leaves out wherever the cipher has but one. */
    private static final class KeyLength {
        private static final int MOST = 64;
        private int bytes;

        void readIfPresent(DerReader in) throws DerException {
            if (in.next(DerReader.INTEGER)) {
                bytes = in.number("keyLength");
                if (bytes < 1 || bytes > MOST) {
                    throw new DerException("found a key of " + bytes + " bytes, expected at most " + MOST);
                }
            }
        }
    }

    /** PBKDF2-params, shared by the MAC of PKCS#12 (RFC 9579). */
    Pbes2.Pbkdf2 pbkdf2(DerReader in) throws DerException {
        return pbkdf2(in, new KeyLength());
    }

    private Pbes2.Pbkdf2 pbkdf2(DerReader in, KeyLength length) throws DerException {
        byte[] salt = in.read(DerReader.OCTET_STRING, "salt");
        int iterations = iterations(in, "PBKDF2");
        length.readIfPresent(in);
        String prf = "HmacSHA1";
        if (in.hasMore()) {
            String oid = in.open(DerReader.SEQUENCE, "prf").objectIdentifier("prf");
            prf = PRFS.get(oid);
            if (prf == null) {
                throw PasswordScheme.unsupported("PBKDF2 with the function " + oid, where);
            }
        }
        return new Pbes2.Pbkdf2(prf, salt, iterations);
    }

    /** RFC 7914, section 7.1. */
    private Pbes2.Scrypt scrypt(DerReader in, KeyLength length) throws DerException {
        byte[] salt = in.read(DerReader.OCTET_STRING, "salt");
        long cost = in.number("costParameter");
        long blockSize = in.number("blockSize");
        long parallelization = in.number("parallelizationParameter");
        length.readIfPresent(in);
        // Each is below 2^31, so that only the last product may go over 2^63, and the doubles are exact enough to tell.
        double memory = 128.0 * cost * blockSize * parallelization;
        if (memory > limits.scryptBytes()) {
            throw excessive(
                    "scrypt with N = " + cost + ", r = " + blockSize + ", p = " + parallelization,
                    "128·N·r·p of at most " + limits.scryptBytes());
        }
        if (cost < 2 || (cost & (cost - 1)) != 0 || blockSize < 1 || parallelization < 1) {
            throw new DerException("found scrypt with N = " + cost + ", r = " + blockSize + ", p = " + parallelization
                    + ", expected a power of 2 and positive numbers");
        }
        return new Pbes2.Scrypt(salt, (int) cost, (int) blockSize, (int) parallelization);
    }

    /** Mostly the initialisation vector alone; RC2, CAST5 and GCM have a SEQUENCE around it. */
    private static AlgorithmParameterSpec parameters(DerReader in, KeyCipher cipher) throws DerException {
        if (cipher.mode().equals("GCM")) {
            DerReader gcm = in.open(DerReader.SEQUENCE, "GCMParameters");
            byte[] nonce = gcm.read(DerReader.OCTET_STRING, "nonce");
            int tag = gcm.hasMore() ? gcm.number("aes-ICVlen") : 12;
            if (tag < 12 || tag > 16) {
                throw new DerException("found an aes-ICVlen of " + tag + ", expected 12 to 16");
            }
            return new GCMParameterSpec(8 * tag, nonce);
        }
        if (cipher.ivBytes() == 0) {
            return cipher.withIv(new byte[0]);
        }
        if (cipher.algorithm().equals("RC2")) {
            DerReader rc2 = in.open(DerReader.SEQUENCE, "RC2-CBC-Parameter");
            int bits = effectiveBits(rc2.next(DerReader.INTEGER) ? rc2.number("rc2ParameterVersion") : -1);
            return new RC2ParameterSpec(bits, iv(rc2, cipher));
        }
        return cipher.withIv(iv(in.next(DerReader.SEQUENCE) ? in.open(DerReader.SEQUENCE, "parameters") : in, cipher));
    }

    private static byte[] iv(DerReader in, KeyCipher cipher) throws DerException {
        byte[] iv = in.read(DerReader.OCTET_STRING, "iv");
        if (iv.length != cipher.ivBytes()) {
            throw new DerException("found an initialisation vector of " + iv.length + " bytes, expected "
                    + cipher.ivBytes() + " for " + cipher.name());
        }
        return iv;
    }

    /** RFC 8018, appendix B.2.3: three numbers stand for others. */
    private static int effectiveBits(int version) throws DerException {
        return switch (version) {
            case -1 -> 32;
            case 160 -> 40;
            case 120 -> 64;
            case 58 -> 128;
            default -> {
                if (version < 256 || version > 1024) {
                    throw new DerException("found an rc2ParameterVersion of " + version + ", expected 160, 120 or 58");
                }
                yield version;
            }
        };
    }

    /** Read here and nowhere else, so that none goes past the limit. */
    int iterations(DerReader in, String of) throws DerException {
        int iterations = in.number("iterations");
        if (iterations > limits.iterations()) {
            throw excessive(of + " with " + iterations + " iterations", "at most " + limits.iterations());
        }
        if (iterations < 1) {
            throw new DerException("found " + of + " with 0 iterations, expected at least 1");
        }
        return iterations;
    }

    private MtlsConfigurationException excessive(String found, String expected) {
        return PemError.KEY_ENCRYPTION_EXCESSIVE.at(
                where,
                "found " + found + ", expected " + expected,
                "encrypt it again with fewer, or raise the limit (PemLimits)");
    }
}
