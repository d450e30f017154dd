package dev.mtls.parser.wire;

import java.util.List;
import java.util.Optional;

/**
 * One named piece of decoded input with the bytes it came from: a node of the tree that views print.
 *
 * <p>The spans of a tree tile its input: the first child of a node starts {@code prefix} bytes after the node, each
 * next child where the one before ends, and the last ends where the node ends. What was inflated has no bytes of its own
 * in the input: its spans are empty.
 *
 * @param name the RFC's snake_case name; entries of a list are named {@code [0]}, {@code [1]} ...
 * @param span the bytes, a length prefix included, counted from the start of the input
 * @param prefix how many bytes at the start of the span are not content but a type or a length
 * @param value what the bytes say
 */
public record Field(String name, Span span, int prefix, Value value) {

    /** What a field says, in the form in which a view prints it. Minor releases may add forms. */
    public sealed interface Value {}

    /** A number, unsigned. In JSON a number. */
    public record Num(long value) implements Value {}

    /** A code point. In JSON its number; a text shows the name beside it. */
    public record Code(int value, String name) implements Value {
        /** The value of a code point. */
        public static Code of(CodePoint point) {
            return new Code(point.value(), point.name());
        }
    }

    /** Bytes. In JSON lower-case hexadecimal. */
    public record Hex(Bytes bytes) implements Value {}

    /** Text that a peer wrote, escaped already. In JSON a string. */
    public record Text(String text) implements Value {
        /** Printable ASCII, anything else as {@code \xNN}. */
        public static Text of(Bytes bytes) {
            return new Text(bytes.toEscapedText());
        }
    }

    /** DER with the name in it, absent when it cannot be read. In JSON an object with {@code name} and {@code der}. */
    public record Named(Bytes der, Optional<String> name) implements Value {}

    /** A fact that follows from the bytes and has none of its own: its span is empty. In JSON {@code true}. */
    public record Flag() implements Value {}

    /** The entries of a list. In JSON an array of their values. */
    public record Items(List<Field> entries) implements Value {
        /** Keeps an unmodifiable copy. */
        public Items {
            entries = List.copyOf(entries);
        }
    }

    /** The fields of a struct. In JSON an object. */
    public record Struct(List<Field> fields) implements Value {
        /** Keeps an unmodifiable copy. */
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A body behind a type and a length: an extension, a message. In JSON an object with {@code type}, {@code
     * type_name}, {@code length}, {@code body} and {@code fields}.
     *
     * @param type the type
     * @param body the bytes behind type and length
     * @param fields the fields of the body; absent when it is unknown or malformed, an empty list when it has none
     */
    public record Block(Code type, Bytes body, Optional<List<Field>> fields) implements Value {
        /** Keeps an unmodifiable copy. */
        public Block {
            fields = fields.map(List::copyOf);
        }
    }

    /** The fields, entries or body fields of this one; empty for anything else. */
    public List<Field> children() {
        if (value instanceof Struct struct) {
            return struct.fields();
        }
        if (value instanceof Items items) {
            return items.entries();
        }
        return value instanceof Block block ? block.fields().orElse(List.of()) : List.of();
    }

    /** The child with a name, if there is one. */
    public Optional<Field> child(String childName) {
        return children().stream().filter(f -> f.name().equals(childName)).findFirst();
    }
}
