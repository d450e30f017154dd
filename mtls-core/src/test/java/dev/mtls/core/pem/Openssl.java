package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code openssl}, in a folder of its own, with the ciphers of its legacy provider. */
final class Openssl {

    private static final boolean INSTALLED = installed();

    private final Path folder;

    Openssl(Path folder) {
        this.folder = folder;
    }

    private static boolean installed() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    static void assumeInstalled() {
        assumeTrue(INSTALLED, "openssl is not installed");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs it with arguments separated by blanks. */
    void run(String arguments) {
        run(arguments, new byte[0]);
    }

    /** Runs it, and writes to it what it reads as a password. */
    void run(String arguments, byte[] input) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Path output = folder.resolve("output.txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().write(input);
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("openssl %s%n%s", arguments, Files.readString(output, StandardCharsets.ISO_8859_1))
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
