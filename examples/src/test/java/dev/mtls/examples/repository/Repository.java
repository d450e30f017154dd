package dev.mtls.examples.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that these tests run in. */
final class Repository {

    private Repository() {}

    /** The folder of the parent POM; tests run in a module's folder. */
    static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    static Path file(String relative) {
        return root().resolve(relative);
    }

    static String read(String relative) {
        try {
            return Files.readString(file(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
