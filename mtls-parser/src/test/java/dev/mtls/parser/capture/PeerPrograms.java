package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that speak TLS, each started and ended here, and the throwaway keys that they use. */
final class PeerPrograms implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Path folder;
    private final List<Process> running = new ArrayList<>();

    PeerPrograms(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where a program is missing. */
    static void assumeInstalled(String... programs) {
        for (String program : programs) {
            boolean there = Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                    .anyMatch(dir -> new File(dir, program).canExecute());
            assumeTrue(there, program + " is not installed");
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** {@code ec.pem}, {@code rsa.pem} and {@code client.pem}: a key and a certificate signed by itself in each. */
    void makeIdentities() throws Exception {
        identity("ec", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        identity("rsa", "rsa:2048");
        identity("client", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");
    }

    private void identity(String name, String algorithm, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-newkey", algorithm));
        command.addAll(List.of(options));
        command.addAll(List.of("-subj", "/O=Example/CN=" + name, "-addext", "subjectAltName=DNS:localhost"));
        command.addAll(List.of("-keyout", name + ".pem", "-out", name + ".crt"));
        run("", command);
        List<String> lines = new ArrayList<>(java.nio.file.Files.readAllLines(file(name + ".pem")));
        lines.addAll(java.nio.file.Files.readAllLines(file(name + ".crt")));
        java.nio.file.Files.write(file(name + ".pem"), lines);
    }

    /** Starts {@code openssl s_server} on a port that it chooses itself. */
    InetSocketAddress openssl(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of(options));
        Process server = start(command);
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ACCEPT ")) {
                drain(out);
                int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            }
        }
        throw new IllegalStateException("openssl s_server did not start: " + command);
    }

    /** Starts a program that serves until it is closed. */
    Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        running.add(process);
        return process;
    }

    /** Passes over what a program goes on to write, so that it never waits for a reader. */
    static void drain(BufferedReader out) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (out.readLine() != null) {
                            continue;
                        }
                    } catch (IOException e) {
                        return;
                    }
                },
                "output of a program");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a program to its end, with some input, and gives its output and errors. */
    String run(String input, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It has ended already: a refused handshake.
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as(command + " ends")
                .isTrue();
        return said;
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
