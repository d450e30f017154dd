package dev.mtls.testkit;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a server decided, newest last, bounded; and the views of them.
 *
 * <p>A view shows what was decided since it was opened, less what is known to belong to another view: connections from
 * a port, or with a certificate, that the other one has claimed.
 */
final class ServedLog {
    private static final int LIMIT = 10_000;

    private final Deque<Entry> kept = new ArrayDeque<>();
    private final List<View> claimants = new ArrayList<>();
    private long dropped;

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
        View view = new View(dropped + kept.size(), true);
        claimants.add(view);
        return view;
    }

    private record Entry(
            ServedConnection connection, @Nullable View owner) {}

    final class View implements AutoCloseable {
        private final long from;
        private final boolean scoped;
        private final Set<Integer> ports = new HashSet<>();
        private final Set<X509Certificate> certificates = new HashSet<>();
        private long next;

        private View(long from, boolean scoped) {
            this.from = from;
            this.scoped = scoped;
            this.next = from;
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
                long index = dropped;
                for (Entry entry : kept) {
                    if (index++ >= from && isVisible(entry)) {
                        seen.add(entry.connection());
                    }
                }
                return List.copyOf(seen);
            }
        }

        /** The first connection that this view has not handed out yet. */
        ServedConnection await(Duration limit) {
            long end = System.nanoTime() + limit.toNanos();
            synchronized (ServedLog.this) {
                while (true) {
                    long index = dropped;
                    for (Entry entry : kept) {
                        if (index++ >= next && isVisible(entry)) {
                            next = index;
                            return entry.connection();
                        }
                    }
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        throw new IllegalStateException("no connection: waited " + limit + ", handed out "
                                + connections().size() + " before; expected a client to connect");
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
            return !scoped || entry.owner() == null || entry.owner() == this;
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
