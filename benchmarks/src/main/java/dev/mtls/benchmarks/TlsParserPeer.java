package dev.mtls.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * tls-parser of rusticata, in a process of its own that runs when it is told and says what it cost. Built with cargo from {@code
 * benchmarks/tls-parser} and Debian's librust-tls-parser-dev, without a network; a claim that needs it is not measured where either is
 * absent.
 */
final class TlsParserPeer implements Callable<Object> {

    private static final Path SOURCE = Path.of("tls-parser");
    private static final Path DEBIAN = Path.of("/usr/share/cargo/registry");

    private final BufferedReader from;
    private final PrintStream to;
    private final Map<Integer, Long> counts = new TreeMap<>();

    private TlsParserPeer(Process process) throws IOException {
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        for (String count : from.readLine().strip().split(" ")) {
            String[] typeAndCount = count.split("=");
            counts.put(Integer.valueOf(typeAndCount[0]), Long.valueOf(typeAndCount[1]));
        }
    }

    /** Why it cannot be built, empty where it can. */
    static String missing() {
        return !TsharkCounts.isInstalled("cargo")
                ? "cargo is not installed"
                : Files.isDirectory(DEBIAN.resolve("tls-parser-0.11.0"))
                        ? ""
                        : "librust-tls-parser-dev is not installed";
    }

    /** Starts it on connections, each two byte strings behind lengths of four bytes. */
    static TlsParserPeer start(byte[] workload) throws Exception {
        Path target = Path.of("target", "tls-parser").toAbsolutePath();
        ProcessBuilder build = new ProcessBuilder("cargo", "build", "--release", "--offline", "--quiet")
                .directory(SOURCE.toFile())
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        build.environment().put("CARGO_TARGET_DIR", target.toString());
        if (build.start().waitFor() != 0) {
            throw new IllegalStateException("cargo could not build " + SOURCE.toAbsolutePath());
        }
        Path file = Files.createTempFile("mtls-connections", ".bin");
        try {
            Files.write(file, workload);
            Process process = new ProcessBuilder(
                            target.resolve(Path.of("release", "peer")).toString(), file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new TlsParserPeer(process);
        } finally {
            Files.delete(file);
        }
    }

    /** How many messages of each type it found in its workload. */
    Map<Integer, Long> counts() {
        return counts;
    }

    /** Runs for so long, and says how many nanoseconds of CPU time its workload cost. */
    double run(long nanos) throws IOException {
        to.println(nanos);
        return Double.parseDouble(from.readLine());
    }

    @Override
    public Object call() {
        throw new UnsupportedOperationException("measures itself");
    }
}
