package dev.mtls.core.pem;

/**
 * How much a PEM source may hold, checked before anything is parsed.
 *
 * @param bytes the largest size of a source
 * @param blocks the largest number of blocks in a source
 */
public record PemLimits(int bytes, int blocks) {

    /** For a key and its chain: 1 MiB, 64 blocks. */
    public static final PemLimits IDENTITY = new PemLimits(1 << 20, 64);

    /** For a bundle of authorities: 32 MiB, 10,000 blocks. */
    public static final PemLimits TRUST_BUNDLE = new PemLimits(32 << 20, 10_000);
}
