package dev.mtls.parser.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads DER (X.690) element by element, for what stands inside certificates, names and OCSP responses.
 *
 * <p>Strict: an indefinite length, a length that is not the shortest, a tag of several bytes and nesting deeper than
 * {@value #DEPTH} are refused. Every failure is a {@link MalformedTlsException} whose problem points at the byte, counted from
 * the start of the value ({@link Problem.Base#VALUE}). Nothing is copied. Not for several threads.
 */
public final class DerReader {
    /** How deep elements may stand in each other. */
    public static final int DEPTH = 32;

    /** Tag of an INTEGER. */
    public static final int INTEGER = 0x02;

    /** Tag of a BIT STRING. */
    public static final int BIT_STRING = 0x03;

    /** Tag of an OCTET STRING. */
    public static final int OCTET_STRING = 0x04;

    /** Tag of an OBJECT IDENTIFIER. */
    public static final int OBJECT_IDENTIFIER = 0x06;

    /** Tag of an ENUMERATED. */
    public static final int ENUMERATED = 0x0a;

    /** Tag of a SEQUENCE. */
    public static final int SEQUENCE = 0x30;

    /** Tag of a SET. */
    public static final int SET = 0x31;

    private static final int BAD_CERTIFICATE = 42;

    private final Bytes value;
    private final String path;
    private final int depth;
    private final int end;
    private int at;

    private DerReader(Bytes value, String path, int depth, int from, int end) {
        this.value = value;
        this.path = path;
        this.depth = depth;
        this.at = from;
        this.end = end;
    }

    /**
     * A reader of a whole value.
     *
     * @param value the bytes
     * @param path what they are, the start of the path of each problem
     */
    public static DerReader of(Bytes value, String path) {
        return new DerReader(value, path, 0, 0, value.size());
    }

    /**
     * An element.
     *
     * @param tag the whole first byte: class, whether it is constructed, number
     * @param span the element with its header, counted from the start of the value
     * @param content the bytes behind the header
     */
    public record Element(int tag, Span span, Bytes content) {
        /** Whether it is made of elements. */
        public boolean isConstructed() {
            return (tag & 0x20) != 0;
        }
    }

    /** Whether anything is left. */
    public boolean hasMore() {
        return at < end;
    }

    /** The tag of the next element without taking it; -1 at the end. */
    public int peekTag() {
        return at < end ? value.u8(at) : -1;
    }

    /** Takes the next element, whatever it is. */
    public Element any(String name) {
        int start = at;
        Span span = header(name);
        return new Element(
                value.u8(start), span, value.slice((int) span.end() - contentLength(span), (int) span.end()));
    }

    /** Takes the next element, which must have a tag, and gives its content. */
    public Bytes take(int tag, String name) {
        expect(tag, name);
        return any(name).content();
    }

    /** Takes the next element with its header, which must have a tag. */
    public Bytes whole(int tag, String name) {
        expect(tag, name);
        Span span = header(name);
        return value.slice((int) span.offset(), (int) span.end());
    }

    /** Takes the next element, which must have a tag and be made of elements: a reader of these. */
    public DerReader enter(int tag, String name) {
        expect(tag, name);
        Span span = header(name);
        if (depth + 1 == DEPTH) {
            throw failure(Problem.Kind.LIMIT_EXCEEDED, name, (int) span.offset(), span.length(), "nested too deeply");
        }
        int stop = (int) span.end();
        return new DerReader(value, path(name), depth + 1, stop - contentLength(span), stop);
    }

    /** Fails unless all elements have been taken. */
    public void expectEnd() {
        if (at != end) {
            throw failure(Problem.Kind.TRAILING_BYTES, "", at, end - at, "bytes are left over");
        }
    }

    /** Takes an object identifier: its numbers with dots between them. */
    public String oid(String name) {
        int start = at;
        Bytes content = take(OBJECT_IDENTIFIER, name);
        StringBuilder text = new StringBuilder();
        long number = 0;
        int digits = 0;
        for (int i = 0; i < content.size(); i++) {
            int b = content.u8(i);
            if (digits == 0 && b == 0x80 || ++digits > 8) {
                throw failure(Problem.Kind.ILLEGAL_VALUE, name, at - content.size() + i, 1, "no object identifier");
            }
            number = number << 7 | b & 0x7f;
            if (b < 0x80) {
                if (text.length() == 0) {
                    long first = Math.min(number / 40, 2);
                    text.append(first).append('.').append(number - 40 * first);
                } else {
                    text.append('.').append(number);
                }
                number = 0;
                digits = 0;
            }
        }
        if (content.isEmpty() || digits > 0) {
            throw failure(Problem.Kind.ILLEGAL_VALUE, name, start, at - start, "no object identifier");
        }
        return text.toString();
    }

    /** A problem at an element, for a caller that judges what is in it. */
    public Problem problem(Element element, String name, String message) {
        return problem(
                Problem.Kind.ILLEGAL_VALUE,
                name,
                (int) element.span().offset(),
                element.span().length(),
                message);
    }

    /** All elements that are left. */
    public List<Element> rest(String name) {
        List<Element> elements = new ArrayList<>();
        while (hasMore()) {
            elements.add(any(name));
        }
        return elements;
    }

    private void expect(int tag, String name) {
        int found = peekTag();
        if (found < 0) {
            throw failure(Problem.Kind.TRUNCATED, name, at, 0, "missing");
        }
        if (found != tag) {
            throw failure(
                    Problem.Kind.ILLEGAL_VALUE,
                    name,
                    at,
                    1,
                    String.format("tag 0x%02x where 0x%02x is expected", found, tag));
        }
    }

    /** Steps over an element: its place. */
    private Span header(String name) {
        int start = at;
        need(name, start, 2);
        if ((value.u8(start) & 0x1f) == 0x1f) {
            throw failure(Problem.Kind.ILLEGAL_VALUE, name, start, 1, "a tag of several bytes");
        }
        int first = value.u8(start + 1);
        int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
        if (first == 0x80) {
            throw failure(Problem.Kind.ILLEGAL_VALUE, name, start + 1, 1, "an indefinite length");
        }
        if (lengthBytes > 3) {
            throw failure(Problem.Kind.LIMIT_EXCEEDED, name, start + 1, 1, "a length of more than 3 bytes");
        }
        need(name, start + 2, lengthBytes);
        int length = lengthBytes == 0 ? first : 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | value.u8(start + 2 + i);
        }
        if (lengthBytes > 0 && length < (lengthBytes == 1 ? 0x80 : 1 << 8 * (lengthBytes - 1))) {
            throw failure(Problem.Kind.ILLEGAL_VALUE, name, start + 1, 1 + lengthBytes, "not the shortest length");
        }
        int from = start + 2 + lengthBytes;
        need(name, from, length);
        at = from + length;
        return new Span(start, at - start);
    }

    private int contentLength(Span span) {
        int first = value.u8((int) span.offset() + 1);
        return span.length() - 2 - (first < 0x80 ? 0 : first & 0x7f);
    }

    private void need(String name, int from, int count) {
        if (count > end - from) {
            throw new MalformedTlsException(problem(Problem.Kind.TRUNCATED, name, from, end - from, "truncated")
                    .counted(count, end - from));
        }
    }

    private MalformedTlsException failure(Problem.Kind kind, String name, int from, int length, String message) {
        return new MalformedTlsException(problem(kind, name, from, length, message));
    }

    private Problem problem(Problem.Kind kind, String name, int from, int length, String message) {
        return Problem.of(kind, path(name), Problem.Base.VALUE, new Span(from, length), message)
                .rfc("X.690")
                .alert(BAD_CERTIFICATE);
    }

    private String path(String name) {
        return name.isEmpty() ? path : path.isEmpty() ? name : path + "." + name;
    }
}
