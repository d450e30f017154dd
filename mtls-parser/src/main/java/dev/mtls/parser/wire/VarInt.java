package dev.mtls.parser.wire;

/**
 * A number as QUIC writes it, in 1, 2, 4 or 8 bytes, which need not be as few as possible. RFC 9000 16.
 *
 * @param value the number, 0 to 2<sup>62</sup> - 1
 * @param width how many bytes it takes
 */
public record VarInt(long value, int width) {
    /**
     * Checks number and width.
     *
     * @throws IllegalArgumentException when the width is none, or too small for the number
     */
    public VarInt {
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new IllegalArgumentException("a number of " + width + " bytes");
        }
        if (value < 0 || value >> (8 * width - 2) != 0) {
            throw new IllegalArgumentException(value + " does not fit " + width + " byte(s)");
        }
    }

    /** A number in as few bytes as possible. */
    public static VarInt of(long value) {
        return new VarInt(value, value >> 6 == 0 ? 1 : value >> 14 == 0 ? 2 : value >> 30 == 0 ? 4 : 8);
    }

    /** The bytes as an unsigned number: the width in the two highest bits, then the number. */
    long encoded() {
        return (long) Integer.numberOfTrailingZeros(width) << (8 * width - 2) | value;
    }
}
