package dev.mtls.core.pem;

import java.util.Arrays;

/**
 * Reads DER, ITU-T X.690: tag, length, value, one after the other, never past the end of what encloses it. Only single-byte tags and
 * definite lengths, which is all that keys and certificates need on their outside. It never recurses: the caller opens what it expects.
 */
final class DerReader {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** The bytes break a rule of DER, or are not what was expected. The message names what was found and what was expected. */
    static final class DerException extends Exception {

        private static final long serialVersionUID = 1L;

        DerException(String message) {
            super(message);
        }
    }

    private final byte[] der;
    private final int end;
    private int at;

    DerReader(byte[] der) {
        this(der, 0, der.length);
    }

    private DerReader(byte[] der, int from, int end) {
        this.der = der;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** Whether the next element has this tag. */
    boolean next(int tag) {
        return at < end && (der[at] & 0xff) == tag;
    }

    /** Steps over the header of the next element and into its value. */
    DerReader open(int tag, String name) throws DerException {
        int from = value(tag, name);
        return new DerReader(der, from, at);
    }

    /** The value of the next element. */
    byte[] read(int tag, String name) throws DerException {
        int from = value(tag, name);
        return Arrays.copyOfRange(der, from, at);
    }

    /** The next element whole, header included, whatever its tag. */
    byte[] element(String name) throws DerException {
        int from = at;
        skip(name);
        return Arrays.copyOfRange(der, from, at);
    }

    void skip(String name) throws DerException {
        if (at >= end) {
            throw new DerException("found the end, expected " + name);
        }
        value(der[at] & 0xff, name);
    }

    void expectEnd(String name) throws DerException {
        if (at < end) {
            throw new DerException("found " + (end - at) + " bytes after the end of " + name + ", expected none");
        }
    }

    /** Moves past the next element and tells where its value begins. */
    private int value(int tag, String name) throws DerException {
        if (at >= end) {
            throw new DerException("found the end, expected " + name);
        }
        int found = der[at] & 0xff;
        if (found != tag) {
            throw new DerException(String.format("found tag 0x%02x, expected %s (tag 0x%02x)", found, name, tag));
        }
        if (at + 1 >= end) {
            throw new DerException("found the end, expected the length of " + name);
        }
        int first = der[at + 1] & 0xff;
        int from = at + 2;
        long length = first;
        if (first >= 0x80) {
            int bytes = first & 0x7f;
            if (bytes == 0 || bytes > 4 || bytes > end - from) {
                throw new DerException(
                        String.format("found length byte 0x%02x, expected the length of %s", first, name));
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der[from++] & 0xff;
            }
        }
        if (length > end - from) {
            throw new DerException("found " + (end - from) + " bytes, expected the " + length + " bytes that " + name
                    + " says it has");
        }
        at = from + (int) length;
        return from;
    }
}
