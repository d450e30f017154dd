package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/**
 * Many updates under handshakes from several threads: the profile {@code soak} makes 10,000 of them, the build a few hundred. Update n
 * brings the server the name n and, with it, trust in the even or the odd clients, so a connection that saw the identity of one
 * generation and the trust of another is found out.
 */
class GenerationSoakTest {

    private static final int UPDATES = Integer.getInteger("mtls.soak.updates", 200);
    private static final int THREADS = 4;
    private static final int PATIENCE_SECONDS = 60;
    private static final long HEAP_MAY_GROW = 32L << 20;

    private static final TestCertificates SERVERS = new TestCertificates("CN=Servers");
    private static final List<TestCertificates> AUTHORITIES =
            List.of(new TestCertificates("CN=Even clients"), new TestCertificates("CN=Odd clients"));

    private final KeyPair key = TestCertificates.keys("EC");
    private final SettableClock clock = new SettableClock(Instant.now());
    /** An update that is in use is at least the first and at most the second. */
    private final AtomicInteger published = new AtomicInteger();

    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore progress = new Semaphore(0);
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean over;

    /** The inner contexts of the server: those of old generations have to be collected. */
    private final List<WeakReference<SSLContext>> inner = new ArrayList<>();

    private final MtlsContext server = MtlsContext.server()
            .identity(identity(0))
            .trust(AUTHORITIES.get(0).trust())
            .versions(TlsVersions.only(TlsVersion.TLS_1_3))
            .clock(clock)
            .contextFactory(this::watched)
            .build();

    private Identity identity(int number) {
        return SERVERS.identity(new Request("CN=" + number, key)
                .hosts("localhost")
                .valid(Instant.now().minus(Duration.ofHours(1)), clock.instant().plus(Duration.ofHours(2))));
    }

    private SSLContext watched(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            synchronized (inner) {
                inner.add(new WeakReference<>(context));
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noConnectionSeesAnythingButOneGeneration() throws Exception {
        Set<Thread> threadsBefore = new HashSet<>(Thread.getAllStackTraces().keySet());
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        long heapBefore = 0;
        try {
            for (int i = 0; i < THREADS; i++) {
                running.add(clients.submit(() -> new Caller().callUntilOver()));
            }
            for (int n = 1; n <= UPDATES; n++) {
                begun.set(n);
                server.update(identity(n), AUTHORITIES.get(n % 2).trust());
                published.set(n);
                if (n % 50 == 0) { // its identity has ended: the next connection begins a generation of the same
                    clock.pass(Duration.ofHours(3));
                }
                // Some last long enough for a client to come back with a ticket.
                awaitHandshakes(n % 10 == 0 ? 20 : 2, running);
                if (n == UPDATES / 2) {
                    heapBefore = usedHeap();
                }
            }
        } finally {
            over = true;
            clients.shutdown();
        }
        for (Future<?> thread : running) {
            thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(clients.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.generation())
                .as("the first, the updates, and those that followed an end")
                .isEqualTo(1 + UPDATES + UPDATES / 50);
        assertThat(inner).hasSize(1 + UPDATES + UPDATES / 50);
        assertThat(completed.get()).isPositive();
        assertThat(resumed.get()).as("resumption works within a generation").isPositive();
        assertThat(refused.get()).as("the other clients are refused").isPositive();
        assertOldGenerationsAreCollected();
        assertThat(usedHeap() - heapBefore)
                .as("growth of the heap over the second half")
                .isLessThan(HEAP_MAY_GROW);
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(threadsBefore);
        threads.removeIf(thread -> !thread.isAlive());
        assertThat(threads).as("threads left behind").isEmpty();
        System.out.printf(
                "%d updates, %d generations, %d handshakes completed, %d of them resumed, %d refused%n",
                UPDATES, server.generation(), completed.get(), resumed.get(), refused.get());
    }

    private void awaitHandshakes(int count, List<Future<?>> running) throws Exception {
        while (!progress.tryAcquire(count, 1, TimeUnit.SECONDS)) {
            for (Future<?> thread : running) {
                if (thread.isDone()) {
                    thread.get(); // tells why
                    throw new AssertionError("a thread of clients ended");
                }
            }
        }
        progress.drainPermits();
    }

    private void assertOldGenerationsAreCollected() {
        long alive = Long.MAX_VALUE;
        for (int i = 0; i < 50 && alive > 1; i++) {
            System.gc();
            alive = inner.stream().filter(context -> context.get() != null).count();
        }
        assertThat(alive).as("inner contexts in memory").isEqualTo(1);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One thread of clients, with sessions of its own. */
    private final class Caller {

        private final List<MtlsContext> ofAuthority =
                AUTHORITIES.stream().map(Caller::client).toList();
        private final MtlsContext anonymous =
                MtlsContext.client().trust(SERVERS.trust()).noIdentity().build();

        private static MtlsContext client(TestCertificates authority) {
            return MtlsContext.client()
                    .trust(SERVERS.trust())
                    .identity(authority.client("CN=client"))
                    .alwaysSendIdentity()
                    .build();
        }

        Void callUntilOver() throws SSLException {
            for (int i = 0; !over; i++) {
                switch (i % 8) {
                    case 5 -> callAnonymously();
                    case 6 -> callTo("TLSv1.2");
                    case 7 -> callWeakened(i / 8 % 2);
                    default -> call(i / 4 % 2);
                }
                progress.release();
            }
            return null;
        }

        private void call(int parity) throws SSLException {
            int least = published.get();
            SSLEngine serving = serving();
            int most = begun.get();
            SSLEngine calling = calling(ofAuthority.get(parity));
            if (new EngineHandshake(calling, serving).run().completed()) {
                int seen = Integer.parseInt(
                        calling.getSession().getPeerPrincipal().getName().substring("CN=".length()));
                assertThat(seen).as("the identity").isBetween(least, most);
                assertThat(seen % 2).as("the trust that goes with it").isEqualTo(parity);
                assertThat(serving.getSession().getPeerPrincipal().getName()).isEqualTo("CN=client");
                assertThat(calling.getSession().getProtocol()).isEqualTo("TLSv1.3");
                completed.incrementAndGet();
                if (calling.getSession().getValue("mark") != null) {
                    resumed.incrementAndGet();
                }
                calling.getSession().putValue("mark", "");
            } else {
                refused.incrementAndGet();
                assertThat(least == most && least % 2 == parity)
                        .as("update %s refused a client of its own", least)
                        .isFalse();
            }
        }

        private void callAnonymously() {
            assertThat(new EngineHandshake(calling(anonymous), serving()).run().completed())
                    .as("a client without a certificate was let in")
                    .isFalse();
        }

        /** The pin holds in every generation. */
        private void callTo(String version) {
            SSLEngine serving = serving();
            serving.setEnabledProtocols(new String[] {version});
            assertThat(new EngineHandshake(calling(ofAuthority.get(0)), serving)
                            .run()
                            .completed())
                    .as("%s was negotiated", version)
                    .isFalse();
        }

        /** JSSE of 17 resumes a session of that client on it; nobody else gets in. */
        private void callWeakened(int parity) throws SSLException {
            SSLEngine serving = serving();
            serving.setNeedClientAuth(false);
            if (new EngineHandshake(calling(ofAuthority.get(parity)), serving)
                    .run()
                    .completed()) {
                assertThat(serving.getSession().getPeerPrincipal().getName()).isEqualTo("CN=client");
            }
        }

        private SSLEngine serving() {
            SSLEngine engine = server.sslContext().createSSLEngine();
            engine.setUseClientMode(false);
            return engine;
        }

        private SSLEngine calling(MtlsContext client) {
            SSLEngine engine = client.sslContext().createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            return engine;
        }
    }
}
