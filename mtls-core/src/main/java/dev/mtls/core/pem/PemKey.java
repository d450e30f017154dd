package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.pem.DerReader.DerException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A private key and what is known of its public half. Immutable; its text shows the algorithm alone. */
public final class PemKey {

    private static final int COMPRESSED_EVEN = 2;
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
        Optional<byte[]> theirs = subjectPublicKey(other);
        return theirs.isEmpty() ? Optional.empty() : Optional.of(samePoint(publicBits.get(), theirs.get()));
    }

    private static boolean sameRsa(RSAPrivateKey mine, RSAPublicKey theirs) {
        return mine.getModulus().equals(theirs.getModulus())
                && (!(mine instanceof RSAPrivateCrtKey crt)
                        || crt.getPublicExponent().equals(theirs.getPublicExponent()));
    }

    /** Points of SEC1, of which one may be compressed; bits of any other key are compared as they are. */
    private static boolean samePoint(byte[] mine, byte[] theirs) {
        if (mine.length == theirs.length) {
            return Arrays.equals(mine, theirs);
        }
        byte[] whole = mine.length > theirs.length ? mine : theirs;
        byte[] compressed = mine.length > theirs.length ? theirs : mine;
        int size = compressed.length - 1;
        if (size < 1 || whole.length != 1 + 2 * size || whole[0] != UNCOMPRESSED) {
            return false;
        }
        int sign = COMPRESSED_EVEN + (whole[whole.length - 1] & 1);
        return compressed[0] == sign && Arrays.equals(whole, 1, 1 + size, compressed, 1, 1 + size);
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
