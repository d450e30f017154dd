package dev.mtls.core.pem;

import java.math.BigInteger;
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
    static final int SET = 0x31;
    /** The context tag 0, constructed: around what is optional or explicit. */
    static final int CONTEXT_0 = 0xa0;

    static final int CONTEXT_1 = 0xa1;

    /** The bytes break a rule of DER, or are not what was expected. The message names what was found and what was expected. */
    static final class DerException extends Exception {

        private static final long serialVersionUID = 1L;

        DerException(String message) {
            super(message);
        }
    }

    private final byte[] der;
    private int end;
    private int at;

    DerReader(byte[] der) {
        this(der, 0, der.length);
    }

    DerReader(byte[] der, int from, int end) {
        this.der = der;
        this.at = from;
        this.end = end;
    }

    /** Where the next element begins, in the bytes that were given. */
    int position() {
        return at;
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

    /** The value of the next element, an OBJECT IDENTIFIER, in numbers and dots. */
    String objectIdentifier(String name) throws DerException {
        byte[] value = read(OBJECT_IDENTIFIER, name);
        StringBuilder text = new StringBuilder(32);
        long arc = 0;
        for (byte b : value) {
            if (arc > Integer.MAX_VALUE) {
                throw new DerException("found an arc over 2^31, expected " + name);
            }
            arc = arc << 7 | b & 0x7f;
            if (b >= 0) {
                if (text.isEmpty()) {
                    long first = Math.min(arc / 40, 2);
                    text.append(first).append('.').append(arc - 40 * first);
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        if (value.length == 0 || value[value.length - 1] < 0) {
            throw new DerException("found half an OBJECT IDENTIFIER, expected " + name);
        }
        return text.toString();
    }

    /** The value of the next element, an INTEGER that is not negative; anything over 2^31-1 is given as that. */
    int number(String name) throws DerException {
        byte[] value = read(INTEGER, name);
        if (value.length == 0 || value[0] < 0) {
            throw new DerException("found an INTEGER without a byte or below 0, expected " + name);
        }
        return new BigInteger(value).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** The bytes that are left. */
    byte[] rest() {
        return Arrays.copyOfRange(der, at, end);
    }

    /** One element of the parts that it consists of. */
    static byte[] encode(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int lengthBytes = length > 0x7f ? (39 - Integer.numberOfLeadingZeros(length)) / 8 : 0;
        byte[] out = new byte[2 + lengthBytes + length];
        out[0] = (byte) tag;
        out[1] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
        int at = 2;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            out[at++] = (byte) (length >> (8 * i));
        }
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    /**
     * Walks through everything without recursion: no element claims more bytes than enclose it, and none is nested deeper than allowed.
     * What stands in strings is not looked at.
     */
    static void checkDepth(byte[] der, int deepest) throws DerException {
        int[] ends = new int[deepest];
        int depth = 0;
        DerReader reader = new DerReader(der, 0, der.length);
        while (true) {
            while (depth > 0 && reader.at == ends[depth - 1]) {
                depth--;
                reader.end = depth == 0 ? der.length : ends[depth - 1];
            }
            if (reader.at >= der.length) {
                return;
            }
            int tag = der[reader.at] & 0xff;
            int value = reader.value(tag, "element");
            if ((tag & 0x20) != 0) {
                if (depth == deepest) {
                    throw new DerException("found elements nested deeper than " + deepest + ", expected at most that");
                }
                ends[depth++] = reader.at;
                reader.end = reader.at;
                reader.at = value;
            }
        }
    }

    /** The value of the next element, an INTEGER. */
    BigInteger integer(String name) throws DerException {
        byte[] value = read(INTEGER, name);
        if (value.length == 0) {
            throw new DerException("found an INTEGER without a byte, expected " + name);
        }
        return new BigInteger(value);
    }

    /** Whether the bytes are one element with this tag, and nothing behind it. */
    static boolean isOne(int tag, byte[] bytes) {
        try {
            DerReader reader = new DerReader(bytes);
            reader.open(tag, "element");
            return !reader.hasMore();
        } catch (DerException e) {
            return false;
        }
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
