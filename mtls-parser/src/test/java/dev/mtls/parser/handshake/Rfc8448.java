package dev.mtls.parser.handshake;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The traces of RFC 8448 as data: see README.md beside them. */
public final class Rfc8448 {
    /** Names of the traces. */
    public static final List<String> SECTIONS = List.of(
            "section-3-simple-1rtt",
            "section-4-resumed-0rtt",
            "section-5-hello-retry-request",
            "section-6-client-auth",
            "section-7-compatibility-mode");

    private Rfc8448() {}

    /** One line of a trace. */
    public record Line(String from, String kind, String name, String detail, Bytes bytes) {
        public Sender sender() {
            return Sender.valueOf(from.toUpperCase(Locale.ROOT));
        }
    }

    /** The lines of a trace of one kind: {@code record}, {@code payload}, {@code message} ... */
    public static List<Line> lines(String section, String kind) {
        String path = "/rfc8448/" + section + ".tsv";
        try (InputStream in =
                Optional.ofNullable(Rfc8448.class.getResourceAsStream(path)).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split("\t", -1))
                    .filter(row -> row[1].equals(kind))
                    .map(row -> new Line(row[0], row[1], row[2], row[3], Bytes.ofHex(row[4])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
