package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that happens to the text of a PEM file on its way, with a plain key, one with headers, and a chain. */
class LayoutTest {

    private static final Path FOLDER = Path.of("src/test/resources/pem");
    private static final List<String> FILES = List.of(
            "keys/rsa-pkcs8.pem", "keys/dek-rsa-aes-256-cbc.pem", "keys/m-cert-ecparams-key.pem", "certs/chain.pem");
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Pattern BODY_NEWLINE = Pattern.compile("(?<=[A-Za-z0-9+/]{64})\n(?=[A-Za-z0-9+/])");

    private static final String WITH_HEADERS = "-----BEGIN X-----\n\nA: b\n\nAAAA\n-----END X-----\n";

    record Layout(String name, boolean isRepair, UnaryOperator<byte[]> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Layout of(String name, boolean isRepair, UnaryOperator<String> change) {
        return new Layout(name, isRepair, bytes -> ascii(change.apply(new String(bytes, StandardCharsets.US_ASCII))));
    }

    private static Layout encoded(String name, Charset charset, String prefix) {
        return new Layout(
                name, true, bytes -> (prefix + new String(bytes, StandardCharsets.US_ASCII)).getBytes(charset));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String json(String text) {
        return "\"" + text.replace("/", "\\/").replace("=", "\\u003d").replace("\n", "\\r\\n") + "\"";
    }

    private static String percent(String text) {
        return text.replace(" ", "%20")
                .replace("\n", "%0A")
                .replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D");
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    static Stream<Layout> layouts() {
        return Stream.of(
                of("unchanged", false, text -> text),
                of("CRLF", false, text -> text.replace("\n", "\r\n")),
                of("CR", false, text -> text.replace("\n", "\r")),
                of("no final newline", false, String::strip),
                of("trailing blanks", false, text -> text.replace("\n", "  \n")),
                of("trailing tabs", false, text -> text.replace("\n", "\t\n")),
                of(
                        "one line of Base64",
                        false,
                        text -> BODY_NEWLINE.matcher(text).replaceAll("")),
                of("text around", false, text -> "subject=x: y\n\n" + text + "\ntext -- more\n"),
                of("non-ASCII text around", false, text -> "\u00e4\u00f6\u00fc\n" + text),
                of("newlines before END", false, text -> text.replace("\n-----END", "\n\n\n-----END")),
                of(
                        "blank line before the headers",
                        true,
                        text -> WITH_HEADERS + text.replaceAll("(-----BEGIN [A-Z ]+-----\n)", "$1\n")),
                of("indented", true, text -> text.replaceAll("(?m)^", "    ")),
                of("indented with tabs", true, text -> text.replaceAll("(?m)^", "\t")),
                of("newlines removed", true, text -> text.replace("\n", "")),
                of("newlines became blanks", true, text -> text.replace("\n", " ")),
                of("END and BEGIN glued", true, text -> "-----BEGIN X-----\nAAAA\n-----END X-----" + text),
                of("literal \\n", true, text -> text.replace("\n", "\\n")),
                of("literal \\\\n", true, text -> text.replace("\n", "\\\\n")),
                of("literal \\r\\n", true, text -> text.replace("\n", "\\r\\n")),
                of("a JSON string", true, LayoutTest::json),
                of("an environment file", true, text -> "KEY=\"" + text.replace("\n", "\\n") + "\"\n"),
                of("percent-encoded", true, LayoutTest::percent),
                of("padding removed", true, text -> text.replace("=", "") + "-----BEGIN X-----\nAA\n-----END X-----\n"),
                encoded("UTF-8 with mark", StandardCharsets.UTF_8, "\ufeff"),
                encoded("UTF-16LE with mark", StandardCharsets.UTF_16LE, "\ufeff"),
                encoded("UTF-16BE with mark", StandardCharsets.UTF_16BE, "\ufeff"),
                new Layout("Base64 of the whole", true, LayoutTest::base64),
                new Layout("Base64 of Base64 of the whole", true, bytes -> base64(base64(bytes))),
                new Layout(
                        "Base64 of the whole in lines",
                        true,
                        bytes -> Base64.getMimeEncoder().encode(bytes)),
                new Layout(
                        "Base64 of UTF-16",
                        true,
                        bytes ->
                                base64(new String(bytes, StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16))),
                new Layout(
                        "Base64 of text before it",
                        true,
                        bytes -> base64(("Bag Attributes\n" + new String(bytes, StandardCharsets.US_ASCII))
                                .getBytes(StandardCharsets.US_ASCII))));
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that a document gives, in the words of its encodings. */
    private static Map<String, Object> contents(PemDocument document) {
        Map<String, Object> contents = new LinkedHashMap<>();
        if (document.blocks().stream().anyMatch(PemBlock::isCertificate)) {
            contents.put("certificates", new LinkedHashSet<>(document.certificates()));
        }
        if (document.blocks().stream().anyMatch(PemBlock::isPrivateKey)) {
            contents.put(
                    "key", document.privateKey(document.keys().get(0), PASSWORD).key());
        }
        return contents;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isReadAndReportedWhereItIsARepair(Layout layout) {
        for (String file : FILES) {
            byte[] sound = read(file);
            assertThat(PemDocument.parse(sound, file, PemLimits.IDENTITY).findings())
                    .isEmpty();
            byte[] changed = layout.change.apply(sound);
            assertThat(layout.name.equals("unchanged") || !Arrays.equals(changed, sound))
                    .isTrue();
            PemDocument document = PemDocument.parse(changed, file, PemLimits.IDENTITY);
            assertThat(contents(document))
                    .as(file)
                    .isNotEmpty()
                    .isEqualTo(contents(PemDocument.parse(sound, file, PemLimits.IDENTITY)));
            List<String> ids =
                    document.findings().stream().map(Finding::id).distinct().toList();
            assertThat(ids).as(file).isEqualTo(layout.isRepair ? List.of("pem-repaired") : List.of());
        }
    }
}
