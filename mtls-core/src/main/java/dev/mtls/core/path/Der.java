package dev.mtls.core.path;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Extension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One element of DER (ITU-T X.690): single-byte tags, definite lengths in their shortest form, never past the end of what encloses it.
 * It never recurses: the caller opens what it expects.
 */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private final byte[] bytes;
    private final int start;
    private final int from;
    private final int end;

    private Der(byte[] bytes, int start, int limit) throws CertificateParsingException {
        if (limit - start < 2) {
            throw new CertificateParsingException("found the end, expected a tag and a length");
        }
        int length = bytes[start + 1] & 0xff;
        int at = start + 2;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3 || count > limit - at || bytes[at] == 0) {
                throw new CertificateParsingException("found a length that is not in its shortest definite form");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[at++] & 0xff;
            }
            if (length < 0x80) {
                throw new CertificateParsingException("found a length that is not in its shortest definite form");
            }
        }
        if (length > limit - at) {
            throw new CertificateParsingException(
                    "found " + (limit - at) + " bytes, expected the " + length + " that the length says");
        }
        this.bytes = bytes;
        this.start = start;
        this.from = at;
        this.end = at + length;
    }

    /** The one element that these bytes are. */
    static Der of(byte[] bytes) throws CertificateParsingException {
        Der whole = new Der(bytes, 0, bytes.length);
        if (whole.end != bytes.length) {
            throw new CertificateParsingException("found " + (bytes.length - whole.end) + " bytes after the end");
        }
        return whole;
    }

    /** A sequence with this inside. */
    static byte[] sequence(byte[] content) throws CertificateParsingException {
        int size = content.length;
        if (size > 0xffff) {
            throw new CertificateParsingException("found " + size + " bytes in one name, expected 65535 at most");
        }
        int[] header = size < 0x80
                ? new int[] {SEQUENCE, size}
                : size < 0x100 ? new int[] {SEQUENCE, 0x81, size} : new int[] {SEQUENCE, 0x82, size >> 8, size & 0xff};
        byte[] sequence = new byte[header.length + size];
        for (int i = 0; i < header.length; i++) {
            sequence[i] = (byte) header[i];
        }
        System.arraycopy(content, 0, sequence, header.length, size);
        return sequence;
    }

    /** What is in an extension of a certificate or of a CRL; empty where it has none of this kind. */
    static Optional<Der> extension(X509Extension holder, String oid) throws CertificateParsingException {
        byte[] value = holder.getExtensionValue(oid);
        return value == null
                ? Optional.empty()
                : Optional.of(of(of(value).expect(OCTET_STRING).value()));
    }

    int tag() {
        return bytes[start] & 0xff;
    }

    Der expect(int tag) throws CertificateParsingException {
        if (tag() != tag) {
            throw new CertificateParsingException(String.format("found tag 0x%02x, expected 0x%02x", tag(), tag));
        }
        return this;
    }

    byte[] value() {
        return Arrays.copyOfRange(bytes, from, end);
    }

    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    boolean isEmpty() {
        return from == end;
    }

    /** The elements inside, in their order. */
    List<Der> children() throws CertificateParsingException {
        List<Der> children = new ArrayList<>();
        for (int at = from; at < end; ) {
            Der child = new Der(bytes, at, end);
            children.add(child);
            at = child.end;
        }
        return children;
    }

    /** The only element inside. */
    Der only() throws CertificateParsingException {
        List<Der> children = children();
        if (children.size() != 1) {
            throw new CertificateParsingException("found " + children.size() + " elements, expected one");
        }
        return children.get(0);
    }

    /** An IA5String, which is ASCII. */
    String ascii() throws CertificateParsingException {
        for (int i = from; i < end; i++) {
            if (bytes[i] <= 0) {
                throw new CertificateParsingException("found a character outside ASCII, or NUL");
            }
        }
        return new String(bytes, from, end - from, StandardCharsets.US_ASCII);
    }

    /** A DirectoryString or an IA5String (RFC 5280, section 4.1.2.4). */
    String text() {
        Charset charset = switch (tag()) {
            case 0x1e -> StandardCharsets.UTF_16BE;
            case 0x1c -> Charset.forName("UTF-32BE");
            case 0x14 -> StandardCharsets.ISO_8859_1;
            default -> StandardCharsets.UTF_8;
        };
        return new String(bytes, from, end - from, charset);
    }
}
