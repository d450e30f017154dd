package dev.mtls.core.pem;

import dev.mtls.core.finding.Where;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What came with the text of a source and has to be taken off before its blocks can be found: UTF-16, a byte order mark, the two
 * characters {@code \n} in the place of newlines (from {@code .env} files and JSON), Base64 around the whole (from a Kubernetes Secret).
 */
final class PemText {

    static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPED_NEWLINE = "-----\\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPED_RETURN = "-----\\r".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN_IN_BASE64 = "LS0tLS1CRUdJTi".getBytes(StandardCharsets.US_ASCII);

    private PemText() {}

    /** The bytes of the text in an encoding that agrees with ASCII; {@code repairs} is told what was done. */
    static byte[] plain(byte[] bytes, String source, List<String> repairs) {
        byte[] text = bytes;
        if (startsWith(text, 0xfe, 0xff)) {
            text = recode(text, StandardCharsets.UTF_16BE);
            repairs.add("the text is UTF-16");
        } else if (startsWith(text, 0xff, 0xfe)) {
            text = recode(text, StandardCharsets.UTF_16LE);
            repairs.add("the text is UTF-16");
        } else if (startsWith(text, 0xef, 0xbb, 0xbf)) {
            text = Arrays.copyOfRange(text, 3, text.length);
            repairs.add("the text begins with a byte order mark");
        }
        int begin = indexOf(text, BEGIN, 0);
        if (begin < 0) {
            int first = firstVisible(text);
            if (matches(text, first, BEGIN_IN_BASE64)) {
                repairs.add("the text is Base64 of PEM");
                return plain(decode(text, source), source, repairs);
            }
            return text;
        }
        int labelEnd = indexOf(text, DASHES, begin + BEGIN.length);
        if (matches(text, labelEnd, ESCAPED_NEWLINE) || matches(text, labelEnd, ESCAPED_RETURN)) {
            repairs.add("newlines are written as the two characters \\n");
            return unescape(text);
        }
        return text;
    }

    private static byte[] recode(byte[] text, Charset charset) {
        return new String(text, 2, text.length - 2, charset).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decode(byte[] text, String source) {
        byte[] visible = new byte[text.length];
        int length = 0;
        for (byte b : text) {
            if (b > ' ') {
                visible[length++] = b;
            }
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(visible, length));
        } catch (IllegalArgumentException e) {
            throw PemError.CORRUPT.at(
                    Where.of(source),
                    "found Base64 of PEM that is not valid Base64, expected PEM",
                    "give the PEM itself, or its Base64 unchanged");
        }
    }

    private static byte[] unescape(byte[] text) {
        byte[] plain = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            boolean escape = text[i] == '\\' && i + 1 < text.length && (text[i + 1] == 'n' || text[i + 1] == 'r');
            plain[length++] = escape ? (byte) (text[i + 1] == 'n' ? '\n' : '\r') : text[i];
            i += escape ? 1 : 0;
        }
        return Arrays.copyOf(plain, length);
    }

    static int indexOf(byte[] text, byte[] wanted, int from) {
        byte first = wanted[0];
        for (int i = from; i <= text.length - wanted.length; i++) {
            if (text[i] == first && matches(text, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    static boolean matches(byte[] text, int at, byte[] wanted) {
        return at >= 0
                && at + wanted.length <= text.length
                && Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int firstVisible(byte[] text) {
        int i = 0;
        while (i < text.length && text[i] >= 0 && text[i] <= ' ') {
            i++;
        }
        return i;
    }

    private static boolean startsWith(byte[] text, int... values) {
        if (text.length < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if ((text[i] & 0xff) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
