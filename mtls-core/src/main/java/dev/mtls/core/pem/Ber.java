package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * BER, ITU-T X.690, as far as PKCS#7 and PKCS#12 use it: lengths that are told by an end mark, and OCTET STRINGs in pieces, which some
 * programs write. What is DER already comes out unchanged, byte for byte.
 */
final class Ber {

    private static final int CONSTRUCTED = 0x20;
    private static final int CONSTRUCTED_OCTET_STRING = CONSTRUCTED | DerReader.OCTET_STRING;
    private static final int INDEFINITE = 0x80;

    private final byte[] ber;
    private int at;

    private Ber(byte[] ber) {
        this.ber = ber;
    }

    /** The first element as DER; what stands behind it is left out. */
    static byte[] toDer(byte[] ber, int depth) throws DerException {
        return new Ber(ber).element(ber.length, depth);
    }

    /** Whether it begins with an element whose length is told by an end mark. */
    static boolean isIndefinite(byte[] bytes) {
        return bytes.length > 4
                && (bytes[0] & CONSTRUCTED) != 0
                && (bytes[1] & 0xff) == INDEFINITE
                && bytes[bytes.length - 1] == 0
                && bytes[bytes.length - 2] == 0;
    }

    private byte[] element(int end, int depth) throws DerException {
        if (depth == 0) {
            throw new DerException("found elements nested deeper than allowed, expected fewer levels");
        }
        int begin = at;
        if (end - at < 2) {
            throw new DerException("found the end, expected an element");
        }
        int tag = ber[at] & 0xff;
        boolean indefinite = (ber[at + 1] & 0xff) == INDEFINITE;
        if (indefinite && (tag & CONSTRUCTED) == 0) {
            throw new DerException("found a primitive element without a length, expected a length");
        }
        int stop = end;
        if (indefinite) {
            at += 2;
        } else {
            DerReader header = new DerReader(ber, at, end);
            at = header.open(tag, "element").position();
            stop = header.position();
        }
        if ((tag & CONSTRUCTED) == 0) {
            at = stop;
            return Arrays.copyOfRange(ber, begin, stop);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean changed = indefinite || tag == CONSTRUCTED_OCTET_STRING;
        while (indefinite ? !atEndMark(end) : at < stop) {
            int from = at;
            byte[] child = element(stop, depth - 1);
            changed |= child.length != at - from;
            content.writeBytes(tag == CONSTRUCTED_OCTET_STRING ? octets(child) : child);
        }
        at += indefinite ? 2 : 0;
        if (!changed) {
            return Arrays.copyOfRange(ber, begin, at);
        }
        return DerReader.encode(tag == CONSTRUCTED_OCTET_STRING ? DerReader.OCTET_STRING : tag, content.toByteArray());
    }

    private boolean atEndMark(int end) throws DerException {
        if (end - at < 2) {
            throw new DerException("found the end, expected the end mark of an element");
        }
        return ber[at] == 0 && ber[at + 1] == 0;
    }

    private static byte[] octets(byte[] element) throws DerException {
        return new DerReader(element).read(DerReader.OCTET_STRING, "piece of an OCTET STRING");
    }
}
