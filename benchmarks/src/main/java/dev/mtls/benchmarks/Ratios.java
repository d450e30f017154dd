package dev.mtls.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Measures claims as ratios: both sides in turn in one run, since an absolute time is worth nothing on a shared machine, and neither
 * is a ratio of two figures taken minutes apart.
 *
 * <p>A gate holds when the lower bound of the 95 % interval of the ratio is at or below the bound. Arguments: a part of a
 * claim's name (all claims without one), and {@code pairs=N} (30).
 */
public final class Ratios {

    private static final int JVMS = 6;
    private static final int CONNECTIONS = 100_000;

    private record Pair(double ours, double ourBytes, double peer, double peerBytes) {}

    private Ratios() {}

    public static void main(String[] args) throws Exception {
        int pairs = 30;
        String wanted = "";
        for (String arg : args) {
            if (arg.startsWith("pairs=")) {
                pairs = Integer.parseInt(arg.substring("pairs=".length()));
            } else {
                wanted = (wanted + " " + arg).strip();
            }
        }
        System.out.printf("JDK %s, %d pairs a claim%n", Runtime.version(), pairs);
        System.out.println(
                "| claim | ours, µs (median) | peer, µs (median) | ratio (median) | 95 % interval | bound | holds"
                        + " | ours, B/op | peer, B/op |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Claim claim : Claim.ALL) {
            if (!claim.name().contains(wanted)) {
                continue;
            }
            if (!claim.missing().isEmpty()) {
                System.out.println("not measured: " + claim.name() + ": " + claim.missing());
            } else {
                print(claim.name(), claim.bound(), warm(claim, pairs));
            }
        }
        programs(wanted, pairs);
        for (String peer : List.of("direct", "pkcs12ByHand", "springBoot")) {
            String name = "first context of a JVM / " + peer;
            if (name.contains(wanted)) {
                print(name, peer.equals("direct") ? 1.2 : 1.0, cold(peer, pairs));
            }
        }
    }

    /** Whole processes, in turn. */
    private static void programs(String wanted, int pairs) throws Exception {
        Map<String, Double> bounds = new LinkedHashMap<>();
        bounds.put("ssldump", 0.3);
        bounds.put("tshark", 0.05);
        Programs programs = null;
        for (Map.Entry<String, Double> peer : bounds.entrySet()) {
            String program = peer.getKey();
            String name = "summary --json of " + CONNECTIONS + " connections / " + program;
            if (!name.contains(wanted)) {
                continue;
            }
            if (!Programs.missing(program).isEmpty()) {
                System.out.println("not measured: " + name + ": " + Programs.missing(program));
                continue;
            }
            programs = programs == null ? Programs.on(CONNECTIONS) : programs;
            List<Pair> all = new ArrayList<>();
            // tshark takes minutes each time, and is not nearly as fast
            for (int i = 0; i < (program.equals("tshark") ? Math.min(pairs, 3) : pairs); i++) {
                Programs.Cost ours = programs.ours();
                Programs.Cost theirs = program.equals("tshark") ? programs.tshark() : programs.ssldump();
                all.add(new Pair(ours.nanos(), ours.kilobytes(), theirs.nanos(), theirs.kilobytes()));
            }
            print(name + ", KB resident instead of B/op", peer.getValue(), all);
        }
    }

    /** Pairs in one JVM, a few JVMs: a compiler that chose badly in one of them spoils a few pairs. */
    private static List<Pair> warm(Claim claim, int pairs) throws Exception {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < JVMS; i++) {
            int some = pairs / JVMS + (i < pairs % JVMS ? 1 : 0);
            String out = run(
                    List.of(CertificateCache.OPENS, CertificateCache.OPENS_CACHE, "-XX:+UseSerialGC"),
                    Alternation.class,
                    List.of(claim.name(), String.valueOf(some), String.valueOf(i % 2 == 1)));
            for (String line : out.lines().toList()) {
                double[] n = Arrays.stream(line.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                all.add(new Pair(n[0], n[1], n[2], n[3]));
            }
        }
        return all;
    }

    /** A JVM for each operation. */
    private static List<Pair> cold(String peer, int pairs) throws Exception {
        ContextFromPem files = new ContextFromPem();
        files.cas = "1";
        files.writeFiles();
        try {
            List<Pair> all = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                double ours = first("mtls", files);
                all.add(new Pair(ours, 0, first(peer, files), 0));
            }
            return all;
        } finally {
            files.deleteFiles();
        }
    }

    private static double first(String who, ContextFromPem files) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(who));
        files.files().forEach(file -> arguments.add(file.toString()));
        String out = run(List.of("-XX:+UseSerialGC"), FirstContext.class, arguments);
        return Double.parseDouble(out.substring(0, out.indexOf(' ')));
    }

    private static String run(List<String> options, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", arguments) + " ended with " + process.exitValue());
            }
            return text;
        }
    }

    private static void print(String name, double bound, List<Pair> pairs) {
        double[] ratios =
                pairs.stream().mapToDouble(pair -> pair.ours() / pair.peer()).toArray();
        double[] interval = interval(ratios);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.4f | %.4f – %.4f | %.2f | %s | %.0f | %.0f |%n",
                name,
                median(pairs, Pair::ours) / 1000,
                median(pairs, Pair::peer) / 1000,
                median(ratios),
                interval[0],
                interval[1],
                bound,
                interval[0] <= bound ? "yes" : "NO",
                median(pairs, Pair::ourBytes),
                median(pairs, Pair::peerBytes));
    }

    /** Of the median, by resampling; the seed is fixed, so equal figures give an equal interval. */
    private static double[] interval(double[] values) {
        Random random = new Random(1);
        double[] medians = new double[10_000];
        double[] sample = new double[values.length];
        for (int i = 0; i < medians.length; i++) {
            for (int k = 0; k < sample.length; k++) {
                sample[k] = values[random.nextInt(values.length)];
            }
            medians[i] = median(sample);
        }
        Arrays.sort(medians);
        return new double[] {medians[(int) (medians.length * 0.025)], medians[(int) (medians.length * 0.975)]};
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return median(pairs.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
