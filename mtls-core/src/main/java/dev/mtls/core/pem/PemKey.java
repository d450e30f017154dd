package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.pem.DerReader.DerException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A private key and what is known of its public half. Immutable; its text shows the algorithm alone. */
public final class PemKey {

    private static final int COMPRESSED_EVEN = 2;
    private static final int COMPRESSED_ODD = 3;
    private static final int UNCOMPRESSED = 4;

    private final PrivateKey key;
    private final Optional<byte[]> publicBits;
    private final List<Finding> findings;
    private final String form;

    private PemKey(PrivateKey key, Optional<byte[]> publicBits, List<Finding> findings, String form) {
        this.key = key;
        this.publicBits = publicBits;
        this.findings = List.copyOf(findings);
        this.form = form;
    }

    /** A key whose encoding, where it has one, is asked for its public half. */
    public static PemKey of(PrivateKey key) {
        byte[] encoded = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
        return of(key, encoded == null ? new byte[0] : encoded, List.of(), encoded == null ? "" : "PKCS#8");
    }

    static PemKey of(PrivateKey key, byte[] pkcs8, List<Finding> findings, String form) {
        boolean tellsItself = key instanceof RSAPrivateKey;
        return new PemKey(key, tellsItself ? Optional.empty() : publicBits(pkcs8), findings, form);
    }

    static PemKey withPublicHalf(PrivateKey key, byte[] subjectPublicKeyInfo, List<Finding> findings, String form) {
        return new PemKey(key, subjectPublicKey(subjectPublicKeyInfo), findings, form);
    }

    /** The key. */
    public PrivateKey key() {
        return key;
    }

    /**
     * The shape that it was kept in, and how it was protected: {@code PKCS#8}, {@code SEC1},
     * {@code PKCS#8, PBES2 with PBKDF2-HmacSHA256 and AES-256-CBC}; empty where the key has no encoding. For people to read, and free to
     * change.
     */
    public String form() {
        return form;
    }

    /** What is questionable about how the key was kept; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Whether this key belongs to a public key, told by comparing public halves; empty when the private key does not hold its public
     * half, so that only a signature could tell.
     */
    public Optional<Boolean> belongsTo(PublicKey other) {
        if (key instanceof RSAPrivateKey mine) {
            return Optional.of(other instanceof RSAPublicKey theirs && sameRsa(mine, theirs));
        }
        if (publicBits.isEmpty()) {
            return Optional.empty();
        }
        if (other instanceof ECPublicKey theirs) {
            return Optional.of(isPoint(publicBits.get(), theirs.getW()));
        }
        Optional<byte[]> theirs = subjectPublicKey(other);
        return theirs.isEmpty() ? Optional.empty() : Optional.of(Arrays.equals(publicBits.get(), theirs.get()));
    }

    private static boolean sameRsa(RSAPrivateKey mine, RSAPublicKey theirs) {
        return mine.getModulus().equals(theirs.getModulus())
                && (!(mine instanceof RSAPrivateCrtKey crt)
                        || crt.getPublicExponent().equals(theirs.getPublicExponent()));
    }

    /** Whether the bytes are that point as SEC1 2.3.3 writes it, compressed or not. */
    private static boolean isPoint(byte[] bytes, ECPoint point) {
        boolean whole = bytes.length % 2 == 1 && bytes[0] == UNCOMPRESSED;
        int size = whole ? bytes.length / 2 : bytes.length - 1;
        if (size < 1 || !new BigInteger(1, bytes, 1, size).equals(point.getAffineX())) {
            return false;
        }
        return whole
                ? new BigInteger(1, bytes, 1 + size, size).equals(point.getAffineY())
                : bytes[0] == (point.getAffineY().testBit(0) ? COMPRESSED_ODD : COMPRESSED_EVEN);
    }

    private static Optional<byte[]> subjectPublicKey(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return encoded == null ? Optional.empty() : subjectPublicKey(encoded);
    }

    private static Optional<byte[]> subjectPublicKey(byte[] encoded) {
        try {
            DerReader spki = new DerReader(encoded).open(DerReader.SEQUENCE, "SubjectPublicKeyInfo");
            spki.skip("algorithm");
            return Optional.of(withoutUnusedBits(spki.read(DerReader.BIT_STRING, "subjectPublicKey")));
        } catch (DerException e) {
            return Optional.empty();
        }
    }

    /** RFC 5958 publicKey [1] beside the key, or RFC 5915 publicKey [1] in an EC key. */
    private static Optional<byte[]> publicBits(byte[] pkcs8) {
        try {
            DerReader info = new DerReader(pkcs8).open(DerReader.SEQUENCE, "PrivateKeyInfo");
            info.skip("version");
            info.skip("privateKeyAlgorithm");
            byte[] inner = info.read(DerReader.OCTET_STRING, "privateKey");
            while (info.hasMore()) {
                if (info.next(0x81)) {
                    return Optional.of(withoutUnusedBits(info.read(0x81, "publicKey")));
                }
                info.skip("attributes");
            }
            if (inner.length == 0 || inner[0] != DerReader.SEQUENCE) {
                return Optional.empty();
            }
            DerReader ec = new DerReader(inner).open(DerReader.SEQUENCE, "ECPrivateKey");
            while (ec.hasMore()) {
                if (ec.next(0xa1)) {
                    byte[] bits = ec.open(0xa1, "publicKey").read(DerReader.BIT_STRING, "publicKey");
                    return Optional.of(withoutUnusedBits(bits));
                }
                ec.skip("field");
            }
            return Optional.empty();
        } catch (DerException e) {
            return Optional.empty();
        }
    }

    private static byte[] withoutUnusedBits(byte[] bitString) {
        return bitString.length == 0 ? bitString : Arrays.copyOfRange(bitString, 1, bitString.length);
    }

    /** {@code EC private key}. */
    @Override
    public String toString() {
        return key.getAlgorithm() + " private key";
    }
}
