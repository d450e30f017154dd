package dev.mtls.examples.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message that names what, where and why. */
final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private ProgramException(int exitCode, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Bad usage or unreadable input: exit code 2. */
    static ProgramException usage(String message) {
        return new ProgramException(Exit.USAGE, message, null);
    }

    /** Bad usage or unreadable input: exit code 2. */
    static ProgramException usage(@Nullable String message, Throwable cause) {
        return new ProgramException(Exit.USAGE, message, cause);
    }

    int exitCode() {
        return exitCode;
    }
}
