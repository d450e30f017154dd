package dev.mtls.parser.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable stretch of bytes with equality by content. Slices share their memory and never copy.
 *
 * <p>{@link #toString} shows at most the first 32 bytes, in hexadecimal.
 */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHOWN = 32;

    private final byte[] array;
    private final int offset;
    private final int size;

    private Bytes(byte[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /** A copy of the given bytes. */
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone(), 0, bytes.length);
    }

    /**
     * A copy of a part of an array.
     *
     * @throws IndexOutOfBoundsException when the part is not inside the array
     */
    public static Bytes of(byte[] array, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, array.length);
        return size == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(array, offset, offset + size), 0, size);
    }

    /** The given array itself, not copied: whoever calls this promises that nobody writes to it any more. */
    public static Bytes owning(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A part of an array, not copied: whoever calls this promises that nobody writes to it any more.
     *
     * @throws IndexOutOfBoundsException when the part is not inside the array
     */
    public static Bytes owning(byte[] array, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, array.length);
        return new Bytes(array, offset, size);
    }

    /** For readers that have checked the bounds already. */
    static Bytes within(byte[] array, int offset, int size) {
        return new Bytes(array, offset, size);
    }

    /**
     * Bytes written in hexadecimal, in either case; white space is skipped.
     *
     * @throws IllegalArgumentException when there is anything else, or an odd number of digits
     */
    public static Bytes ofHex(String hex) {
        return owning(HEX.parseHex(hex.replaceAll("\\s+", "")));
    }

    /** The UTF-8 form of a text. */
    public static Bytes ofText(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The byte at an index, unsigned: 0 to 255.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public int u8(int index) {
        return array[offset + Objects.checkIndex(index, size)] & 0xff;
    }

    /**
     * The two bytes at an index as a big-endian number, 0 to 65,535.
     *
     * @throws IndexOutOfBoundsException when they are not both there
     */
    public int u16(int index) {
        Objects.checkFromIndexSize(index, 2, size);
        return (array[offset + index] & 0xff) << 8 | array[offset + index + 1] & 0xff;
    }

    /**
     * The three bytes at an index as a big-endian number.
     *
     * @throws IndexOutOfBoundsException when they are not all there
     */
    public int u24(int index) {
        return u8(index) << 16 | u16(index + 1);
    }

    /**
     * The bytes from one index up to, not including, another. Shares the memory of this one.
     *
     * @throws IndexOutOfBoundsException when they are not all there
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return to == from ? EMPTY : to - from == size ? this : new Bytes(array, offset + from, to - from);
    }

    /** The bytes from an index to the end. Shares the memory of this one. */
    public Bytes slice(int from) {
        return slice(from, size);
    }

    /** These bytes followed by others. */
    public Bytes concat(Bytes other) {
        if (other.size == 0) {
            return this;
        }
        if (size == 0) {
            return other;
        }
        byte[] both = Arrays.copyOfRange(array, offset, offset + Math.addExact(size, other.size));
        System.arraycopy(other.array, other.offset, both, size, other.size);
        return owning(both);
    }

    /** A copy that holds no more memory than it needs; for what is kept long out of a large buffer. */
    public Bytes compact() {
        return size == array.length ? this : of(array, offset, size);
    }

    /** A copy as an array. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    /**
     * Copies these bytes into an array.
     *
     * @throws IndexOutOfBoundsException when there is too little room
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, size);
    }

    /** All bytes as lower-case hexadecimal digits. */
    public String toHex() {
        return HEX.formatHex(array, offset, offset + size);
    }

    /** Printable ASCII as it is, anything else as {@code \xNN}: safe to print and to log. */
    public String toEscapedText() {
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            int b = u8(i);
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append("\\x").append(HEX.toHexDigits((byte) b));
            }
        }
        return text.toString();
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    /** Orders as unsigned numbers byte by byte; a prefix comes first. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + size, other.array, other.offset, other.offset + other.size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b
                && Arrays.equals(array, offset, offset + size, b.array, b.offset, b.offset + b.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return size <= SHOWN ? toHex() : slice(0, SHOWN).toHex() + "… (" + size + " bytes)";
    }
}
