package dev.mtls.parser.wire;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes fields as bytes, big-endian. The counterpart of {@link WireReader}; grows as needed. Not for several threads.
 *
 * <p>A value that does not fit its field, or a vector that is too long for its length, is an {@link
 * IllegalArgumentException}.
 */
public final class WireWriter {
    private byte[] array = new byte[64];
    private int size;

    /** An unsigned byte. */
    public WireWriter u8(int value) {
        return number(value, 1);
    }

    /** An unsigned 16-bit number. */
    public WireWriter u16(int value) {
        return number(value, 2);
    }

    /** An unsigned 24-bit number. */
    public WireWriter u24(int value) {
        return number(value, 3);
    }

    /** An unsigned 32-bit number. */
    public WireWriter u32(long value) {
        return number(value, 4);
    }

    /** A number as QUIC writes it, in as many bytes as it says. */
    public WireWriter varInt(VarInt value) {
        long encoded = value.encoded();
        for (int shift = 8 * (value.width() - 1); shift >= 0; shift -= 8) {
            u8((int) (encoded >> shift) & 0xff);
        }
        return this;
    }

    /** The number of a code point, of two bytes. */
    public WireWriter codePoint16(CodePoint point) {
        return u16(point.value());
    }

    /** The number of a code point, of one byte. */
    public WireWriter codePoint8(CodePoint point) {
        return u8(point.value());
    }

    /** Bytes without a length. */
    public WireWriter bytes(Bytes bytes) {
        room(bytes.size());
        bytes.copyTo(array, size);
        size += bytes.size();
        return this;
    }

    /** Bytes behind an 8-bit length. */
    public WireWriter opaque8(Bytes bytes) {
        return u8(bytes.size()).bytes(bytes);
    }

    /** Bytes behind a 16-bit length. */
    public WireWriter opaque16(Bytes bytes) {
        return u16(bytes.size()).bytes(bytes);
    }

    /** Bytes behind a 24-bit length. */
    public WireWriter opaque24(Bytes bytes) {
        return u24(bytes.size()).bytes(bytes);
    }

    /** Entries behind an 8-bit length. */
    public <T> WireWriter list8(List<T> entries, BiConsumer<WireWriter, T> entry) {
        return list(1, entries, entry);
    }

    /** Entries behind a 16-bit length. */
    public <T> WireWriter list16(List<T> entries, BiConsumer<WireWriter, T> entry) {
        return list(2, entries, entry);
    }

    /** Entries behind a 24-bit length. */
    public <T> WireWriter list24(List<T> entries, BiConsumer<WireWriter, T> entry) {
        return list(3, entries, entry);
    }

    /** Code points of their registry's width behind an 8-bit length. */
    public <T extends CodePoint> WireWriter codePoints8(List<T> points, CodeTable<T> table) {
        return list(1, points, (out, point) -> out.number(point.value(), table.width()));
    }

    /** Code points of their registry's width behind a 16-bit length. */
    public <T extends CodePoint> WireWriter codePoints16(List<T> points, CodeTable<T> table) {
        return list(2, points, (out, point) -> out.number(point.value(), table.width()));
    }

    /** What {@code content} writes, behind a length of that many bytes. */
    public WireWriter sized(int lengthBytes, Runnable content) {
        int start = size;
        number(0, lengthBytes);
        content.run();
        return fill(start, lengthBytes);
    }

    /** All that was written. */
    public Bytes toBytes() {
        return Bytes.of(array, 0, size);
    }

    private <T> WireWriter list(int lengthBytes, List<T> entries, BiConsumer<WireWriter, T> entry) {
        int start = size;
        number(0, lengthBytes);
        for (T each : entries) {
            entry.accept(this, each);
        }
        return fill(start, lengthBytes);
    }

    private WireWriter fill(int start, int lengthBytes) {
        int written = size;
        size = start;
        number(written - start - lengthBytes, lengthBytes);
        size = written;
        return this;
    }

    private WireWriter number(long value, int bytes) {
        if (value < 0 || value >> 8 * bytes != 0) {
            throw new IllegalArgumentException(value + " does not fit " + bytes + " byte(s)");
        }
        room(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >> shift);
        }
        return this;
    }

    private void room(int bytes) {
        if (bytes > array.length - size) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, bytes), 2 * array.length));
        }
    }
}
