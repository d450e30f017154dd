package dev.mtls.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code mtls summary --json} of a generated capture, as a process of its own, its start included; the cost is what the process and its
 * threads spent in user and system mode, the compiler and the collector too. Needs {@code examples/target/mtls.jar} and GNU time.
 *
 * <p>{@code main} reads a capture that is never on a disk in a small heap, and compares what was counted. Arguments: how many connections
 * (1,000,000), and the heap ({@code 64m}).
 */
public final class Programs {

    private static final Path JAR = Path.of("..", "examples", "target", "mtls.jar");
    private static final Path TIME = Path.of("/usr/bin/time");
    private static final Pattern COUNT = Pattern.compile("\"([a-z_]+)\":(\\d+)");
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "client_hello"),
            Map.entry(2, "server_hello"),
            Map.entry(4, "new_session_ticket"),
            Map.entry(11, "certificate"),
            Map.entry(12, "server_key_exchange"),
            Map.entry(13, "certificate_request"),
            Map.entry(14, "server_hello_done"),
            Map.entry(15, "certificate_verify"),
            Map.entry(16, "client_key_exchange"),
            Map.entry(22, "certificate_status"));

    private final Path capture;

    private Programs(Path capture) {
        this.capture = capture;
    }

    /** What a run cost: CPU time of all its threads, and the most memory that it held. */
    record Cost(double nanos, long kilobytes) {}

    /** A capture, and the certainty that ours counts in it what the generator and tshark count. */
    static Programs on(int connections) throws Exception {
        Path capture = Files.createTempFile("mtls-capture", ".pcap");
        capture.toFile().deleteOnExit();
        CaptureGenerator.Counts counts;
        try (OutputStream out = Files.newOutputStream(capture)) {
            counts = new CaptureGenerator(Shapes.all()).write(out, connections);
        }
        System.err.println(counts);
        TsharkCounts.mustBe(counts.messages, capture);
        Path summary = Files.createTempFile("mtls-summary", ".json");
        summary.toFile().deleteOnExit();
        time(
                ours(capture.toString(), List.of()),
                ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()),
                summary);
        check(summary, counts);
        return new Programs(capture);
    }

    /** Why a program cannot be measured here, empty where it can. */
    static String missing(String program) {
        if (!Files.exists(JAR)) {
            return "no " + JAR + ": mvn -DskipTests package";
        }
        return !Files.exists(TIME)
                ? TIME + " is not installed"
                : TsharkCounts.isInstalled(program) ? "" : program + " is not installed";
    }

    Cost ours() throws Exception {
        return time(ours(capture.toString(), List.of()));
    }

    /** The peer is not asked to look names up. */
    Cost ssldump() throws Exception {
        return time(List.of("ssldump", "-n", "-j", "-r", capture.toString()));
    }

    Cost tshark() throws Exception {
        return time(List.of(
                "tshark",
                "-n",
                "-o",
                "tcp.reassemble_out_of_order:TRUE",
                "-Y",
                "tls",
                "-T",
                "json",
                "-r",
                capture.toString()));
    }

    private static List<String> ours(String file, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString(), "summary", "--json", file));
        return command;
    }

    private static Cost time(List<String> command) throws Exception {
        Path nowhere = Path.of("/dev/null");
        return time(command, ProcessBuilder.Redirect.from(nowhere.toFile()), nowhere);
    }

    private static Cost time(List<String> command, ProcessBuilder.Redirect in, Path out) throws Exception {
        Path figures = Files.createTempFile("mtls-time", ".txt");
        try {
            Process process = start(command, figures)
                    .redirectInput(in)
                    .redirectOutput(out.toFile())
                    .start();
            return cost(process, command, figures);
        } finally {
            Files.delete(figures);
        }
    }

    private static ProcessBuilder start(List<String> command, Path figures) {
        List<String> timed = new ArrayList<>(List.of(TIME.toString(), "-o", figures.toString(), "-f", "%U %S %M"));
        timed.addAll(command);
        return new ProcessBuilder(timed).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private static Cost cost(Process process, List<String> command, Path figures)
            throws IOException, InterruptedException {
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(figures, StandardCharsets.US_ASCII);
        if (status != 0) {
            throw new IllegalStateException(command + " ended with " + status + ": " + lines);
        }
        String[] figure = lines.get(lines.size() - 1).split(" ");
        double seconds = Double.parseDouble(figure[0]) + Double.parseDouble(figure[1]);
        return new Cost(seconds * 1e9, Long.parseLong(figure[2]));
    }

    /** The totals are the last line; the outcomes are counted line by line. */
    private static void check(Path summary, CaptureGenerator.Counts expected) throws IOException {
        Map<String, Long> outcomes = new TreeMap<>();
        String[] last = {""};
        try (var lines = Files.lines(summary, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                last[0] = line;
                if (!line.contains("\"totals\"")) {
                    int at = line.indexOf("\"outcome\":\"");
                    String outcome = at < 0 ? "unknown" : line.substring(at + 11, line.indexOf('"', at + 11));
                    outcomes.merge(outcome, 1L, Long::sum);
                }
            });
        }
        Map<String, Long> totals = new TreeMap<>();
        Matcher count = COUNT.matcher(last[0]);
        while (count.find()) {
            totals.put(count.group(1), Long.valueOf(count.group(2)));
        }
        Map<String, Long> wanted = new TreeMap<>();
        expected.messages.forEach((type, messages) -> wanted.put(NAMES.get(type), messages));
        wanted.put("conversations", expected.connections);
        wanted.put("packets", expected.packets);
        totals.keySet().removeAll(List.of("schema", "bytes"));
        if (!totals.equals(wanted) || !outcomes.equals(expected.outcomes)) {
            throw new IllegalStateException("the summary says " + totals + " and " + outcomes + ", expected " + wanted
                    + " and " + expected.outcomes);
        }
    }

    public static void main(String[] args) throws Exception {
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        String heap = args.length > 1 ? args[1] : "64m";
        Path figures = Files.createTempFile("mtls-time", ".txt");
        Path summary = Files.createTempFile("mtls-summary", ".json");
        try {
            List<String> command = ours("-", List.of("-Xmx" + heap));
            Process process =
                    start(command, figures).redirectOutput(summary.toFile()).start();
            CaptureGenerator.Counts counts;
            try (OutputStream to = process.getOutputStream()) {
                counts = new CaptureGenerator(Shapes.all()).write(to, connections);
            }
            Cost cost = cost(process, command, figures);
            check(summary, counts);
            System.out.printf(
                    "%s%nas generated; -Xmx%s, JDK %s: %.1f s of CPU time, %d MB resident at most%n",
                    counts, heap, Runtime.version(), cost.nanos() / 1e9, cost.kilobytes() / 1024);
        } finally {
            Files.delete(figures);
            Files.delete(summary);
        }
    }
}
