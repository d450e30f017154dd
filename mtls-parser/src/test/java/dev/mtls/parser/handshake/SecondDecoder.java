package dev.mtls.parser.handshake;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decodes by the table {@code schema/tls.txt} and nothing else: another way to the names and places of fields than the readers
 * of the library, so that what was transcribed wrongly in one of them shows.
 */
final class SecondDecoder {
    private static final Map<String, String> TABLE = table();

    /** A field without fields of its own: its path, and the bytes with their length prefix. */
    record Leaf(String path, int offset, int size) {}

    /** A struct that is not in the table, or bytes that do not fit it. */
    static final class NotRead extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotRead(String why) {
            super(why);
        }
    }

    private final Bytes bytes;
    private final String serverHello;
    private final List<Leaf> leaves = new ArrayList<>();
    private int at;

    private SecondDecoder(Bytes bytes, int at, String serverHello) {
        this.bytes = bytes;
        this.at = at;
        this.serverHello = serverHello;
    }

    /**
     * Decodes a body.
     *
     * @param name room, name and variant of its row, or room and name of a row without variants
     * @param serverHello which kind of message the extensions of a ServerHello stand in
     */
    static List<Leaf> decode(String name, Bytes message, int header, String serverHello) {
        SecondDecoder decoder = new SecondDecoder(message, header, serverHello);
        decoder.fields("", words(row(name)), message.size());
        if (decoder.at != message.size()) {
            throw new NotRead("bytes are left over");
        }
        return decoder.leaves;
    }

    /** Whether the table has the body of an extension in a kind of message, or the message in a variant. */
    static boolean knows(ExtensionType type, String kind) {
        return knows("extension " + type.name() + " " + kind);
    }

    static boolean knows(String name) {
        return TABLE.containsKey(name) || TABLE.containsKey(name.substring(0, name.lastIndexOf(' ')));
    }

    private static String row(String name) {
        String row = TABLE.get(name);
        row = row == null ? TABLE.get(name.substring(0, Math.max(0, name.lastIndexOf(' ')))) : row;
        if (row == null) {
            throw new NotRead("no row for " + name);
        }
        return row;
    }

    private static Deque<String> words(String row) {
        return new ArrayDeque<>(
                Arrays.asList(row.isBlank() ? new String[0] : row.trim().split("[ ;]+")));
    }

    /** Fields until the words end or a brace closes. */
    private void fields(String path, Deque<String> words, int end) {
        while (!words.isEmpty()) {
            String word = words.pop();
            if (word.equals("}")) {
                return;
            }
            boolean mayBeAbsent = word.equals("?");
            String type = mayBeAbsent ? words.pop() : word;
            String name = type.equals("extensions") ? type : words.pop();
            if (mayBeAbsent && at == end) {
                return;
            }
            field(type, path.isEmpty() ? name : path + "." + name, words, end);
        }
    }

    private void field(String type, String path, Deque<String> words, int end) {
        int start = at;
        if (type.equals("struct")) {
            words.pop();
            fields(path, words, end);
        } else if (type.equals("extensions")) {
            extensions(path, words.pop(), end);
        } else if (type.startsWith("vec") || type.equals("list")) {
            int stop = type.equals("list") ? end : length(Integer.parseInt(type.substring(3)) / 8, end);
            List<String> item = item(words);
            if (at == stop && at > start) {
                leaves.add(new Leaf(path, start, at - start));
            }
            for (int i = 0; at < stop; i++) {
                int before = at;
                item(new ArrayDeque<>(item), path + "[" + i + "]", stop);
                if (at == before) {
                    throw new NotRead("an entry without bytes");
                }
            }
        } else {
            at = scalarEnd(type, end);
            if (at > start) {
                leaves.add(new Leaf(path, start, at - start));
            }
        }
    }

    private int scalarEnd(String type, int end) {
        if (type.equals("rest")) {
            return end;
        }
        int number = Integer.parseInt(type.replaceAll("[a-z]", ""));
        int size = type.startsWith("bytes") ? number : type.startsWith("u") ? number / 8 : 0;
        int stop = type.startsWith("opaque") ? length(number / 8, end) : at + size;
        if (stop > end) {
            throw new NotRead("cut off");
        }
        return stop;
    }

    /** One type, or what stands between braces. */
    private static List<String> item(Deque<String> words) {
        List<String> item = new ArrayList<>();
        int depth = 0;
        do {
            String word = words.pop();
            depth += word.equals("{") ? 1 : word.equals("}") ? -1 : 0;
            item.add(word);
        } while (depth > 0);
        return item;
    }

    private void item(Deque<String> words, String path, int end) {
        String type = words.pop();
        if (type.equals("{")) {
            fields(path, words, end);
        } else {
            field(type, path, words, end);
        }
    }

    private void extensions(String path, String kind, int end) {
        int start = at;
        int stop = length(2, end);
        if (at == stop) {
            leaves.add(new Leaf(path, start, 2));
        }
        for (int i = 0; at < stop; i++) {
            int first = at;
            ExtensionType type = ExtensionType.of(number(2, stop));
            int bodyEnd = length(2, stop);
            int leavesBefore = leaves.size();
            String in = kind.equals("SERVER_HELLO") ? serverHello : kind;
            if (knows(type, in)) {
                fields(path + "[" + i + "]", words(row("extension " + type.name() + " " + in)), bodyEnd);
            }
            if (leaves.size() == leavesBefore) {
                leaves.add(new Leaf(path + "[" + i + "]", first, bodyEnd - first));
                at = bodyEnd;
            }
            if (at != bodyEnd) {
                throw new NotRead("bytes are left over in " + type.name());
            }
        }
    }

    /** Reads a length and tells where what it counts ends. */
    private int length(int bytesOfLength, int end) {
        int length = number(bytesOfLength, end);
        if (length > end - at) {
            throw new NotRead("cut off");
        }
        return at + length;
    }

    private int number(int size, int end) {
        if (size > end - at) {
            throw new NotRead("cut off");
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes.u8(at++);
        }
        return value;
    }

    private static Map<String, String> table() {
        try (InputStream in = Objects.requireNonNull(SecondDecoder.class.getResourceAsStream("/schema/tls.txt"))) {
            Map<String, String> table = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(row -> table.put(row[0].trim(), row[1]));
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
