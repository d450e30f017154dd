package dev.mtls.parser.live;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What one connection said. A tap tells it from the threads of the connection; nothing that fails here reaches them.
 *
 * <p>It holds no socket and no engine: a recorder must not keep alive what its users have forgotten.
 */
final class Recording {
    /** What a fold keeps of a long conversation, records and events together, hardly exceeds it. */
    private static final long MOST = 2L << 20;

    private final Recorder recorder;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConversationFold fold;
    private final ConversationDecoder decoder;
    private WeakReference<@Nullable SSLSocket> socket = new WeakReference<>(null);
    private WeakReference<@Nullable SSLEngine> engine = new WeakReference<>(null);
    private volatile @Nullable Sender here;
    private int number = -1;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private @Nullable InetSocketAddress local;
    private @Nullable InetSocketAddress remote;
    private boolean closedHere;
    private boolean closedByPeer;
    private boolean broken;
    private volatile boolean ending;
    private int reads;
    private volatile @Nullable Conversation ended;
    private volatile long bytes;

    Recording(Recorder recorder) {
        this.recorder = recorder;
        this.fold = new ConversationFold();
        this.decoder = recorder.decoder(fold);
    }

    /** Whose client mode says who speaks here. */
    void mode(SSLSocket tls) {
        socket = new WeakReference<>(tls);
    }

    void mode(SSLEngine tls) {
        engine = new WeakReference<>(tls);
    }

    void addresses(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        lock.lock();
        try {
            this.local = local instanceof InetSocketAddress address ? address : null;
            this.remote = remote instanceof InetSocketAddress address ? address : null;
        } finally {
            lock.unlock();
        }
    }

    void sent(byte[] data, int offset, int length) {
        said(true, data, offset, length);
    }

    void received(byte[] data, int offset, int length) {
        said(false, data, offset, length);
    }

    private void said(boolean byUs, byte[] data, int offset, int length) {
        if (length > 0) {
            tell(byUs, length, (from, at) -> decoder.feed(from, Bytes.of(data, offset, length), at));
        }
    }

    /** Received bytes of which we have no copy. */
    void missed(long count) {
        tell(false, 0, (from, at) -> decoder.gap(from, count, at));
    }

    void closedHere(boolean reset) {
        if (closes(true)) {
            tell(true, 0, (from, at) -> decoder.closed(from, how(reset), at));
        }
    }

    void closedByPeer(boolean reset) {
        if (closes(false)) {
            tell(false, 0, (from, at) -> decoder.closed(from, how(reset), at));
        }
    }

    private static ClosedEvent.How how(boolean reset) {
        return reset ? ClosedEvent.How.RESET : ClosedEvent.How.FIN;
    }

    private boolean closes(boolean byUs) {
        lock.lock();
        try {
            if (number < 0 || (byUs ? closedHere : closedByPeer)) {
                return false;
            }
            closedHere |= byUs;
            closedByPeer |= !byUs;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private interface Step {
        void take(Sender from, Arrival at);
    }

    private void tell(boolean byUs, int size, Step step) {
        Sender us = speaker(byUs); // not under our lock: it may ask the socket, which has locks of its own
        lock.lock();
        try {
            if (ended != null || broken) {
                return;
            }
            Instant now = Instant.now();
            if (number < 0) {
                here = us;
                number = recorder.begins(this);
                start = now;
            }
            end = now;
            bytes += size;
            step.take(byUs ? us : us.other(), Arrival.at(now));
        } catch (RuntimeException | Error failure) {
            broken = true;
            report(byUs ? us : us.other(), failure);
        } finally {
            lock.unlock();
        }
        recorder.grew(size);
    }

    private Sender speaker(boolean byUs) {
        Sender known = here;
        if (known != null) {
            return known;
        }
        try {
            SSLSocket tls = socket.get();
            if (tls != null) {
                return tls.getUseClientMode() ? Sender.CLIENT : Sender.SERVER;
            }
            SSLEngine motor = engine.get();
            if (motor != null) {
                return motor.getUseClientMode() ? Sender.CLIENT : Sender.SERVER;
            }
        } catch (RuntimeException unknown) {
            recorder.warn("a connection to record does not say whether it is a client's", unknown);
        }
        return byUs ? Sender.CLIENT : Sender.SERVER; // the client speaks first
    }

    private void report(Sender from, Throwable failure) {
        try {
            Problem problem = Problem.of(
                    Problem.Kind.INTERNAL,
                    "record",
                    Problem.Base.STREAM,
                    new Span(0, 0),
                    "recording stopped: the decoder failed with "
                            + failure.getClass().getName());
            fold.problem(new ConversationProblem(problem, Optional.of(from), OptionalInt.empty()));
        } catch (RuntimeException | Error again) {
            recorder.warn("recording stopped and could not say so", again);
        }
    }

    /** A read is under way: what it brings belongs to the conversation, even if it is closed meanwhile. */
    void readStarts() {
        lock.lock();
        try {
            reads++;
        } finally {
            lock.unlock();
        }
    }

    void readEnds() {
        lock.lock();
        try {
            reads--;
        } finally {
            lock.unlock();
        }
        if (ending) {
            end();
        }
    }

    /** Nothing more will be said. */
    void end() {
        Conversation said;
        lock.lock();
        try {
            ending = true;
            if (reads > 0 || ended != null) {
                return;
            }
            try {
                decoder.end();
            } catch (RuntimeException | Error failure) {
                report(Sender.CLIENT, failure);
            }
            said = snapshot();
            ended = said;
        } finally {
            lock.unlock();
        }
        if (number >= 0) {
            recorder.ended(said);
        }
    }

    boolean isEnded() {
        return ended != null;
    }

    Conversation conversation() {
        SSLSocket tls = socket.get();
        if (tls != null && tls.isClosed()) {
            end(); // layered over a socket that its user closes himself
        }
        lock.lock();
        try {
            Conversation said = ended;
            return said != null ? said : snapshot();
        } finally {
            lock.unlock();
        }
    }

    private Conversation snapshot() {
        boolean client = here != Sender.SERVER;
        Endpoints endpoints = Endpoints.UNKNOWN
                .withAddresses(
                        Optional.ofNullable(client ? local : remote), Optional.ofNullable(client ? remote : local))
                .withTimes(Optional.ofNullable(start), Optional.ofNullable(end));
        return fold.conversation().withEndpoints(number < 0 ? endpoints : endpoints.withNumber(number));
    }

    /** About how many bytes of memory are kept for it. */
    long weight() {
        return Math.min(bytes, MOST);
    }
}
