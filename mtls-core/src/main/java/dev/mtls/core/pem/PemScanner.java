package dev.mtls.core.pem;

import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Where;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the blocks of a PEM text, RFC 7468: what its "lax" grammar allows is taken as it is (line ends of any kind, blanks, lines of
 * any length, text around the blocks), what goes beyond is repaired and reported, and what would lose a block is an error.
 */
final class PemScanner {

    private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LABEL = 64;
    private static final int LONGEST_HEADERS = 256;
    private static final Pattern IN_LINE =
            Pattern.compile("\\s*Proc-Type:\\s*4,\\s*ENCRYPTED\\s*DEK-Info:\\s*([A-Z0-9-]+),\\s*([0-9A-Fa-f]+)");

    /** What a byte of a body is: Base64, white space, or neither. */
    private static final byte[] KIND = new byte[256];

    private static final byte OTHER = 0;
    private static final byte BASE64 = 1;
    private static final byte BLANK = 2;
    private static final byte NEWLINE = 3;
    private static final byte PADDING = 4;

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
            KIND[c] = BASE64;
        }
        KIND[' '] = KIND['\t'] = KIND[0x0b] = KIND['\f'] = KIND['\r'] = BLANK;
        KIND['\n'] = NEWLINE;
        KIND['='] = PADDING;
    }

    private final byte[] text;
    private final String source;
    private final PemLimits limits;
    private final List<PemBlock> blocks = new ArrayList<>();
    private final List<PemDocument.Repair> repairs;
    private int at;
    private int line = 1;

    PemScanner(byte[] text, String source, PemLimits limits, List<PemDocument.Repair> repairs) {
        this.source = source;
        this.limits = limits;
        this.repairs = repairs;
        // A lone CR ends a line of an old Mac; telling it from CRLF once keeps the loops below simple.
        this.text = PemText.indexOf(text, new byte[] {'\n'}, 0) < 0 ? returnsToNewlines(text) : text;
    }

    List<PemBlock> scan() {
        while (toDashes()) {
            if (PemText.matches(text, at, PemText.BEGIN)) {
                block();
            } else if (PemText.matches(text, at, END)) {
                throw PemError.TRUNCATED.at(
                        where(blocks.size() + 1, line),
                        "found " + lineAt(at) + " without a BEGIN before it, expected -----BEGIN",
                        "restore the line that begins the block");
            } else if (at + PemText.BEGIN.length > text.length && endsInBegin()) {
                throw PemError.TRUNCATED.at(
                        where(blocks.size() + 1, line),
                        "found the end of the source in " + lineAt(at) + ", expected -----BEGIN and a block",
                        "copy the whole block again from where it came");
            } else {
                at++;
            }
        }
        return blocks;
    }

    private boolean endsInBegin() {
        return Arrays.equals(text, at, text.length, PemText.BEGIN, 0, text.length - at);
    }

    /** Moves to the next five dashes, counting lines. */
    private boolean toDashes() {
        int i = at;
        int lines = 0;
        while (i < text.length && !(text[i] == '-' && PemText.matches(text, i, DASHES))) {
            lines += text[i] == '\n' ? 1 : 0;
            i++;
        }
        at = i;
        line += lines;
        return i < text.length;
    }

    private void block() {
        int number = blocks.size() + 1;
        int begin = line;
        if (number > limits.blocks()) {
            throw PemError.TOO_LARGE.at(
                    where(number, begin),
                    "found more than " + limits.blocks() + " blocks, expected at most that",
                    "split the file, or leave out what is not needed");
        }
        noteWhatStandsBefore(number);
        String label = label(at + PemText.BEGIN.length, "BEGIN", number);
        at += PemText.BEGIN.length + label.length() + DASHES.length;
        noteWhatFollows(number);
        Map<String, String> headers = headers(number);
        byte[] der = body(label, number, begin);
        at += END.length + label.length() + DASHES.length;
        if (!label.equals(label.strip())) {
            repair(number, "blanks stand around the label");
        }
        blocks.add(new PemBlock(
                source, labelByContent(label.strip(), der, number), number, begin, headers, der, "", limits));
    }

    /** Windows writes CERTIFICATE over whatever it encodes, a PKCS#7 or PKCS#12 too. */
    private String labelByContent(String label, byte[] der, int number) {
        if (!label.equals("CERTIFICATE") || !DerKind.isNoCertificate(der)) {
            return label;
        }
        Optional<String> content = DerKind.labelOf(der);
        content.ifPresent(
                other -> repair(number, "the label says \"CERTIFICATE\" and the content is that of " + other));
        return content.orElse(label);
    }

    private void noteWhatStandsBefore(int number) {
        int i = at - 1;
        while (i >= 0 && KIND[text[i] & 0xff] == BLANK) {
            i--;
        }
        if (i >= 0 && text[i] != '\n') {
            repair(number, "the block begins in the middle of a line");
        } else if (i < at - 1) {
            repair(number, "the block is indented");
        }
    }

    private void noteWhatFollows(int number) {
        int i = at;
        while (i < text.length && KIND[text[i] & 0xff] == BLANK) {
            i++;
        }
        if (i < text.length && text[i] != '\n') {
            repair(number, i == at ? "the newlines were removed" : "blanks stand where newlines should");
        }
    }

    private String label(int from, String what, int number) {
        int end = from;
        while (end < text.length && end - from <= LONGEST_LABEL && text[end] >= ' ' && text[end] != '-') {
            end++;
        }
        if (!PemText.matches(text, end, DASHES)) {
            throw PemError.CORRUPT.at(
                    where(number, line),
                    "found " + lineAt(from - what.length() - 6) + ", expected -----" + what + " and a label and -----",
                    "restore the line");
        }
        return new String(text, from, end - from, StandardCharsets.US_ASCII);
    }

    /** RFC 1421 headers, such as {@code DEK-Info}: lines with a colon, until an empty line. */
    private Map<String, String> headers(int number) {
        int next = endOfLine(at);
        Map<String, String> inLine = headersInLine(next, number);
        if (!inLine.isEmpty() || next >= text.length) {
            return inLine;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        int from = next + 1;
        int emptyLines = 0;
        while (from < text.length) {
            int end = endOfLine(from);
            String content = new String(text, from, end - from, StandardCharsets.US_ASCII).strip();
            if (content.isEmpty() && headers.isEmpty()) {
                emptyLines++;
                from = end + 1;
                continue;
            }
            int colon = content.indexOf(':');
            if (colon < 0) {
                if (!headers.isEmpty() && !content.isEmpty()) {
                    repair(number, "the empty line after the headers is missing");
                }
                break;
            }
            if (emptyLines > 0 && headers.isEmpty()) {
                repair(number, "an empty line stands before the headers");
                line += emptyLines;
            }
            headers.put(
                    content.substring(0, colon).strip(),
                    content.substring(colon + 1).strip());
            line++;
            at = end;
            from = end + 1;
        }
        return headers;
    }

    /** The two headers of OpenSSL where the newlines around them were lost; the vector ends where the cipher says. */
    private Map<String, String> headersInLine(int end, int number) {
        if (end == at) {
            return Map.of();
        }
        int shown = Math.min(end, at + LONGEST_HEADERS);
        Matcher m = IN_LINE.matcher(new String(text, at, shown - at, StandardCharsets.US_ASCII));
        if (!m.lookingAt()) {
            return Map.of();
        }
        int digits = KeyCipher.named(m.group(1))
                .map(cipher -> Math.min(2 * cipher.ivBytes(), m.group(2).length()))
                .orElse(m.group(2).length());
        at += m.start(2) + digits;
        repair(number, "the newlines around the headers are missing");
        return Map.of(
                "Proc-Type",
                "4,ENCRYPTED",
                "DEK-Info",
                m.group(1) + "," + m.group(2).substring(0, digits));
    }

    private int endOfLine(int from) {
        int i = from;
        while (i < text.length && text[i] != '\n') {
            i++;
        }
        return i;
    }

    /** From after the headers to the dashes of END, which it does not pass. */
    private byte[] body(String label, int number, int begin) {
        int dash = nextDash();
        Optional<byte[]> sound = soundBody(dash, label);
        return sound.isPresent() ? sound.get() : doubtfulBody(new byte[dash - at], label, number, begin);
    }

    /** Nearly all bodies: only Base64 and white space, and then the right END. */
    private Optional<byte[]> soundBody(int dash, String label) {
        byte[] visible = new byte[dash - at];
        int length = 0;
        int lines = 0;
        for (int i = at; i < dash; i++) {
            byte b = text[i];
            visible[length] = b;
            if (b > ' ') {
                length++;
            } else if (b == '\n') {
                lines++;
            } else if (KIND[b & 0xff] != BLANK) {
                return Optional.empty();
            }
        }
        if (length == 0 || length % 4 != 0 || !endsAt(dash, label)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(Arrays.copyOf(visible, length));
            at = dash;
            line += lines;
            return Optional.of(decoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean endsAt(int dash, String label) {
        int close = dash + END.length + label.length();
        if (!PemText.matches(text, dash, END) || !PemText.matches(text, close, DASHES)) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            if (text[dash + END.length + i] != label.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Byte by byte, to say what is wrong and in which line, or to repair it. */
    private byte[] doubtfulBody(byte[] visible, String label, int number, int begin) {
        int length = 0;
        int padding = 0;
        for (; at < text.length; at++) {
            byte b = text[at];
            switch (KIND[b & 0xff]) {
                case BASE64 -> {
                    if (padding > 0) {
                        throw corrupt(number, "found Base64 after its padding");
                    }
                    visible[length++] = b;
                }
                case NEWLINE -> line++;
                case BLANK -> {}
                case PADDING -> {
                    visible[length++] = b;
                    padding++;
                }
                default -> {
                    if (b == '-' && PemText.matches(text, at, DASHES)) {
                        end(label, number, begin);
                        return decode(visible, length, padding, number);
                    }
                    throw corrupt(
                            number, "found " + PemError.quoted(String.valueOf((char) (b & 0xff))) + " in the Base64");
                }
            }
        }
        throw PemError.TRUNCATED.at(
                where(number, begin),
                "found the end of the source in line " + line + ", expected -----END " + label + "-----",
                "copy the whole block again from where it came");
    }

    private int nextDash() {
        int i = at;
        while (i < text.length && text[i] != '-') {
            i++;
        }
        return i;
    }

    private void end(String label, int number, int begin) {
        if (!PemText.matches(text, at, END)) {
            throw PemError.TRUNCATED.at(
                    where(number, begin),
                    "found " + lineAt(at) + " in line " + line + ", expected -----END " + label + "-----",
                    "copy the whole block again from where it came");
        }
        String found = label(at + END.length, "END", number);
        if (!found.equals(label)) {
            throw PemError.CORRUPT.at(
                    where(number, begin),
                    "found -----END " + PemError.quoted(found) + " in line " + line + ", expected -----END " + label
                            + "-----",
                    "restore the line that ends the block");
        }
    }

    private byte[] decode(byte[] visible, int length, int padding, int number) {
        int rest = length % 4;
        if (length == padding || padding > 2 || rest == 1 || rest != 0 && padding > 0) {
            throw corrupt(number, "found " + length + " characters of Base64 with " + padding + " of padding");
        }
        if (rest != 0) {
            repair(number, "the padding of the Base64 is missing");
        }
        try {
            return Base64.getDecoder().decode(length == visible.length ? visible : Arrays.copyOf(visible, length));
        } catch (IllegalArgumentException e) {
            throw corrupt(number, "found Base64 that cannot be decoded");
        }
    }

    private MtlsConfigurationException corrupt(int number, String found) {
        return PemError.CORRUPT.at(
                where(number, line),
                found + ", expected groups of four characters of Base64",
                "copy the whole block again from where it came");
    }

    private void repair(int number, String what) {
        repairs.add(new PemDocument.Repair(number, line, what));
    }

    private Where where(int number, int where) {
        return Where.of(source, number, where);
    }

    /** The dashes with word and label, and nothing behind them: a key may stand on the same line. */
    private String lineAt(int from) {
        int word = from + DASHES.length;
        boolean known = PemText.matches(text, from, PemText.BEGIN) || PemText.matches(text, from, END);
        int close = PemText.indexOf(text, DASHES, word);
        if (!known || close < 0 || close > Math.min(endOfLine(from), word + LONGEST_LABEL + "BEGIN ".length())) {
            int shown = !known ? word : from + (PemText.matches(text, from, END) ? END.length : PemText.BEGIN.length);
            return PemError.quoted(new String(text, from, shown - from, StandardCharsets.ISO_8859_1).strip() + "...");
        }
        return PemError.quoted(new String(text, from, close + DASHES.length - from, StandardCharsets.ISO_8859_1));
    }

    private static byte[] returnsToNewlines(byte[] text) {
        byte[] lines = text.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i] == '\r' ? (byte) '\n' : lines[i];
        }
        return lines;
    }
}
