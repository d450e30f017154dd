package dev.mtls.parser.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates gzip (RFC 1952), one member after the other. Unlike the JDK's stream it waits for the next member of a file
 * that still grows, and says so where something else follows.
 *
 * <pre>
 * member = 1f 8b, method 08, u8 flags, 6 bytes, [u16 length, extra], [name 00], [comment 00], [u16 crc], deflated, u32 crc, u32 size
 * </pre>
 */
final class GzipInput extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    /** What was read of {@code in} and neither parsed nor given to the inflater. */
    private int at;

    private int end;
    private boolean within;
    private boolean over;

    GzipInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!over) {
            if (!within && !startMember()) {
                break;
            }
            int count = inflate(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (!fill()) {
                throw new EOFException("the compressed data breaks off");
            } else {
                inflater.setInput(buffer, at, end - at);
                at = end;
            }
        }
        return -1;
    }

    /** Releases the inflater; the stream below is its owner's. */
    @Override
    public void close() {
        over = true;
        inflater.end();
    }

    private int inflate(byte[] into, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException("broken compressed data: " + e.getMessage());
        }
    }

    /** Reads the header of a member; false at the end of the file, zeros before it passed over. */
    private boolean startMember() throws IOException {
        int first = next();
        while (first == 0) {
            first = next();
        }
        if (first < 0) {
            close();
            return false;
        }
        if (first != 0x1f || need() != 0x8b || need() != 8) {
            throw new ZipException("something that is not gzip follows");
        }
        int flags = need();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(need() | need() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        at = end;
        checksum.reset();
        within = true;
        return true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long crc = u32();
        long size = u32();
        if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the checksum of the inflated data is wrong");
        }
        within = false;
    }

    private long u32() throws IOException {
        return need() | need() << 8 | need() << 16 | (long) need() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            need();
        }
    }

    private void skipText() throws IOException {
        while (need() != 0) {
            continue;
        }
    }

    private int need() throws IOException {
        int next = next();
        if (next < 0) {
            throw new EOFException("the compressed data breaks off");
        }
        return next;
    }

    private int next() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
