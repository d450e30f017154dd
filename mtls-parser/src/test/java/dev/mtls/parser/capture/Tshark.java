package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtls.parser.Conversation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs tshark over a file, with its preferences pinned. */
final class Tshark {
    private static final List<String> PREFERENCES = List.of(
            "tcp.reassemble_out_of_order:TRUE",
            "tcp.desegment_tcp_streams:TRUE",
            "tls.desegment_ssl_records:TRUE",
            "tls.desegment_ssl_application_data:TRUE",
            "ip.defragment:TRUE",
            "ipv6.defragment:TRUE",
            "tcp.check_checksum:FALSE");

    private Tshark() {}

    /** Skips the test where there is no tshark. */
    static void assumeInstalled() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("tshark", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "tshark is not installed");
    }

    /** What tshark makes of the TLS in a file, on the ports of the servers of these conversations. */
    static TsharkPdml.Dissection dissect(Path file, List<Conversation> conversations, TsharkFields fields)
            throws Exception {
        List<String> options = new ArrayList<>(List.of("-Y", "tls", "-T", "pdml", "-J", "tcp tls"));
        conversations.stream()
                .map(c -> c.endpoints().server().orElseThrow().getPort())
                .distinct()
                .forEach(port -> options.addAll(List.of("-d", "tcp.port==" + port + ",tls")));
        return run(file, options, pdml -> {
            try {
                return TsharkPdml.read(pdml, fields);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** The lines that tshark writes with other options. */
    static List<String> lines(Path file, String... options) throws Exception {
        return run(file, List.of(options), out -> out.lines().toList());
    }

    private static <T> T run(Path file, List<String> options, Function<BufferedReader, T> read) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        PREFERENCES.forEach(p -> command.addAll(List.of("-o", p)));
        command.addAll(options);
        Process tshark = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        T result;
        try (BufferedReader out = tshark.inputReader(java.nio.charset.StandardCharsets.UTF_8)) {
            result = read.apply(out);
        }
        assertThat(tshark.waitFor()).as("exit code of tshark").isZero();
        return result;
    }
}
