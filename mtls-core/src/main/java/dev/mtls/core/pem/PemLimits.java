package dev.mtls.core.pem;

/**
 * How much a source may hold and cost, checked before anything is parsed, decoded or derived. What goes beyond is an error
 * {@code pem-too-large} or {@code key-encryption-excessive}; what is nested too deep is unreadable. Every limit is at least 1. Take one
 * of the constants and change what has to be changed: {@code PemLimits.IDENTITY.withIterations(20_000_000)}.
 *
 * @param bytes the largest size of a source
 * @param blocks the largest number of blocks in a source, and of certificates in a PKCS#7 or in a key store
 * @param certificateBytes the largest size of one certificate
 * @param keyBytes the largest size of one private key
 * @param iterations the most iterations of a password-based key derivation or of the MAC of a PKCS#12 store
 * @param scryptBytes the most memory that scrypt may take, 128·N·r·p bytes (RFC 7914)
 * @param depth the deepest nesting of DER
 */
public record PemLimits(
        int bytes, int blocks, int certificateBytes, int keyBytes, int iterations, long scryptBytes, int depth) {

    /**
     * For a key and its chain: 1 MiB, 64 blocks, 64 KiB a certificate, 32 KiB a key, 10,000,000 iterations, 256 MiB for scrypt, nested 32
     * deep.
     */
    public static final PemLimits IDENTITY = new PemLimits(1 << 20, 64, 64 << 10, 32 << 10, 10_000_000, 256L << 20, 32);

    /** For a bundle of authorities or of revocation lists: 32 MiB and 10,000 blocks, and otherwise like {@link #IDENTITY}. */
    public static final PemLimits TRUST_BUNDLE = IDENTITY.withBytes(32 << 20).withBlocks(10_000);

    /**
     * Takes each limit.
     *
     * @throws IllegalArgumentException when one is less than 1
     */
    public PemLimits {
        if (bytes < 1
                || blocks < 1
                || certificateBytes < 1
                || keyBytes < 1
                || iterations < 1
                || scryptBytes < 1
                || depth < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }

    /** With another limit of bytes. */
    public PemLimits withBytes(int limit) {
        return new PemLimits(limit, blocks, certificateBytes, keyBytes, iterations, scryptBytes, depth);
    }

    /** With another limit of blocks. */
    public PemLimits withBlocks(int limit) {
        return new PemLimits(bytes, limit, certificateBytes, keyBytes, iterations, scryptBytes, depth);
    }

    /** With another limit of bytes of one certificate. */
    public PemLimits withCertificateBytes(int limit) {
        return new PemLimits(bytes, blocks, limit, keyBytes, iterations, scryptBytes, depth);
    }

    /** With another limit of bytes of one private key. */
    public PemLimits withKeyBytes(int limit) {
        return new PemLimits(bytes, blocks, certificateBytes, limit, iterations, scryptBytes, depth);
    }

    /** With another limit of iterations. */
    public PemLimits withIterations(int limit) {
        return new PemLimits(bytes, blocks, certificateBytes, keyBytes, limit, scryptBytes, depth);
    }

    /** With another limit of bytes of memory for scrypt. */
    public PemLimits withScryptBytes(long limit) {
        return new PemLimits(bytes, blocks, certificateBytes, keyBytes, iterations, limit, depth);
    }

    /** With another limit of nesting. */
    public PemLimits withDepth(int limit) {
        return new PemLimits(bytes, blocks, certificateBytes, keyBytes, iterations, scryptBytes, limit);
    }
}
