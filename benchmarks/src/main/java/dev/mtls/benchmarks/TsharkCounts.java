package dev.mtls.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** How many handshake messages of each type tshark reads in a capture: what decodes faster by decoding less does not count. */
final class TsharkCounts {

    private TsharkCounts() {}

    static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Counts, and compares.
     *
     * @throws IllegalStateException when they differ
     */
    static void mustBe(Map<Integer, Long> expected, Path capture) throws IOException, InterruptedException {
        if (!isInstalled("tshark")) {
            System.err.println("tshark is not installed: its counts are not compared");
            return;
        }
        Process tshark = new ProcessBuilder(
                        "tshark",
                        "-n",
                        "-r",
                        capture.toString(),
                        "-o",
                        "tcp.reassemble_out_of_order:TRUE",
                        "-Y",
                        "tls.handshake.type",
                        "-T",
                        "fields",
                        "-e",
                        "tls.handshake.type")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<Integer, Long> found = new TreeMap<>();
        try (InputStream out = tshark.getInputStream()) {
            for (String line : new String(out.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                for (String type : line.split(",")) {
                    found.merge(Integer.valueOf(type), 1L, Long::sum);
                }
            }
        }
        if (tshark.waitFor() != 0 || !expected.equals(found)) {
            throw new IllegalStateException("tshark found " + found + " messages by type, expected " + expected);
        }
    }
}
