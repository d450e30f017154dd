package dev.mtls.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** What is said of files that cannot be read, in the same words everywhere. */
final class Inputs {
    private Inputs() {}

    /**
     * Checks that a file given on the command line can be read.
     *
     * @param option where it was given, for the message
     */
    static void requireReadable(String option, Path file) {
        if (!Files.exists(file)) {
            throw ProgramException.usage(option + " " + file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw ProgramException.usage(option + " " + file + ": is a directory, not a file");
        }
        if (!Files.isReadable(file)) {
            throw ProgramException.usage(option + " " + file + ": may not be read by this user");
        }
    }
}
