package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DerReader;
import dev.mtls.parser.wire.MalformedTlsException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A public key with its algorithm: of a certificate, sent raw (RFC 7250), or of a delegated credential (RFC 9345). RFC 5280 4.1:
 * {@code SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }}.
 *
 * @param algorithm RSA, EC, Ed25519 ..., or the object identifier when it is none of those known
 * @param size in bits, of RSA and of known curves
 * @param curve the name of the curve of an EC key, or its object identifier
 * @param der the whole in DER
 */
public record SubjectPublicKeyInfo(String algorithm, OptionalInt size, Optional<String> curve, Bytes der) {
    private static final Map<String, String> ALGORITHMS = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.1", "RSA"),
            Map.entry("1.2.840.113549.1.1.10", "RSASSA-PSS"),
            Map.entry("1.2.840.10040.4.1", "DSA"),
            Map.entry("1.2.840.10045.2.1", "EC"),
            Map.entry("1.2.840.113549.1.3.1", "DH"),
            Map.entry("1.3.101.110", "X25519"),
            Map.entry("1.3.101.111", "X448"),
            Map.entry("1.3.101.112", "Ed25519"),
            Map.entry("1.3.101.113", "Ed448"),
            Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
            Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
            Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"));

    private record Curve(String name, int size) {}

    private static final Map<String, Curve> CURVES = Map.of(
            "1.2.840.10045.3.1.7", new Curve("secp256r1", 256),
            "1.3.132.0.34", new Curve("secp384r1", 384),
            "1.3.132.0.35", new Curve("secp521r1", 521),
            "1.3.132.0.33", new Curve("secp224r1", 224),
            "1.3.132.0.10", new Curve("secp256k1", 256),
            "1.3.36.3.3.2.8.1.1.7", new Curve("brainpoolP256r1", 256),
            "1.3.36.3.3.2.8.1.1.11", new Curve("brainpoolP384r1", 384),
            "1.3.36.3.3.2.8.1.1.13", new Curve("brainpoolP512r1", 512));

    /**
     * Reads a key.
     *
     * @throws MalformedTlsException when it is none
     */
    public static SubjectPublicKeyInfo read(Bytes der) {
        DerReader all = DerReader.of(der, "subject_public_key_info");
        DerReader info = all.enter(DerReader.SEQUENCE, "");
        all.expectEnd();
        DerReader identifier = info.enter(DerReader.SEQUENCE, "algorithm");
        String oid = identifier.oid("algorithm");
        String algorithm = ALGORITHMS.getOrDefault(oid, oid);
        Bytes key = info.take(DerReader.BIT_STRING, "subjectPublicKey");
        info.expectEnd();
        if (algorithm.equals("EC") && identifier.peekTag() == DerReader.OBJECT_IDENTIFIER) {
            String named = identifier.oid("parameters");
            Curve curve = CURVES.get(named);
            return curve == null
                    ? new SubjectPublicKeyInfo(algorithm, OptionalInt.empty(), Optional.of(named), der)
                    : new SubjectPublicKeyInfo(algorithm, OptionalInt.of(curve.size()), Optional.of(curve.name()), der);
        }
        OptionalInt size = algorithm.startsWith("RSA") ? OptionalInt.of(modulusBits(key)) : OptionalInt.empty();
        return new SubjectPublicKeyInfo(algorithm, size, Optional.empty(), der);
    }

    /** Reads a key; empty when it is none. */
    public static Optional<SubjectPublicKeyInfo> of(Bytes der) {
        try {
            return Optional.of(read(der));
        } catch (MalformedTlsException e) {
            return Optional.empty();
        }
    }

    /** The form of a key of the JDK; one that has no encoding keeps its name alone. */
    public static SubjectPublicKeyInfo of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        Bytes der = encoded == null ? Bytes.EMPTY : Bytes.owning(encoded);
        return of(der).orElseGet(
                        () -> new SubjectPublicKeyInfo(key.getAlgorithm(), OptionalInt.empty(), Optional.empty(), der));
    }

    /** Whether bytes start as a key does, and a certificate does not: with a sequence whose sequence has an identifier first. */
    public static boolean startsOne(Bytes bytes) {
        try {
            return DerReader.of(bytes, "")
                            .enter(DerReader.SEQUENCE, "")
                            .enter(DerReader.SEQUENCE, "")
                            .peekTag()
                    == DerReader.OBJECT_IDENTIFIER;
        } catch (MalformedTlsException e) {
            return false;
        }
    }

    private static int modulusBits(Bytes bitString) {
        if (bitString.isEmpty()) {
            return 0;
        }
        Bytes modulus = DerReader.of(bitString.slice(1), "subjectPublicKey")
                .enter(DerReader.SEQUENCE, "")
                .take(DerReader.INTEGER, "modulus");
        int zeros = 0;
        while (zeros < modulus.size() && modulus.u8(zeros) == 0) {
            zeros++;
        }
        return zeros == modulus.size()
                ? 0
                : 8 * (modulus.size() - zeros) - Integer.numberOfLeadingZeros(modulus.u8(zeros)) + 24;
    }

    /** The key as the JDK's type; empty when this JDK does not know its algorithm or finds it bad. */
    public Optional<PublicKey> publicKey() {
        try {
            return Optional.of(
                    KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der.toByteArray())));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** {@code EC, 256 bits, secp256r1}. */
    @Override
    public String toString() {
        return algorithm
                + (size.isPresent() ? ", " + size.getAsInt() + " bits" : "")
                + curve.map(name -> ", " + name).orElse("");
    }
}
