package dev.mtls.parser.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a lenient reader made of some bytes.
 *
 * @param value the value; what could not be read stands in it as a malformed or unknown element
 * @param problems what is wrong with the bytes, in the order in which it was met; empty when nothing is
 * @param fields the tree of all fields with their places; present when it was asked for
 * @param <T> type of the value
 */
public record Decoded<T>(T value, List<Problem> problems, Optional<Field> fields) {
    /** Keeps an unmodifiable copy. */
    public Decoded {
        problems = List.copyOf(problems);
    }
}
