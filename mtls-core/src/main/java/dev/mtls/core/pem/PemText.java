package dev.mtls.core.pem;

import dev.mtls.core.finding.Where;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came with the bytes of a source and has to be taken off before its blocks can be found: UTF-16, a byte order mark, the two
 * characters {@code \n} in the place of newlines (from {@code .env} files and JSON), percent signs (from HTTP headers), Base64 around
 * the whole (from a Kubernetes Secret). What is DER or a key store under it is told by its label.
 */
final class PemText {

    static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN_IN_BASE64 = "LS0tLS1CRUdJTi".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN_IN_URL = "-----BEGIN%20".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> STORES = Set.of("PKCS12", "JKS", "JCEKS");
    private static final int MOST_LAYERS = 3;
    private static final int SHORTEST_BASE64 = 32;

    private final String source;
    private final List<String> repairs = new ArrayList<>();
    private byte[] bytes;
    private Optional<String> derLabel = Optional.empty();

    private PemText(byte[] bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    static PemText of(byte[] bytes, String source) {
        PemText text = new PemText(bytes, source);
        int layers = 0;
        while (!text.isDer() && !text.isPem() && layers < MOST_LAYERS && text.takeBase64Off()) {
            layers++;
        }
        return text;
    }

    /** DER, a key store, or text in an encoding that agrees with ASCII. */
    byte[] bytes() {
        return bytes;
    }

    /** What was done. */
    List<String> repairs() {
        return repairs;
    }

    /** The label of what is not PEM. */
    Optional<String> derLabel() {
        return derLabel;
    }

    private boolean isDer() {
        derLabel = DerKind.labelOf(bytes);
        if (derLabel.isPresent() && !STORES.contains(derLabel.get())) {
            repairs.add("the source is DER");
        }
        return derLabel.isPresent();
    }

    private boolean isPem() {
        takeEncodingOff();
        int begin = indexOf(bytes, BEGIN, 0);
        if (begin < 0 && indexOf(bytes, BEGIN_IN_URL, 0) >= 0) {
            repairs.add("the text is percent-encoded as in a URL");
            bytes = withoutPercents(bytes);
            begin = indexOf(bytes, BEGIN, 0);
        }
        if (begin < 0) {
            return false;
        }
        int labelEnd = indexOf(bytes, DASHES, begin + BEGIN.length);
        int next = labelEnd < 0 ? bytes.length : labelEnd + DASHES.length;
        if (next < bytes.length && bytes[next] == '\\') {
            repairs.add("newlines are written as the two characters \\n");
            bytes = unescape(bytes);
        }
        return true;
    }

    private void takeEncodingOff() {
        if (startsWith(0xfe, 0xff)) {
            recode(StandardCharsets.UTF_16BE, 2);
        } else if (startsWith(0xff, 0xfe)) {
            recode(StandardCharsets.UTF_16LE, 2);
        } else if (startsWith(0xef, 0xbb, 0xbf)) {
            bytes = Arrays.copyOfRange(bytes, 3, bytes.length);
            repairs.add("the text begins with a byte order mark");
        } else if (startsWith(0, '-', 0, '-')) {
            recode(StandardCharsets.UTF_16BE, 0);
        } else if (startsWith('-', 0, '-', 0)) {
            recode(StandardCharsets.UTF_16LE, 0);
        }
    }

    private void recode(Charset charset, int from) {
        bytes = new String(bytes, from, bytes.length - from, charset).getBytes(StandardCharsets.UTF_8);
        repairs.add("the text is UTF-16");
    }

    /** Only where Base64 is all there is, and what comes out is something that is known, or Base64 of PEM once more. */
    private boolean takeBase64Off() {
        Optional<byte[]> decoded = decodeBase64();
        boolean meant = matches(bytes, firstVisible(bytes), BEGIN_IN_BASE64);
        if (decoded.isEmpty()) {
            if (meant) {
                throw PemError.CORRUPT.at(
                        Where.of(source),
                        "found Base64 of PEM that is not valid Base64, expected PEM",
                        "give the PEM itself, or its Base64 unchanged");
            }
            return false;
        }
        byte[] inner = decoded.get();
        boolean der = DerKind.labelOf(inner).isPresent();
        boolean again = matches(inner, firstVisible(inner), BEGIN_IN_BASE64);
        boolean wide = inner.length > 1 && ((inner[0] | inner[1]) & 0xff) == 0xff;
        if (!meant && !der && !again && !wide && indexOf(inner, BEGIN, 0) < 0) {
            return false;
        }
        repairs.add(der ? "the text is Base64 of DER" : "the text is Base64 of PEM");
        bytes = inner;
        return true;
    }

    private Optional<byte[]> decodeBase64() {
        byte[] visible = new byte[bytes.length];
        int length = 0;
        for (byte b : bytes) {
            if (b > ' ' && b != '"' && b != '\'') {
                visible[length++] = b;
            } else if (b < 0) {
                return Optional.empty();
            }
        }
        if (length < SHORTEST_BASE64) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(Arrays.copyOf(visible, length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** JSON and its relatives; a backslash that was itself escaped counts as one. */
    private static byte[] unescape(byte[] text) {
        byte[] plain = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '\\') {
                plain[length++] = text[i];
                continue;
            }
            while (i + 1 < text.length && text[i + 1] == '\\') {
                i++;
            }
            int next = i + 1 < text.length ? text[i + 1] : 0;
            int escaped = switch (next) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case '/', '"', '\'' -> next;
                case 'u' -> hex(text, i + 2, 4);
                default -> -1;
            };
            boolean known = escaped >= 0 && escaped < 0x80;
            plain[length++] = (byte) (known ? escaped : '\\');
            if (known) {
                i += next == 'u' ? 5 : 1;
            }
        }
        return Arrays.copyOf(plain, length);
    }

    private static byte[] withoutPercents(byte[] text) {
        byte[] plain = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            int value = text[i] == '%' ? hex(text, i + 1, 2) : -1;
            plain[length++] = value < 0 ? text[i] : (byte) value;
            i += value < 0 ? 0 : 2;
        }
        return Arrays.copyOf(plain, length);
    }

    /** The number that so many hex digits write, or -1 where they are none. */
    private static int hex(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < text.length ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
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
        while (i < text.length && text[i] >= 0 && (text[i] <= ' ' || text[i] == '"' || text[i] == '\'')) {
            i++;
        }
        return i;
    }

    private boolean startsWith(int... values) {
        if (bytes.length < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if ((bytes[i] & 0xff) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
