package dev.mtls.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code openssl s_client} with an identity, which keeps its session in a file from one connection to the next. */
final class OpensslClient {

    private static final long TIMEOUT_SECONDS = 20;

    private final Path folder;

    OpensslClient(Path folder, X509Certificate trusted, Identity identity) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("ca.pem"), TestCertificates.pem(trusted));
        Files.writeString(
                folder.resolve("cert.pem"),
                TestCertificates.pem(identity.chain().get(0)));
        Files.writeString(
                folder.resolve("key.pem"),
                TestCertificates.pem("PRIVATE KEY", identity.privateKey().getEncoded()));
    }

    static void assumeInstalled() {
        boolean installed;
        try {
            installed = new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            installed = false;
        }
        assumeTrue(installed, "openssl is not installed");
    }

    /** What it printed. It offers the session of the last connection, where there was one, and keeps the new one. */
    String connect(int port, String... options) throws IOException, InterruptedException {
        Path session = folder.resolve("session.pem");
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "localhost:" + port));
        command.addAll(List.of("-CAfile", "ca.pem", "-cert", "cert.pem", "-key", "key.pem", "-ign_eof"));
        if (Files.exists(session)) {
            command.addAll(List.of("-sess_in", session.toString()));
        }
        command.addAll(List.of("-sess_out", session.toString()));
        command.addAll(List.of(options));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("openssl hangs: " + Files.readString(output, StandardCharsets.ISO_8859_1));
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
