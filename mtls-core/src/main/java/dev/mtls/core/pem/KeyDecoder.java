package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.pem.DerReader.DerException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From PKCS#8 to a key of the JDK, which is the one that JSSE signs with; Bouncy Castle is asked for what the JDK does not know. What
 * would make a key dear to use, or was damaged without breaking its encoding, is refused before a key is made of it.
 */
final class KeyDecoder {

    private static final int LARGEST_MODULUS = 16384;

    /** Algorithm identifiers, and what the JDK calls them. */
    private static final Map<String, String> JDK_NAMES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.1", "RSA"),
            Map.entry("1.2.840.113549.1.1.10", "RSASSA-PSS"),
            Map.entry("1.2.840.10045.2.1", "EC"),
            Map.entry("1.2.840.10040.4.1", "DSA"),
            Map.entry("1.3.101.110", "X25519"),
            Map.entry("1.3.101.111", "X448"),
            Map.entry("1.3.101.112", "Ed25519"),
            Map.entry("1.3.101.113", "Ed448"),
            Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA"),
            Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA"),
            Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA"));

    /** The key cannot be used; the message says what was found and expected. */
    static final class KeyException extends Exception {

        private static final long serialVersionUID = 1L;

        KeyException(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }

    private final byte[] pkcs8;
    private final int depth;
    private final byte[] algorithm;
    private final String oid;
    private final byte[] inner;

    KeyDecoder(byte[] pkcs8, int depth) throws DerException {
        this.pkcs8 = pkcs8;
        this.depth = depth;
        DerReader info = new DerReader(pkcs8).open(DerReader.SEQUENCE, "PrivateKeyInfo");
        info.skip("version");
        algorithm = info.element("privateKeyAlgorithm");
        oid = new DerReader(algorithm)
                .open(DerReader.SEQUENCE, "privateKeyAlgorithm")
                .objectIdentifier("algorithm");
        inner = info.read(DerReader.OCTET_STRING, "privateKey");
    }

    static String nameOf(String oid) {
        return JDK_NAMES.getOrDefault(oid, "algorithm " + oid);
    }

    PemKey decode(String form, List<Finding> findings) throws DerException, KeyException {
        String name = JDK_NAMES.getOrDefault(oid, "");
        switch (name) {
            case "RSA", "RSASSA-PSS" -> {
                RsaNumbers numbers = RsaNumbers.read(inner);
                numbers.check();
                if (numbers.isMultiPrime() && name.equals("RSA")) {
                    // The JDK signs with the exponent alone where it does not know the further primes.
                    PrivateKey key = make("RSA", new RSAPrivateKeySpec(numbers.modulus(), numbers.privateExponent()));
                    return PemKey.of(key, pkcs8, findings, form);
                }
                return key(name, plain(algorithm), form, findings);
            }
            case "EC" -> {
                return key(name, ec(), form, findings);
            }
            case "" -> {
                return PemKey.of(ofBouncyCastle(pkcs8, null), pkcs8, findings, form);
            }
            default -> {
                return key(name, plain(algorithm), form, findings);
            }
        }
    }

    /** Without the attributes and the public half that RFC 5958 allows behind the key, of which not every JDK knows. */
    private byte[] plain(byte[] algorithmIdentifier) {
        return KeyReader.pkcs8(algorithmIdentifier, inner);
    }

    private PemKey key(String name, byte[] encoded, String form, List<Finding> findings) throws KeyException {
        PrivateKey key;
        try {
            key = make(name, new PKCS8EncodedKeySpec(encoded));
        } catch (KeyException e) {
            PrivateKey theirs = ofBouncyCastle(encoded, e);
            if (name.equals("ML-DSA")) {
                return mlDsa(theirs, form, findings);
            }
            key = theirs;
        }
        return PemKey.of(key, pkcs8, findings, form);
    }

    /** A JDK that has ML-DSA reads the expanded form of a key at least; one that has none works with Bouncy Castle's key. */
    private static PemKey mlDsa(PrivateKey theirs, String form, List<Finding> findings) {
        byte[] publicHalf = BouncyCastle.publicHalf(theirs);
        try {
            PrivateKey key = make("ML-DSA", new PKCS8EncodedKeySpec(BouncyCastle.expanded(theirs)));
            return PemKey.withPublicHalf(key, publicHalf, findings, form);
        } catch (KeyException e) {
            return PemKey.withPublicHalf(theirs, publicHalf, findings, form);
        }
    }

    /** With the name of the curve in the place where the JDK looks for it, and nowhere else, so that equal keys are equal. */
    private byte[] ec() throws DerException, KeyException {
        DerReader identifier = new DerReader(algorithm).open(DerReader.SEQUENCE, "privateKeyAlgorithm");
        byte[] ecPublicKey = identifier.element("algorithm");
        DerReader ecPrivateKey = new DerReader(inner).open(DerReader.SEQUENCE, "ECPrivateKey");
        byte[] version = ecPrivateKey.element("version");
        byte[] scalar = ecPrivateKey.element("privateKey");
        if (isZero(new DerReader(scalar).read(DerReader.OCTET_STRING, "privateKey"))) {
            throw new KeyException("found an EC key of value 0, expected a number from 1", null);
        }
        byte[] ofKey = ecPrivateKey.next(DerReader.CONTEXT_0)
                ? ecPrivateKey.open(DerReader.CONTEXT_0, "parameters").rest()
                : new byte[0];
        byte[] curve = identifier.next(DerReader.OBJECT_IDENTIFIER) || identifier.next(DerReader.SEQUENCE)
                ? identifier.element("curve")
                : ofKey;
        if (curve.length == 0) {
            throw new KeyException("found an EC key that does not name its curve, expected a named curve", null);
        }
        if (curve[0] == DerReader.SEQUENCE) {
            curve = EcCurves.named(curve)
                    .orElseThrow(() -> new KeyException(
                            "found explicit EC parameters of no curve that has a name, expected a named curve", null));
        }
        return KeyReader.pkcs8(
                DerReader.encode(DerReader.SEQUENCE, ecPublicKey, curve),
                DerReader.encode(DerReader.SEQUENCE, version, scalar, ecPrivateKey.rest()));
    }

    private static boolean isZero(byte[] number) {
        for (byte b : number) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static PrivateKey make(String name, KeySpec spec) throws KeyException {
        try {
            return KeyFactory.getInstance(name).generatePrivate(spec);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new KeyException(
                    "found a key of " + name + " that cannot be decoded, expected a whole key of a kind that is known",
                    e);
        }
    }

    private PrivateKey ofBouncyCastle(byte[] encoded, @Nullable Exception ofTheJdk) throws KeyException {
        try {
            // What stands in the OCTET STRING is parsed too.
            if (inner.length > 0 && inner[0] == DerReader.SEQUENCE) {
                DerReader.checkDepth(inner, depth);
            }
            return BouncyCastle.privateKey(encoded);
        } catch (IOException | DerException | RuntimeException e) {
            throw new KeyException(
                    "found a key of " + nameOf(oid)
                            + " that cannot be decoded, expected one of RSA, RSASSA-PSS, EC, Ed25519, Ed448, DSA or ML-DSA",
                    ofTheJdk == null ? e : ofTheJdk);
        }
    }

    /** RSAPrivateKey, RFC 8017, A.1.2. */
    private record RsaNumbers(
            int version,
            BigInteger modulus,
            BigInteger publicExponent,
            BigInteger privateExponent,
            BigInteger p,
            BigInteger q) {

        static RsaNumbers read(byte[] der) throws DerException {
            DerReader key = new DerReader(der).open(DerReader.SEQUENCE, "RSAPrivateKey");
            return new RsaNumbers(
                    key.number("version"),
                    key.integer("modulus"),
                    key.integer("publicExponent"),
                    key.integer("privateExponent"),
                    key.integer("prime1"),
                    key.integer("prime2"));
        }

        boolean isMultiPrime() {
            return version == 1;
        }

        /** Sizes before any arithmetic; then what one damaged byte would break. */
        void check() throws KeyException {
            int bits = modulus.bitLength();
            if (modulus.signum() <= 0 || bits > LARGEST_MODULUS || !modulus.testBit(0)) {
                throw new KeyException(
                        "found an RSA modulus of " + bits + " bits that is " + (modulus.testBit(0) ? "odd" : "even")
                                + ", expected an odd one of at most " + LARGEST_MODULUS + " bits",
                        null);
            }
            boolean withPrimes = p.signum() > 0 && q.signum() > 0 && publicExponent.signum() > 0;
            if (isMultiPrime() || !withPrimes) {
                return;
            }
            boolean small = p.bitLength() + q.bitLength() <= bits + 1
                    && publicExponent.bitLength() <= bits
                    && privateExponent.signum() > 0
                    && privateExponent.bitLength() <= bits;
            if (!small || !p.multiply(q).equals(modulus) || !isInverse(p) || !isInverse(q)) {
                throw new KeyException(
                        "found RSA numbers that do not belong together, expected n = p·q and e·d = 1 modulo p-1 and q-1",
                        null);
            }
        }

        private boolean isInverse(BigInteger prime) {
            BigInteger less = prime.subtract(BigInteger.ONE);
            return less.signum() > 0
                    && publicExponent.multiply(privateExponent).mod(less).equals(BigInteger.ONE.mod(less));
        }
    }
}
