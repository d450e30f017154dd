package dev.mtls.testkit;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a server decided, newest last, bounded; and the views of them.
 *
 * <p>A view shows the clients that came since it was opened, less what is known to belong to another view: connections from
 * a port, or with a certificate, that the other one has claimed.
 */
final class ServedLog {
    private static final int LIMIT = 10_000;

    private final Deque<Entry> kept = new ArrayDeque<>();
    private final List<View> claimants = new ArrayList<>();
    private long dropped;
    private int accepted;

    /** Numbers a client as soon as its TCP connection is there: views go by this order. */
    synchronized int accepted() {
        return accepted++;
    }

    synchronized void add(ServedConnection connection) {
        View owner = claimants.stream()
                .filter(view -> view.claims(connection))
                .findFirst()
                .orElse(null);
        kept.addLast(new Entry(connection, owner));
        if (kept.size() > LIMIT) {
            kept.removeFirst();
            dropped++;
        }
        notifyAll();
    }

    /** The view that sees everything. */
    View all() {
        return new View(0, false);
    }

    /** A view from now on, which may claim connections for itself. */
    synchronized View fromNow() {
        View view = new View(accepted, true);
        claimants.add(view);
        return view;
    }

    private record Entry(
            ServedConnection connection, @Nullable View owner) {}

    final class View implements AutoCloseable {
        private final int from;
        private final boolean scoped;
        private final Set<Integer> ports = new HashSet<>();
        private final Set<X509Certificate> certificates = new HashSet<>();
        private long next;
        private int handedOut;

        private View(int from, boolean scoped) {
            this.from = from;
            this.scoped = scoped;
        }

        void claim(int port) {
            synchronized (ServedLog.this) {
                ports.add(port);
            }
        }

        void claim(X509Certificate certificate) {
            synchronized (ServedLog.this) {
                certificates.add(certificate);
            }
        }

        List<ServedConnection> connections() {
            synchronized (ServedLog.this) {
                var seen = new ArrayList<ServedConnection>();
                for (Entry entry : kept) {
                    if (isVisible(entry)) {
                        seen.add(entry.connection());
                    }
                }
                return List.copyOf(seen);
            }
        }

        /** Waits until a client's connection from that port is decided, without handing it out. */
        void awaitPort(int port, Duration limit) {
            await(
                    limit,
                    () -> kept.stream()
                            .filter(entry -> entry.connection().remote().getPort() == port)
                            .findFirst()
                            .map(Entry::connection));
        }

        /** The first connection that this view has not handed out yet. */
        ServedConnection await(Duration limit) {
            return await(limit, this::next)
                    .orElseThrow(() -> new IllegalStateException("no connection: waited " + limit + ", handed out "
                            + handedOut + " before; expected a client to connect"));
        }

        private Optional<ServedConnection> next() {
            long index = dropped;
            for (Entry entry : kept) {
                if (index++ >= next && isVisible(entry)) {
                    next = index;
                    handedOut++;
                    return Optional.of(entry.connection());
                }
            }
            return Optional.empty();
        }

        private Optional<ServedConnection> await(Duration limit, Supplier<Optional<ServedConnection>> search) {
            long end = System.nanoTime() + limit.toNanos();
            synchronized (ServedLog.this) {
                while (true) {
                    Optional<ServedConnection> found = search.get();
                    // Rounded up: a wait of 0 would have no end.
                    long left = (end - System.nanoTime() + 999_999) / 1_000_000;
                    if (found.isPresent() || left <= 0) {
                        return found;
                    }
                    try {
                        ServedLog.this.wait(left);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("interrupted while waiting for a connection", e);
                    }
                }
            }
        }

        private boolean isVisible(Entry entry) {
            boolean mine = !scoped || entry.owner() == null || entry.owner() == this;
            return mine && entry.connection().number() >= from;
        }

        private boolean claims(ServedConnection connection) {
            return ports.contains(connection.remote().getPort())
                    || connection.peerCertificates().stream().anyMatch(certificates::contains);
        }

        @Override
        public void close() {
            synchronized (ServedLog.this) {
                claimants.remove(this);
            }
        }
    }
}
