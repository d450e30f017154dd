package dev.mtls.parser.wire;

/**
 * A stretch of bytes in some input.
 *
 * @param offset where it starts, in bytes from the start of the input, 0 or more
 * @param length how long it is, in bytes, 0 or more
 */
public record Span(long offset, int length) {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when one of them is negative
     */
    public Span {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("span of " + length + " bytes at offset " + offset);
        }
    }

    /** Where it ends: the offset of the first byte after it. */
    public long end() {
        return offset + length;
    }

    @Override
    public String toString() {
        return offset + "+" + length;
    }
}
