package dev.mtls.parser;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Problem;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A {@link Problem} and where in a conversation it is.
 *
 * @param problem what breaks which rule, with path and offset
 * @param from the side that sent the bytes; empty for problems of a file
 * @param event index of the event that it is about, counted from the first event of the conversation; empty where it is
 *     about none
 */
public record ConversationProblem(Problem problem, Optional<Sender> from, OptionalInt event) {

    /** Checks that nothing is null. */
    public ConversationProblem {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(event, "event");
    }

    /**
     * A problem of a file or of a whole connection, that neither side said.
     *
     * @param problem what is wrong
     * @return the problem
     */
    public static ConversationProblem of(Problem problem) {
        return new ConversationProblem(problem, Optional.empty(), OptionalInt.empty());
    }
}
