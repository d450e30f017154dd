package dev.mtls.core.path;

import org.jspecify.annotations.Nullable;

/** Why one candidate for a path is refused, before it is known for which role the search was made. */
final class PathRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final PathFault fault;
    private final String reason;

    PathRefusal(PathFault fault, String message) {
        this(fault, message, null);
    }

    PathRefusal(PathFault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.reason = message;
    }

    PathFault fault() {
        return fault;
    }

    String reason() {
        return reason;
    }
}
