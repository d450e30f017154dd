package dev.mtls.parser.view;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the fields of a message as indented lines, whatever message it is. */
final class FieldText {

    private static final int WIDTH = 110;
    private static final int SHOWN_BYTES = 32;

    private final StringBuilder out;

    FieldText(StringBuilder out) {
        this.out = out;
    }

    void lines(List<Field> fields, int indent) {
        fields.forEach(field -> line(field, indent));
    }

    private void line(Field field, int indent) {
        Field.Value value = field.value();
        if (value instanceof Field.Items items) {
            items(field.name(), items.entries(), indent);
        } else if (value instanceof Field.Struct struct) {
            Optional<String> inline = inline(field);
            put(indent, field.name() + ":" + inline.map(text -> " " + text).orElse(""));
            if (inline.isEmpty()) {
                lines(struct.fields(), indent + 2);
            }
        } else if (value instanceof Field.Block block) {
            block(block, indent);
        } else if (Interpretation.has(field.name()) && value instanceof Field.Hex hex) {
            interpreted(field.name(), field.name(), hex.bytes(), indent);
        } else {
            put(indent, field.name() + ": " + scalar(field));
        }
    }

    private void items(String name, List<Field> entries, int indent) {
        if (entries.isEmpty()) {
            put(indent, name + ": none");
        } else if (Interpretation.has(name)) {
            put(indent, name + ": " + entries.size());
            entries.forEach(entry -> {
                if (entry.value() instanceof Field.Hex hex) {
                    interpreted("-", name, hex.bytes(), indent + 2);
                }
            });
        } else if (entries.stream().allMatch(FieldText::isScalar)) {
            wrapped(name + ": ", entries.stream().map(FieldText::scalar).toList(), indent);
        } else {
            put(indent, name + ": " + entries.size());
            entries.forEach(entry -> entry(entry, indent + 2));
        }
    }

    private void entry(Field entry, int indent) {
        if (entry.value() instanceof Field.Block block) {
            block(block, indent);
            return;
        }
        Optional<String> inline = inline(entry);
        if (inline.isPresent()) {
            put(indent, "- " + inline.get());
            return;
        }
        int start = out.length();
        lines(entry.children(), indent + 2);
        if (out.length() > start + indent) {
            out.setCharAt(start + indent, '-');
        }
    }

    private void block(Field.Block block, int indent) {
        String head = block.type().name() + " (" + block.type().value() + ")";
        Optional<List<Field>> fields = block.fields();
        if (fields.isEmpty()) {
            put(indent, head + ": " + bytes(block.body()));
            return;
        }
        List<Field> known = fields.get();
        if (known.size() == 1
                && isScalar(known.get(0))
                && !Interpretation.has(known.get(0).name())) {
            put(indent, head + "  " + known.get(0).name() + ": " + scalar(known.get(0)));
        } else {
            put(indent, head);
            lines(known, indent + 2);
        }
    }

    /** Bytes of which one knows what is inside: how many, and under them what they say. */
    private void interpreted(String head, String name, Bytes bytes, int indent) {
        List<String> lines = Interpretation.of(name, bytes);
        String colon = head.equals("-") ? " " : ": ";
        put(indent, head + colon + (lines.isEmpty() ? bytes(bytes) : bytes.size() + " bytes"));
        for (String line : lines) {
            wrapped("", List.of(line.split(", ")), indent + 2);
        }
    }

    /** A struct of a few short values on one line, if it fits. */
    private static Optional<String> inline(Field field) {
        if (isScalar(field)) {
            return Optional.of(scalar(field));
        }
        if (!(field.value() instanceof Field.Struct struct)
                || !struct.fields().stream().allMatch(FieldText::isScalar)
                || struct.fields().stream().anyMatch(f -> Interpretation.has(f.name()))) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        struct.fields().forEach(part -> parts.add(part.name() + ": " + scalar(part)));
        String line = String.join(", ", parts);
        return line.length() > WIDTH ? Optional.empty() : Optional.of(line);
    }

    private static boolean isScalar(Field field) {
        Field.Value value = field.value();
        return !(value instanceof Field.Items || value instanceof Field.Struct || value instanceof Field.Block);
    }

    static String scalar(Field field) {
        Field.Value value = field.value();
        if (value instanceof Field.Num number) {
            return Long.toString(number.value());
        }
        if (value instanceof Field.Code code) {
            if (code.name().endsWith(")")) {
                // unknown(0x1305) and GREASE(0x2A2A) say their number themselves.
                return code.name();
            }
            return field.span().length() == 1
                    ? code.name() + " (" + code.value() + ")"
                    : code.name() + String.format(" (0x%0" + 2 * field.span().length() + "x)", code.value());
        }
        if (value instanceof Field.Hex hex) {
            return bytes(hex.bytes());
        }
        if (value instanceof Field.Text text) {
            return PeerText.shown(text.text());
        }
        if (value instanceof Field.Named named) {
            return named.name().map(PeerText::shown).orElseGet(() -> "unreadable name " + bytes(named.der()));
        }
        if (value instanceof Field.Flag) {
            return "true";
        }
        throw new IllegalStateException("a form of field that the text does not know: " + value.getClass());
    }

    static String bytes(Bytes bytes) {
        if (bytes.isEmpty()) {
            return "empty";
        }
        return bytes.size() <= SHOWN_BYTES
                ? bytes.toHex()
                : bytes.slice(0, SHOWN_BYTES).toHex() + "... (" + bytes.size() + " bytes)";
    }

    private void wrapped(String head, List<String> parts, int indent) {
        StringBuilder line = new StringBuilder(head);
        boolean first = true;
        for (String part : parts) {
            if (!first) {
                line.append(',');
                if (indent + line.length() + 1 + part.length() > WIDTH) {
                    put(indent, line.toString());
                    line = new StringBuilder("  ");
                } else {
                    line.append(' ');
                }
            }
            line.append(part);
            first = false;
        }
        put(indent, line.toString());
    }

    private void put(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
