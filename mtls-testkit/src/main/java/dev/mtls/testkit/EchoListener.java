package dev.mtls.testkit;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.parser.live.Recorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** The listening half of an {@link EchoServer}: one thread that accepts, and one per connection. */
final class EchoListener {
    /** What a server was built to be. */
    record Plan(
            MtlsContext context,
            Identity identity,
            ClientAuth clientAuth,
            boolean http,
            List<String> alpn,
            Consumer<SSLSocket> setUp,
            Optional<Recorder> recorder,
            ClientWatch watch,
            Consumer<ServedConnection> decided,
            Consumer<ServedConnection> closed) {}

    private static final int BACKLOG = 200;

    private final Plan plan;
    private final FlightSocket.Listener server = new FlightSocket.Listener();
    private final ServedLog log = new ServedLog();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress address;

    EchoListener(Plan plan, InetSocketAddress where) throws IOException {
        this.plan = plan;
        try {
            server.bind(where, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        address = (InetSocketAddress) server.getLocalSocketAddress();
        start("accept", this::accept);
    }

    /** JSSE's own context, or the recorder's. */
    static SSLContext inner(Optional<Recorder> recorder, KeyManager[] keys, TrustManager[] trusts) {
        if (recorder.isPresent()) {
            return recorder.get().newContext(keys, trusts);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusts, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    MtlsContext context() {
        return plan.context();
    }

    ServedLog log() {
        return log;
    }

    boolean speaksHttp() {
        return plan.http();
    }

    /** Trust in the end of the server's own chain. */
    Trust anchor() {
        List<X509Certificate> chain = plan.identity().chain();
        return Trust.of(List.of(chain.get(chain.size() - 1)));
    }

    private void accept() {
        while (!server.isClosed()) {
            FlightSocket raw;
            try {
                raw = server.accept();
            } catch (IOException e) {
                // Closed, or out of file handles, or a client that was gone before it was taken.
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            open.add(raw);
            if (server.isClosed()) {
                abandon(raw);
                return;
            }
            int number = log.accepted();
            start(String.valueOf(number), () -> serve(number, raw));
        }
    }

    private void serve(int number, FlightSocket raw) {
        try {
            new EchoConnection(plan, log, number, raw).run();
        } finally {
            open.remove(raw);
            abandon(raw);
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "mtls-echo-" + address.getPort() + "-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void abandon(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing more can be done for it.
        }
    }

    void close() {
        try {
            server.close();
        } catch (IOException ignored) {
            // It listens no more either way.
        }
        open.forEach(EchoListener::abandon);
        long end = System.nanoTime() + EchoServer.PATIENCE.toNanos();
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (thread == Thread.currentThread() || left <= 0) {
                continue;
            }
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
