package dev.mtls.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs two benchmarks in turn, A B A B …, each time in a fresh JVM, and prints the ratio of their CPU times: an absolute time is
 * worth nothing on a shared machine, and neither is a ratio of two figures taken minutes apart.
 *
 * <p>A gate holds when the lower bound of the 95 % interval of the ratio is at or below the bound. Arguments: a part of a
 * claim's name (all claims without one), and {@code pairs=N} (30).
 */
public final class Ratios {

    private record Claim(String name, Class<?> type, String ours, String peer, String parameter, double bound) {}

    private record Cost(double nanos, double bytes) {}

    private static final List<Claim> CLAIMS = List.of(
            new Claim("context, 1 CA / library", ContextFromPem.class, "mtls", "springBoot", "cas=1", 0.01),
            new Claim(
                    "context, 1 CA / hand-written PKCS#12",
                    ContextFromPem.class,
                    "mtls",
                    "pkcs12ByHand",
                    "cas=1",
                    0.05),
            new Claim("context, 1 CA / floor", ContextFromPem.class, "mtls", "floor", "cas=1", 1.2),
            new Claim("context, system CAs / library", ContextFromPem.class, "mtls", "springBoot", "cas=system", 0.18),
            new Claim(
                    "context, system CAs / hand-written PKCS#12",
                    ContextFromPem.class,
                    "mtls",
                    "pkcs12ByHand",
                    "cas=system",
                    1.0),
            new Claim("context, system CAs / floor", ContextFromPem.class, "mtls", "floor", "cas=system", 1.4),
            new Claim(
                    "ClientHello / Bouncy Castle with getters",
                    ClientHelloDecoding.class,
                    "mtls",
                    "bouncyCastle",
                    "",
                    1.0));

    private Ratios() {}

    public static void main(String[] args) throws RunnerException {
        int pairs = 30;
        String wanted = "";
        for (String arg : args) {
            if (arg.startsWith("pairs=")) {
                pairs = Integer.parseInt(arg.substring("pairs=".length()));
            } else {
                wanted = (wanted + " " + arg).strip();
            }
        }
        System.out.printf("JDK %s, %d pairs a claim, CPU time of the process%n", Runtime.version(), pairs);
        System.out.println(
                "| claim | ours, ns (median) | peer, ns (median) | ratio (median) | 95 % interval | bound | holds"
                        + " | ours, B/op | peer, B/op |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Claim claim : CLAIMS) {
            if (claim.name().contains(wanted)) {
                measure(claim, pairs);
            }
        }
    }

    private static void measure(Claim claim, int pairs) throws RunnerException {
        List<Cost> ours = new ArrayList<>();
        List<Cost> peer = new ArrayList<>();
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            ours.add(run(claim, claim.ours()));
            peer.add(run(claim, claim.peer()));
            ratios[i] = ours.get(i).nanos() / peer.get(i).nanos();
        }
        double[] interval = interval(ratios);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.4f | %.4f – %.4f | %.2f | %s | %.0f | %.0f |%n",
                claim.name(),
                median(ours.stream().mapToDouble(Cost::nanos).toArray()),
                median(peer.stream().mapToDouble(Cost::nanos).toArray()),
                median(ratios),
                interval[0],
                interval[1],
                claim.bound(),
                interval[0] <= claim.bound() ? "yes" : "NO",
                median(ours.stream().mapToDouble(Cost::bytes).toArray()),
                median(peer.stream().mapToDouble(Cost::bytes).toArray()));
    }

    private static Cost run(Claim claim, String method) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\." + claim.type().getSimpleName() + "\\." + method + "$")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(400))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(300))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (!claim.parameter().isEmpty()) {
            String[] nameAndValue = claim.parameter().split("=");
            options.param(nameAndValue[0], nameAndValue[1]);
        }
        Options built = options.build();
        RunResult result = new Runner(built).runSingle();
        var figures = result.getSecondaryResults();
        return new Cost(
                figures.get(CpuProfiler.LABEL).getScore(),
                figures.get("gc.alloc.rate.norm").getScore());
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
