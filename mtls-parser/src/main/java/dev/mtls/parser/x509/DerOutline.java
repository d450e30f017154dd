package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DerReader;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows DER that nothing else can read: one line for each element as far as they can be told apart, and last what is wrong.
 *
 * <p>At most {@value #LINES} lines, for hostile bytes too.
 */
public final class DerOutline {
    private static final int LINES = 200;
    private static final int SHOWN_BYTES = 24;

    private static final Map<Integer, String> TAGS = Map.ofEntries(
            Map.entry(0x01, "BOOLEAN"),
            Map.entry(0x02, "INTEGER"),
            Map.entry(0x03, "BIT STRING"),
            Map.entry(0x04, "OCTET STRING"),
            Map.entry(0x05, "NULL"),
            Map.entry(0x06, "OBJECT IDENTIFIER"),
            Map.entry(0x0a, "ENUMERATED"),
            Map.entry(0x0c, "UTF8String"),
            Map.entry(0x13, "PrintableString"),
            Map.entry(0x14, "T61String"),
            Map.entry(0x16, "IA5String"),
            Map.entry(0x17, "UTCTime"),
            Map.entry(0x18, "GeneralizedTime"),
            Map.entry(0x1e, "BMPString"),
            Map.entry(0x30, "SEQUENCE"),
            Map.entry(0x31, "SET"));

    private final List<String> lines = new ArrayList<>();

    private DerOutline() {}

    /**
     * The outline of some bytes. An element that is cut off, or claims to be longer than what it is in, is shown as far as it is
     * there.
     *
     * @param der any bytes
     * @return lines of printable ASCII, indented by two blanks for each level
     */
    public static List<String> of(Bytes der) {
        DerOutline outline = new DerOutline();
        outline.walk(der, 0);
        problem(der)
                .ifPresent(problem -> outline.lines.add("! " + problem.message() + " at offset "
                        + problem.span().offset()));
        return List.copyOf(outline.lines);
    }

    /** The first rule of DER that some bytes break, its place counted from their start; empty when they break none. */
    public static Optional<Problem> problem(Bytes der) {
        try {
            check(DerReader.of(der, "der"));
            return Optional.empty();
        } catch (MalformedTlsException e) {
            return Optional.of(e.problem());
        }
    }

    private static void check(DerReader in) {
        while (in.hasMore()) {
            int tag = in.peekTag();
            if ((tag & 0x20) == 0) {
                in.any("");
            } else {
                check(in.enter(tag, ""));
            }
        }
    }

    private void walk(Bytes der, int level) {
        for (int at = 0; at < der.size(); ) {
            if (lines.size() >= LINES) {
                lines.add("and more");
                return;
            }
            int tag = der.u8(at);
            int first = at + 1 < der.size() ? der.u8(at + 1) : 0;
            int lengthBytes = first > 0x80 ? first & 0x7f : 0;
            int from = Math.min(der.size(), at + 2 + lengthBytes);
            int stop = (int) Math.min(der.size(), from + length(der, at, first, lengthBytes, from));
            Bytes content = der.slice(from, stop);
            String head = "  ".repeat(level) + TAGS.getOrDefault(tag, String.format("[0x%02x]", tag));
            boolean opens = (tag & 0x20) != 0 && level < DerReader.DEPTH;
            lines.add(opens ? head : head + text(tag, content));
            if (opens) {
                walk(content, level + 1);
                if (lines.size() > LINES) {
                    return;
                }
            }
            at = stop;
        }
    }

    /** What an element says of its length; all that is left where it says nothing that can be true. */
    private static long length(Bytes der, int at, int first, int lengthBytes, int from) {
        if (first < 0x80) {
            return first;
        }
        long length = 0;
        for (int i = at + 2; i < from; i++) {
            length = Math.min(length << 8 | der.u8(i), Integer.MAX_VALUE);
        }
        return lengthBytes == 0 ? der.size() : length;
    }

    private static String text(int tag, Bytes content) {
        boolean isText = tag == 0x0c || tag == 0x13 || tag == 0x14 || tag >= 0x16 && tag <= 0x1a;
        Bytes shown = content.slice(0, Math.min(content.size(), SHOWN_BYTES));
        String more = shown.size() < content.size() ? "... (" + content.size() + " bytes)" : "";
        if (content.isEmpty()) {
            return "";
        }
        return " " + (isText ? '"' + shown.toEscapedText() + '"' : shown.toHex()) + more;
    }
}
