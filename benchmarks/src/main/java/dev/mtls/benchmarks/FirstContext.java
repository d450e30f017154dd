package dev.mtls.benchmarks;

import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * The first context of a fresh JVM: prints the CPU time of the main thread and the wall time, in nanoseconds, from the first statement
 * of {@code main} to a context that made its first engine. A JVM of its own for each, so nothing is loaded and nothing is compiled. The
 * CPU time of the thread is what the wall time is on a machine at rest.
 */
final class FirstContext {

    private FirstContext() {}

    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        long cpu = cpu();
        SSLContext context = make(args[0], Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        context.createSSLEngine();
        System.out.println((cpu() - cpu) + " " + (System.nanoTime() - begin));
    }

    /** From the scheduler of Linux, since asking the JVM's own beans would load half of what is to be measured. */
    private static long cpu() throws IOException {
        String times = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(times.substring(0, times.indexOf(' ')));
    }

    private static SSLContext make(String who, Path certificate, Path key, Path ca)
            throws GeneralSecurityException, IOException {
        return switch (who) {
            case "mtls" ->
                MtlsContext.client()
                        .trust(Trust.pem(ca))
                        .identity(Identity.pem(certificate, key))
                        .build()
                        .sslContext();
            case "direct" -> DirectContext.make(certificate, key, ca);
            case "springBoot" -> ContextFromPem.springBoot(certificate, key, ca);
            case "pkcs12ByHand" -> ContextFromPem.pkcs12ByHand(certificate, key, ca);
            default -> throw new IllegalArgumentException(who);
        };
    }
}
