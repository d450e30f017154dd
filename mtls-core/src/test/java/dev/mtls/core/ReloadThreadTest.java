package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.reload.Reload;
import dev.mtls.core.reload.ReloadEvent;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread polls for all contexts, as long as there are any. Waiting here is for what comes, never for time to pass. */
class ReloadThreadTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final KeyPair KEY = TestCertificates.keys("EC");
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    private final BlockingQueue<ReloadEvent> events = new LinkedBlockingQueue<>();
    private PemFolder pem;

    @BeforeEach
    void write() throws Exception {
        pem = new PemFolder(folder);
        pem.write(named("CN=first"), PKI.ca);
        assertThat(threads()).as("none is left of other tests").isEmpty();
    }

    private static Identity named(String name) {
        return PKI.identity(new Request(name, KEY).hosts("localhost"));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(ReloadThread.NAME))
                .toList();
    }

    private MtlsContext reloading(Duration interval) {
        return MtlsContext.server()
                .identity(pem.identity())
                .trust(pem.trust())
                .reload(Reload.every(interval).settle(Duration.ZERO).listener(events::add))
                .build();
    }

    private ReloadEvent nextEvent() throws InterruptedException {
        ReloadEvent event = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    @Test
    void oneThreadForAllContextsAndNoneLeftBehind() throws Exception {
        MtlsContext first = reloading(Duration.ofDays(1));
        MtlsContext second = reloading(Duration.ofDays(1));
        assertThat(threads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        Thread thread = threads().get(0);
        first.close();
        first.close();
        assertThat(threads()).containsExactly(thread);
        second.close();
        thread.join(PATIENCE_MILLIS);
        assertThat(threads()).isEmpty();

        MtlsContext third = reloading(Duration.ofDays(1));
        assertThat(threads()).as("it begins again").hasSize(1);
        Thread again = threads().get(0);
        third.close();
        again.join(PATIENCE_MILLIS);
        assertThat(threads()).isEmpty();
    }

    @Test
    void itPollsAllOfThem() throws Exception {
        try (MtlsContext often = reloading(Duration.ofMillis(10));
                MtlsContext seldom = reloading(Duration.ofDays(1));
                MtlsContext oftenToo = reloading(Duration.ofMillis(20))) {
            Thread thread = threads().get(0);
            thread.interrupt(); // it has other reasons to end
            pem.renew(named("CN=second"));
            assertThat(nextEvent().generation()).isEqualTo(2);
            assertThat(nextEvent().generation()).isEqualTo(2);
            assertThat(List.of(often.generation(), seldom.generation(), oftenToo.generation()))
                    .containsExactly(2L, 1L, 2L);
        }
        assertEndsByItself();
    }

    /** A program may keep no more than a socket factory, and expects it to be reloaded. */
    @Test
    void whoKeepsAFactoryKeepsThePolling() throws Exception {
        SSLSocketFactory factory = reloading(Duration.ofMillis(10)).sslContext().getSocketFactory();
        Object garbage = new Object();
        WeakReference<Object> collected = new WeakReference<>(garbage);
        garbage = null;
        collect(collected);
        pem.renew(named("CN=second"));
        assertThat(nextEvent().generation()).isEqualTo(2);
        Reference.reachabilityFence(factory);
        factory = null;
        assertEndsByItself();
    }

    @Test
    void aContextThatIsForgottenIsCollected() throws Exception {
        MtlsContext context = reloading(Duration.ofMillis(10));
        WeakReference<MtlsContext> forgotten = new WeakReference<>(context);
        pem.renew(named("CN=second"));
        nextEvent();
        Reference.reachabilityFence(context);
        context = null;
        collect(forgotten);
        assertEndsByItself();
    }

    private static void collect(WeakReference<?> reference) {
        for (int i = 0; i < 200 && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).as("collected").isNull();
    }

    private static void assertEndsByItself() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            for (Thread thread : threads()) {
                System.gc();
                thread.join(50);
            }
        }
        assertThat(threads()).isEmpty();
    }
}
