package dev.mtls.parser.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A place where bytes break a rule of the protocol.
 *
 * @param kind what is wrong
 * @param path the field, in the RFC's names: {@code client_hello.extensions[3].key_share.client_shares[0].key_exchange}
 * @param base what {@code span} counts from
 * @param span where it is
 * @param needed bytes (or, for a limit, entries) that the rule asks for, where it counts any
 * @param available bytes (or entries) that there were instead
 * @param rfc the section of the rule, such as {@code RFC 8446 4.2.8}
 * @param alert number of the alert that a conforming peer would send
 * @param message what is wrong in words, one line of lower case, without the place
 */
public record Problem(
        Kind kind,
        String path,
        Base base,
        Span span,
        OptionalLong needed,
        OptionalLong available,
        Optional<String> rfc,
        OptionalInt alert,
        String message) {

    /** What kind of rule is broken. Minor releases may add kinds. */
    public enum Kind {
        /** A value needs more bytes than are left. */
        TRUNCATED,
        /** A list or block announces more bytes than its parent has left. */
        LENGTH_EXCEEDS_PARENT,
        /** A block is longer than what it holds. */
        TRAILING_BYTES,
        /** A vector is shorter than its lower bound. */
        TOO_SHORT,
        /** A vector is longer than its upper bound. */
        TOO_LONG,
        /** The length of a list is no multiple of the length of its entries. */
        NOT_A_MULTIPLE,
        /** Something that may appear once appears again. */
        DUPLICATE,
        /** Something stands where it may not. */
        MISPLACED,
        /** Something that must come last does not. */
        MUST_BE_LAST,
        /** A limit of the reader, not of the protocol, is passed. */
        LIMIT_EXCEEDED,
        /** A value is not allowed here. */
        ILLEGAL_VALUE,
        /** Bytes that are no TLS record. */
        NOT_TLS,
        /** A damaged packet or capture file. */
        DAMAGED_FILE,
        /** State that was given up to stay within a limit of memory. */
        EVICTED,
        /** A protected record that could not be opened although there are secrets; never thrown by a strict reader. */
        NOT_DECRYPTED,
        /** The reader itself failed: a fault of this library or of an application's own reader, not of the bytes. */
        INTERNAL;

        /** The name in lower case, as it is printed and stands in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an offset counts from. */
    public enum Base {
        /** The first header byte of a handshake message. */
        MESSAGE,
        /** The first header byte of a record. */
        RECORD,
        /** The first byte of one direction of a connection. */
        STREAM,
        /** The first byte of a file. */
        FILE,
        /** The first byte of a value that was looked at by itself: a name, a certificate. */
        VALUE;

        /** The name in lower case, as it is printed and stands in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A problem without counts, section and alert. */
    public static Problem of(Kind kind, String path, Base base, Span span, String message) {
        return new Problem(
                kind,
                path,
                base,
                span,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                message);
    }

    /** The same with counts. */
    public Problem counted(long needed, long available) {
        return new Problem(
                kind, path, base, span, OptionalLong.of(needed), OptionalLong.of(available), rfc, alert, message);
    }

    /** The same with the section of the rule. */
    public Problem rfc(String section) {
        return new Problem(kind, path, base, span, needed, available, Optional.of(section), alert, message);
    }

    /** The same with the alert that a conforming peer would send, 0 to 255. */
    public Problem alert(int number) {
        return new Problem(kind, path, base, span, needed, available, rfc, OptionalInt.of(number), message);
    }

    /**
     * The same as it is seen from around the value: its path and place when the value stands in something else.
     *
     * @param newPath the field
     * @param newBase what the place then counts from
     * @param by where the value starts, counted from there
     */
    public Problem moved(String newPath, Base newBase, long by) {
        return new Problem(
                kind,
                newPath,
                newBase,
                new Span(span.offset() + by, span.length()),
                needed,
                available,
                rfc,
                alert,
                message);
    }

    /** One line: <i>path: violation, needed n, had m at offset o (RFC section)</i>. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(path).append(": ").append(message);
        if (needed.isPresent() && available.isPresent()) {
            line.append(", needed ").append(needed.getAsLong());
            line.append(", had ").append(available.getAsLong());
        }
        line.append(" at offset ").append(span.offset());
        if (base != Base.MESSAGE) {
            line.append(" of the ").append(base.label());
        }
        rfc.ifPresent(section -> line.append(" (").append(section).append(')'));
        return line.toString();
    }
}
