package dev.mtls.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * One JVM of a measurement: warms both sides of a claim up in turn, then measures them in turn, A B A B …, and prints a line for each
 * pair: nanoseconds and bytes of an operation of ours, then of the peer. The cost is the CPU time of the thread, which neither waiting
 * nor the compiler nor the collector adds to; what a side leaves to the collector shows in its bytes.
 */
final class Alternation {

    private static final long SLICE_NANOS = 150_000_000;
    private static final int WARM_UP_SLICES = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static volatile Object sink;

    private record Cost(double nanos, double bytes) {}

    private Alternation() {}

    public static void main(String[] args) throws Exception {
        Claim claim = Claim.ALL.stream()
                .filter(c -> c.name().equals(args[0]))
                .findFirst()
                .orElseThrow();
        int pairs = Integer.parseInt(args[1]);
        boolean peerFirst = Boolean.parseBoolean(args[2]);
        Claim.Sides sides = claim.preparation().call();
        for (int i = 0; i < WARM_UP_SLICES; i++) {
            slice(sides.ours());
            slice(sides.peer());
        }
        for (int i = 0; i < pairs; i++) {
            // Who goes first changes, so that what the first leaves behind is paid by both.
            boolean swapped = peerFirst ^ i % 2 == 1;
            Cost first = slice(swapped ? sides.peer() : sides.ours());
            Cost second = slice(swapped ? sides.ours() : sides.peer());
            Cost ours = swapped ? second : first;
            Cost peer = swapped ? first : second;
            System.out.printf(Locale.ROOT, "%f %f %f %f%n", ours.nanos(), ours.bytes(), peer.nanos(), peer.bytes());
        }
    }

    private static Cost slice(Callable<?> operation) throws Exception {
        if (operation instanceof TlsParserPeer peer) {
            return new Cost(peer.run(SLICE_NANOS), 0);
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        long operations = 0;
        long spent;
        int batch = 1;
        do {
            for (int i = 0; i < batch; i++) {
                sink = operation.call();
            }
            operations += batch;
            spent = THREADS.getCurrentThreadCpuTime() - begin;
            if (spent < SLICE_NANOS / 20) {
                batch *= 2;
            }
        } while (spent < SLICE_NANOS);
        return new Cost(
                (double) spent / operations, (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / operations);
    }
}
