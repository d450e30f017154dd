package dev.mtls.parser.view;

import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.x509.CertificateDetails;
import java.util.Optional;

/**
 * Writes bytes, and beside them what they mean: offset, bytes, and path and value of the field that they are. Each byte
 * stands there once. The paths are those of problems.
 */
final class HexText {

    private static final int BESIDE = 8;
    private static final int PER_LINE = 16;
    private static final int LONG = 32;

    private final StringBuilder out;
    private final String indent;

    HexText(StringBuilder out, int indent) {
        this.out = out;
        this.indent = " ".repeat(indent);
    }

    /** An event field by field; one without fields, or of which they cannot be read, as a dump. */
    void event(ConversationEvent event, int max) {
        Bytes bytes = EventFields.bytes(event);
        Optional<Field> tree = EventFields.tree(event);
        if (tree.isPresent() && tree.get().span().length() == bytes.size()) {
            field(bytes, tree.get(), tree.get().name());
        } else {
            dump(bytes, max);
        }
    }

    /** Sixteen bytes a line: offset, hexadecimal, and what is printable ASCII. */
    void dump(Bytes bytes, int max) {
        int end = Math.min(bytes.size(), max);
        dump(bytes, 0, end);
        if (end < bytes.size()) {
            out.append(indent).append("and ").append(bytes.size() - end).append(" bytes more\n");
        }
    }

    private void dump(Bytes bytes, int from, int end) {
        for (int at = from; at < end; at += PER_LINE) {
            Bytes row = bytes.slice(at, Math.min(at + PER_LINE, end));
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int b = row.u8(i);
                hex.append(String.format(i == PER_LINE / 2 ? "  %02x" : " %02x", b));
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
            }
            out.append(indent).append(String.format("%04x %-50s %s\n", at, hex, text));
        }
    }

    private void field(Bytes bytes, Field field, String path) {
        int from = (int) field.span().offset();
        int start = from + field.prefix();
        int end = from + field.span().length();
        Field.Value value = field.value();
        if (value instanceof Field.Block block) {
            String type = block.type().name();
            String named = path.equals(type) ? path : path + "." + type;
            String what = type + " (" + block.type().value() + "), " + length(end - start);
            rows(bytes, from, start, path.equals(type) ? what : path + " = " + what);
            if (block.fields().isPresent()) {
                children(bytes, field, named);
            } else if (end > start) {
                rows(bytes, start, end, named + " = " + length(end - start));
            }
            return;
        }
        if (field.prefix() > 0) {
            rows(bytes, from, start, path + ".length = " + (end - start));
        }
        if (value instanceof Field.Items || value instanceof Field.Struct) {
            children(bytes, field, path);
        } else if (end > start || isDerived(field)) {
            rows(bytes, start, end, path + " = " + value(field));
        }
    }

    private void children(Bytes bytes, Field field, String path) {
        for (Field child : field.children()) {
            String name = child.name();
            field(bytes, child, name.startsWith("[") || name.isEmpty() ? path + name : path + "." + name);
        }
    }

    /** What follows from the bytes, or was inflated from them, has none of its own. */
    private static boolean isDerived(Field field) {
        boolean says = !(field.value() instanceof Field.Hex hex) || !hex.bytes().isEmpty();
        return field.span().length() == 0 && field.prefix() == 0 && says;
    }

    private static String value(Field field) {
        if (!(field.value() instanceof Field.Hex hex)) {
            return FieldText.scalar(field);
        }
        int length = hex.bytes().size();
        if (field.name().equals("cert_data")) {
            return CertificateDetails.of(hex.bytes())
                    .map(Decisive::certificate)
                    .orElse("a certificate that cannot be read, " + length(length));
        }
        return length > BESIDE ? length(length) : FieldText.scalar(field);
    }

    private static String length(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }

    /** The first line says what it is, the others go on with the bytes, of a long field as a dump. */
    private void rows(Bytes bytes, int from, int end, String what) {
        int at = from;
        do {
            int stop = Math.min(at + BESIDE, end);
            StringBuilder hex = new StringBuilder();
            for (int i = at; i < stop; i++) {
                hex.append(String.format("%02x ", bytes.u8(i)));
            }
            String line = at == from
                    ? String.format("%04x  %-" + 3 * BESIDE + "s %s", at, hex, what)
                    : String.format("%04x  %s", at, hex);
            out.append(indent).append(line.stripTrailing()).append('\n');
            at = stop;
        } while (at < end && end - from <= LONG);
        dump(bytes, at, end);
    }
}
