package dev.mtls.examples.cli;

import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files of a throwaway PKI, under the names that all commands and their help use. */
final class PkiFiles {
    static final String CA = "ca.pem";

    private PkiFiles() {}

    /**
     * Refuses a folder in which a certificate or key of somebody else would be overwritten.
     *
     * @param names base names of the identities' files
     */
    static void requireUnused(Path directory, Iterable<String> names) {
        List<String> files = new ArrayList<>(List.of(CA));
        names.forEach(name -> files.addAll(List.of(name + ".pem", name + "-key.pem", name + ".p12")));
        for (String name : files) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                throw ProgramException.usage("--dir " + directory + ": " + file
                        + " is already there and would be overwritten; choose another folder, or remove it first");
            }
        }
    }

    /**
     * Writes the CA and the identities.
     *
     * @param identities by the base name of their files
     * @param password of the PKCS#12 files
     * @return what was written, a line for each file
     */
    static List<String> write(Path directory, TestPki pki, Map<String, TestIdentity> identities, char[] password) {
        try {
            Files.createDirectories(directory);
            List<String> lines = new ArrayList<>();
            lines.add(line(pki.writeTo(directory), "the CA that both sides trust"));
            identities.forEach((name, identity) -> {
                TestIdentity.PemFiles files = identity.writeTo(directory, name);
                lines.add(line(files.certificates(), "certificate of " + Names.subject(identity.certificate())));
                lines.add(line(files.key(), "its private key, not encrypted"));
                lines.add(line(identity.writePkcs12(directory, name, password), "both, as PKCS#12"));
            });
            return lines;
        } catch (IOException | UncheckedIOException notWritten) {
            throw ProgramException.usage(
                    "--dir " + directory + ": cannot write there: " + notWritten.getMessage(), notWritten);
        }
    }

    private static String line(Path file, String what) {
        return file + "  " + what;
    }
}
