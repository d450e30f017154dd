package dev.mtls.parser.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a capture file with their offset: fixed-size reads in the byte order of the file. Memory follows the
 * bytes that arrive, never a length that the file announces.
 */
final class CaptureInput {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final String name;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private long offset;

    private CaptureInput(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** Looks at the first two bytes, and inflates where they are those of gzip. */
    static CaptureInput open(InputStream raw, String name) {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
        try {
            buffered.mark(2);
            int first = buffered.read();
            int second = first < 0 ? -1 : buffered.read();
            buffered.reset();
            boolean gzip = first == 0x1f && second == 0x8b;
            return new CaptureInput(gzip ? new BufferedInputStream(new GzipInput(buffered), BUFFER) : buffered, name);
        } catch (IOException e) {
            throw new CaptureException("unreadable capture", name, 0, e);
        }
    }

    String name() {
        return name;
    }

    long offset() {
        return offset;
    }

    ByteOrder order() {
        return order;
    }

    void order(ByteOrder newOrder) {
        order = newOrder;
    }

    /** The next bytes, as many as asked for or as many as the file still has. */
    ByteBuffer upTo(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            offset += bytes.length;
            return ByteBuffer.wrap(bytes).order(order);
        } catch (IOException e) {
            throw new CaptureException("unreadable capture", name, offset, e);
        }
    }

    /** The next bytes, all of them. */
    ByteBuffer exactly(int length, String what) {
        long start = offset;
        ByteBuffer bytes = upTo(length);
        if (bytes.remaining() < length) {
            throw truncated(what, start, length, bytes.remaining());
        }
        return bytes;
    }

    /** Passes over bytes without keeping them. */
    void skip(long length, String what) {
        long start = offset;
        long left = length;
        while (left > 0) {
            int got = upTo((int) Math.min(left, BUFFER)).remaining();
            if (got == 0) {
                throw truncated(what, start, length, length - left);
            }
            left -= got;
        }
    }

    CaptureException truncated(String what, long start, long needed, long available) {
        return new CaptureException(
                "truncated " + what,
                name,
                start,
                available + " bytes until the end of the file",
                needed + " bytes",
                "");
    }

    CaptureException broken(String what, long at, String found, String expected) {
        return new CaptureException(what, name, at, found, expected, "");
    }
}
