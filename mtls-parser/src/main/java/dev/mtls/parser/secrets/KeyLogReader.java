package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts a key log that may grow into lines. Not thread-safe. */
final class KeyLogReader {

    /** No line of a key log is longer: an ECH configuration in hexadecimal. */
    private static final int MAX_LINE = 140_000;

    private static final int MAX_PROBLEMS = 100;
    private static final int PIECE = 65_536;

    private final @Nullable Path file;
    private final @Nullable InputStream stream;
    private final Consumer<KeyLogLine> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private long read;
    private long lineStart;
    private long lineNumber = 1;
    private boolean tooLong;
    private long malformed;
    private int tried;

    KeyLogReader(@Nullable Path file, @Nullable InputStream stream, Consumer<KeyLogLine> lines) {
        this.file = file;
        this.stream = stream;
        this.lines = lines;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    long malformed() {
        return malformed;
    }

    /** Reads what has come since it was read last. */
    void readOn() throws IOException {
        if (file != null) {
            readFile(file);
        } else if (stream != null) {
            byte[] piece = new byte[PIECE];
            while (stream.available() > 0) {
                int count = stream.read(piece, 0, Math.min(piece.length, stream.available()));
                if (count <= 0) {
                    break;
                }
                add(Bytes.of(piece, 0, count));
            }
            tryUnfinished();
        }
    }

    private void readFile(Path from) throws IOException {
        long size = Files.size(from);
        // A pipe or device says 0.
        if (size == read && size > 0) {
            return;
        }
        if (size < read) {
            // It was begun anew.
            read = 0;
            startLine();
            lineNumber = 1;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(from)) {
            channel.position(read);
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (channel.read(piece) > 0) {
                add(Bytes.of(piece.array(), 0, piece.position()));
                piece.clear();
            }
        }
        tryUnfinished();
    }

    void add(Bytes text) {
        byte[] bytes = text.toByteArray();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                part(bytes, from, at);
                endLine();
                from = at + 1;
                lineStart = read + from;
            }
        }
        part(bytes, from, bytes.length);
        read += bytes.length;
    }

    private void part(byte[] bytes, int from, int to) {
        if (line.size() + (to - from) > MAX_LINE) {
            tooLong = true;
            line.reset();
        }
        if (!tooLong) {
            line.write(bytes, from, to - from);
        }
    }

    private void endLine() {
        try {
            if (tooLong) {
                throw new KeyLogLine.Malformed("longer than " + MAX_LINE + " bytes");
            }
            KeyLogLine.read(text()).ifPresent(lines);
        } catch (KeyLogLine.Malformed e) {
            malformed(e);
        }
        lineNumber++;
        startLine();
    }

    /** A line whose end has not come counts when it can be read; when it grows, it counts again. */
    private void tryUnfinished() {
        if (line.size() == 0 || line.size() == tried || tooLong) {
            return;
        }
        tried = line.size();
        try {
            KeyLogLine.read(text()).ifPresent(lines);
        } catch (KeyLogLine.Malformed e) {
            // It may still grow: its end will show.
            return;
        }
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        return lineNumber == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void startLine() {
        line.reset();
        tooLong = false;
        tried = 0;
    }

    private void malformed(KeyLogLine.Malformed why) {
        malformed++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(Problem.of(
                    Problem.Kind.ILLEGAL_VALUE,
                    "key_log",
                    Problem.Base.FILE,
                    new Span(lineStart, 0),
                    "line " + lineNumber + ": " + why.getMessage()));
        }
    }
}
