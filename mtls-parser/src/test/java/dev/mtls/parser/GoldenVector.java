package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.handshake.Tiling;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A body with the tree that it must become. The files are {@code src/test/resources/vectors/ROOM/CODE-NAME/CASE.hex} and, beside
 * it, {@code CASE.tree}; ROOM is {@code extension} or {@code message}, CODE the code point in hexadecimal ({@code 0033-key_share},
 * {@code 0b-certificate}), NAME only for the reader.
 *
 * <p><b>{@code .hex}</b> is the body alone, without type and length, in hexadecimal and any white space. Lines that start with
 * {@code #} say where it is from and, as {@code # key: value}, how it is to be read:
 *
 * <ul>
 *   <li>{@code kind}: for an extension, the message it stands in, as {@link MessageKind} in lower case; several with a comma between
 *       where the form is the same in all of them, and the tree then is too
 *   <li>{@code sender}: {@code client} or {@code server}; default: the server but for what stands in a client_hello
 *   <li>{@code version}, {@code suite}: what was negotiated, as hexadecimal numbers; default: nothing was, but for the kinds that
 *       only TLS 1.3 has
 * </ul>
 *
 * <p><b>{@code .tree}</b> has the class of the value, one line per field with its span in the body, and a line per problem. A new
 * vector is a new {@code .hex}; run {@code ExtensionVectorsTest} or {@code MessageVectorsTest} with {@code -Dvectors.rewrite}, which
 * writes every tree anew, and review what changed: {@code mvn -pl mtls-parser test -Dtest='*VectorsTest' -Dvectors.rewrite}.
 *
 * @param file the {@code .hex}
 * @param code the code point
 * @param kind the message that an extension stands in, {@code OTHER} for a message
 * @param settings what the lines with a key say
 * @param body the bytes
 */
public record GoldenVector(Path file, int code, MessageKind kind, Map<String, String> settings, Bytes body) {
    private static final Path VECTORS = Path.of("src", "test", "resources", "vectors");
    private static final int HEADER = 4; // type and length, of an extension as of a message

    /** All vectors of a room, by name. */
    public static List<GoldenVector> in(String room) {
        try (Stream<Path> files = Files.walk(VECTORS.resolve(room))) {
            return files.filter(f -> f.toString().endsWith(".hex"))
                    .sorted()
                    .flatMap(GoldenVector::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<GoldenVector> of(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Map<String, String> settings = lines.stream()
                    .filter(l -> l.matches("# [a-z]+: \\S+"))
                    .map(l -> l.substring(2).split(": "))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            String hex = lines.stream().filter(l -> !l.startsWith("#")).collect(Collectors.joining());
            String room = file.getName(file.getNameCount() - 2).toString();
            int code = Integer.parseInt(room.substring(0, room.indexOf('-')), 16);
            return Arrays.stream(settings.getOrDefault("kind", "other").split(","))
                    .map(kind -> MessageKind.valueOf(kind.toUpperCase(Locale.ROOT)))
                    .map(kind -> new GoldenVector(file, code, kind, settings, Bytes.ofHex(hex)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How to read it. */
    public ReadContext context() {
        String sender = settings.getOrDefault("sender", kind == MessageKind.CLIENT_HELLO ? "client" : "server");
        ReadContext initial = ReadContext.initial(Sender.valueOf(sender.toUpperCase(Locale.ROOT)));
        boolean tls13 = kind.compareTo(MessageKind.ENCRYPTED_EXTENSIONS) >= 0 && kind != MessageKind.OTHER;
        Optional<String> version = Optional.ofNullable(settings.getOrDefault("version", tls13 ? "0304" : null));
        Optional<String> suite = Optional.ofNullable(settings.getOrDefault("suite", tls13 ? "1301" : null));
        if (version.isEmpty() || suite.isEmpty()) {
            return initial.in(kind);
        }
        return ReadContext.negotiated(
                        initial.sender(),
                        ProtocolVersion.of(Integer.parseInt(version.get(), 16)),
                        CipherSuite.of(Integer.parseInt(suite.get(), 16)))
                .in(kind);
    }

    /** Checks what was read of it, with its fields, against the tree, or writes the tree. */
    public void check(Decoded<?> decoded) {
        Field root = decoded.fields().orElseThrow();
        Tiling.check(root);
        String found = tree(decoded.value().getClass(), root, decoded.problems());
        Path tree = Path.of(file.toString().replaceFirst("\\.hex$", ".tree"));
        try {
            if (System.getProperty("vectors.rewrite") != null) {
                Files.writeString(tree, found);
            }
            assertThat(found).isEqualTo(Files.readString(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folder and case, and the message. */
    @Override
    public String toString() {
        return VECTORS.relativize(file) + (kind == MessageKind.OTHER ? "" : " in " + kind);
    }

    private static String tree(Class<?> value, Field root, List<Problem> problems) {
        StringBuilder out = new StringBuilder(value.getSimpleName()).append('\n');
        Field.Block block = (Field.Block) root.value();
        if (block.fields().isEmpty()) {
            out.append("not read\n");
        }
        root.children().forEach(child -> line(child, 0, out));
        problems.forEach(problem -> out.append("! ")
                .append(problem.kind().label())
                .append(' ')
                .append(problem)
                .append(", alert ")
                .append(problem.alert().orElse(-1))
                .append('\n'));
        return out.toString();
    }

    private static void line(Field field, int depth, StringBuilder out) {
        out.append("%5d +%-5d "
                        .formatted(field.span().offset() - HEADER, field.span().length()))
                .append("  ".repeat(depth))
                .append(field.name())
                .append(words(field.value()))
                .append('\n');
        field.children().forEach(child -> line(child, depth + 1, out));
    }

    private static String words(Field.Value value) {
        if (value instanceof Field.Num number) {
            return ": " + number.value();
        } else if (value instanceof Field.Code code) {
            return ": " + code.value() + " " + code.name();
        } else if (value instanceof Field.Hex hex) {
            return ": " + (hex.bytes().isEmpty() ? "empty" : hex.bytes());
        } else if (value instanceof Field.Text text) {
            return ": \"" + text.text() + "\"";
        } else if (value instanceof Field.Named named) {
            return ": " + named.name().orElse("unreadable name");
        } else if (value instanceof Field.Items items) {
            return ": " + items.entries().size();
        } else if (value instanceof Field.Block block) {
            String body = block.fields().isPresent() ? "" : ", not read: " + block.body();
            return ": " + block.type().value() + " " + block.type().name() + body;
        }
        return "";
    }
}
