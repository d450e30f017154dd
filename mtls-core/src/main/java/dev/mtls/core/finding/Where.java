package dev.mtls.core.finding;

import java.util.OptionalInt;

/**
 * The place in the material that a finding is about: a named source, and inside it a PEM block and a line where they are known.
 *
 * @param source name of the source: a path, or what the caller named the bytes
 * @param block number of the PEM block in the source, counted from 1
 * @param line number of the line in the source, counted from 1
 */
public record Where(String source, OptionalInt block, OptionalInt line) {

    /** A whole source. */
    public static Where of(String source) {
        return new Where(source, OptionalInt.empty(), OptionalInt.empty());
    }

    /** A PEM block that begins at a line, both counted from 1. */
    public static Where of(String source, int block, int line) {
        return new Where(source, OptionalInt.of(block), OptionalInt.of(line));
    }

    /** {@code ca.pem, block 2, line 23}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        block.ifPresent(number -> text.append(", block ").append(number));
        line.ifPresent(number -> text.append(", line ").append(number));
        return text.toString();
    }
}
