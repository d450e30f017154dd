package dev.mtls.parser.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The table of what is compared with tshark and what is not, {@code tshark/fields.tsv} among the test resources: each
 * field of ours with tshark's names for it, and each field of tshark's that is left out, with the reason.
 */
final class TsharkFields {
    /** In the table: nothing to compare in this column. */
    private static final String NONE = "-";

    /**
     * A field of ours.
     *
     * @param length tshark's name for the length in front of it
     * @param value tshark's name for its content
     */
    record Row(Optional<String> length, Optional<String> value) {}

    private final Map<String, Row> byPath = new HashMap<>();
    private final Set<String> compared = new HashSet<>();
    private final Set<String> containers = new HashSet<>();
    private final Set<String> leftOut = new HashSet<>();

    private TsharkFields() {}

    static TsharkFields load() {
        TsharkFields fields = new TsharkFields();
        try (InputStream in = Objects.requireNonNull(TsharkFields.class.getResourceAsStream("/tshark/fields.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(fields::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    private void line(String line) {
        String[] columns = line.split("\t");
        if (columns[0].equals("leave")) {
            leftOut.add(columns[1]);
            return;
        }
        if (columns[0].equals("open")) {
            containers.add(columns[1]);
            return;
        }
        Row row = new Row(name(columns[1]), name(columns[2]));
        byPath.put(columns[0], row);
        row.length().ifPresent(compared::add);
        row.value().ifPresent(compared::add);
    }

    private static Optional<String> name(String column) {
        return Optional.of(column).filter(c -> !c.equals(NONE));
    }

    /** How a field of ours is compared: by its path without list indexes, starting at its message or extension. */
    Optional<Row> row(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** Whether a field of tshark's is compared. */
    boolean isCompared(String tsharkName) {
        return compared.contains(tsharkName);
    }

    /** Whether a field of tshark's says nothing itself, but what it holds does. */
    boolean isContainer(String tsharkName) {
        return tsharkName.isEmpty() || containers.contains(tsharkName);
    }

    /** Whether a field of tshark's is left out for a reason that stands in the table. */
    boolean isLeftOut(String tsharkName) {
        return leftOut.contains(tsharkName)
                || leftOut.stream()
                        .anyMatch(rule ->
                                rule.endsWith("*") && tsharkName.startsWith(rule.substring(0, rule.length() - 1)));
    }
}
