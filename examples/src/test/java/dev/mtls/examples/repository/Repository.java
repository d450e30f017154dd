package dev.mtls.examples.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that these tests run in. */
public final class Repository {

    private Repository() {}

    /** The folder of the parent POM; tests run in a module's folder. */
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /** A file by its path from the root. */
    public static Path file(String relative) {
        return root().resolve(relative);
    }

    /** The text of a file, by its path from the root. */
    public static String read(String relative) {
        try {
            return Files.readString(file(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
