package dev.mtls.parser.live;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.EventSink;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.wire.DecodeLimits;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Records what the connections of a context say to each other, while they say it.
 *
 * <p>A recorder makes a context, or taps one that exists; each connection of the sockets and engines of such a context
 * then becomes a {@link Conversation}. Nothing else changes for the connection: same names, parameters, sessions,
 * exceptions. Recording never reads, writes or waits for the connection, and a failure of the decoder ends the recording
 * of that connection, not the connection (the conversation's problems say so).
 *
 * <pre>{@code
 * Recorder recorder = Recorder.create();
 * SSLContext context = recorder.record(existing);
 * // ... connect with sockets or engines of that context ...
 * recorder.conversations().forEach(System.out::println);
 * }</pre>
 *
 * <p><b>What it sees.</b> Sockets, layered and accepted ones included, and engines, for TLS over a stream, of contexts
 * of this recorder only. Bytes are noted as they are handed to the transport: of bytes that could not be written it
 * cannot tell. Addresses, and how the connection was closed, are known for sockets, not for engines.
 *
 * <p><b>How long.</b> It keeps at most {@link Builder#maxConversations} conversations and {@link Builder#maxBytes} bytes
 * of traffic; over either it drops the oldest that have ended, then the oldest, and counts them. A conversation that was
 * dropped can still be asked for with its socket or engine, for as long as the caller holds that.
 *
 * <p>Safe for use by many threads.
 */
public final class Recorder {
    private static final System.Logger LOG = System.getLogger("dev.mtls.parser.live");

    private final DecodeLimits limits;
    private final int maxConversations;
    private final long maxBytes;
    private final List<Consumer<Conversation>> listeners;
    private final UnaryOperator<EventSink> sink;
    private final ReaderTable readers;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Recording> kept = new ArrayList<>();
    private final Map<Holder, Recording> holders = new HashMap<>();
    private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private int begun;
    private long dropped;

    private Recorder(Builder builder) {
        limits = builder.limits;
        maxConversations = builder.maxConversations;
        maxBytes = builder.maxBytes;
        listeners = List.copyOf(builder.listeners);
        sink = builder.sink;
        readers = builder.readers;
    }

    /** Returns a recorder with the limits that hold where nothing else is said. */
    public static Recorder create() {
        return builder().build();
    }

    /** Returns a builder whose limits are the default ones. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a context of the JDK's, initialised with these managers, whose connections are recorded.
     *
     * @param keys the key managers, or null for none
     * @param trust the trust managers, or null for those of the JDK's own trust store
     * @return a new context, for clients and servers
     * @throws IllegalStateException if the JDK has no TLS or refuses the managers
     */
    public SSLContext newContext(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return record(context);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("no TLS context to record: " + failure.getMessage(), failure);
        }
    }

    /**
     * Returns a context like this one, with the same sessions, whose connections are recorded. Connections made of
     * {@code context} itself are not.
     *
     * @throws IllegalArgumentException if it is a context of DTLS
     */
    public SSLContext record(SSLContext context) {
        if (context.getProtocol().startsWith("DTLS")) {
            throw new IllegalArgumentException(
                    "cannot record " + context.getProtocol() + ", expected a context of TLS over a stream");
        }
        return new RecordingContext(context, this);
    }

    /** Returns what was said so far, in order of the first byte; open connections included. */
    public List<Conversation> conversations() {
        sweep();
        List<Recording> now;
        lock.lock();
        try {
            now = List.copyOf(kept);
        } finally {
            lock.unlock();
        }
        return now.stream().map(Recording::conversation).toList();
    }

    /** Returns how many conversations were dropped to stay within the limits. */
    public long conversationsDropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what was said so far on a socket; empty if this recorder does not record it. */
    public Optional<Conversation> conversation(SSLSocket socket) {
        return of(socket);
    }

    /** Returns what was said so far through an engine; empty if this recorder does not record it. */
    public Optional<Conversation> conversation(SSLEngine engine) {
        return of(engine);
    }

    private Optional<Conversation> of(Object holder) {
        Objects.requireNonNull(holder);
        Recording recording;
        lock.lock();
        try {
            recording = holders.get(new Holder(holder, null));
        } finally {
            lock.unlock();
        }
        return Optional.ofNullable(recording).map(Recording::conversation);
    }

    // Told by the taps.

    ConversationDecoder decoder(EventSink fold) {
        return ConversationDecoder.builder()
                .limits(limits)
                .readers(readers)
                .sink(sink.apply(fold))
                .build();
    }

    Recording open() {
        sweep();
        return new Recording(this);
    }

    void holds(Object holder, Recording recording) {
        lock.lock();
        try {
            holders.put(new Holder(holder, forgotten), recording);
        } finally {
            lock.unlock();
        }
    }

    /** The first byte: returns the number of the conversation. */
    int begins(Recording recording) {
        lock.lock();
        try {
            kept.add(recording);
            trim();
            return begun++;
        } finally {
            lock.unlock();
        }
    }

    void grew(int size) {
        if (bytes.addAndGet(size) > maxBytes) {
            lock.lock();
            try {
                trim();
            } finally {
                lock.unlock();
            }
        }
    }

    private void trim() {
        long sum = kept.stream().mapToLong(Recording::weight).sum();
        while (kept.size() > maxConversations || sum > maxBytes && kept.size() > 1) {
            int victim = 0;
            for (int i = 0; i < kept.size(); i++) {
                if (kept.get(i).isEnded()) {
                    victim = i;
                    break;
                }
            }
            sum -= kept.remove(victim).weight();
            dropped++;
        }
        bytes.set(sum);
    }

    void ended(Conversation said) {
        for (Consumer<Conversation> listener : listeners) {
            try {
                listener.accept(said);
            } catch (RuntimeException | Error failure) {
                warn("a listener for recorded conversations failed", failure);
            }
        }
    }

    void warn(String what, Throwable failure) {
        LOG.log(System.Logger.Level.WARNING, what, failure);
    }

    /** Ends the recordings whose sockets and engines the garbage collector has taken. */
    private void sweep() {
        List<Recording> over = new ArrayList<>();
        lock.lock();
        try {
            for (Reference<?> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
                Recording recording = holders.remove(gone);
                if (recording != null) {
                    over.add(recording);
                }
            }
        } finally {
            lock.unlock();
        }
        over.forEach(Recording::end);
    }

    /** A socket or an engine, compared by identity and not kept alive. */
    private static final class Holder extends WeakReference<Object> {
        private final int hash;

        Holder(Object holder, @Nullable ReferenceQueue<Object> queue) {
            super(holder, queue);
            hash = System.identityHashCode(holder);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return other instanceof Holder that && mine != null && mine == that.get();
        }
    }

    /** Sets the limits and listeners of a recorder. Not safe for use by several threads. */
    public static final class Builder {
        private DecodeLimits limits = DecodeLimits.DEFAULTS;
        private ReaderTable readers = ReaderTable.NONE;
        private int maxConversations = 1_000;
        private long maxBytes = 64L << 20;
        private final List<Consumer<Conversation>> listeners = new ArrayList<>();

        private UnaryOperator<EventSink> sink = UnaryOperator.identity();

        private Builder() {}

        /** Sets the limits of decoding, per connection. */
        public Builder limits(DecodeLimits value) {
            limits = Objects.requireNonNull(value);
            return this;
        }

        /** Sets the readers of the application, as {@link dev.mtls.parser.PrivateReaders} has them: none unless told otherwise. */
        public Builder readers(ReaderTable own) {
            readers = Objects.requireNonNull(own);
            return this;
        }

        /**
         * Sets how many conversations are kept: 1,000 unless told otherwise.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxConversations(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxConversations is " + count + ", expected 1 or more");
            }
            maxConversations = count;
            return this;
        }

        /**
         * Sets how many bytes of traffic the kept conversations may have had together: 64 MiB unless told otherwise. One
         * conversation counts for 2 MiB at most, since that is about what it keeps. The latest is kept in any case.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBytes(long count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxBytes is " + count + ", expected 1 or more");
            }
            maxBytes = count;
            return this;
        }

        /**
         * Adds a listener that is told each conversation when it ends, on the thread that ends it: it must not block.
         *
         * <p>A connection ends when its socket is closed, or its engine is done both ways. The end is noticed later, at a
         * call of this recorder, where a socket is layered over one that the caller closes himself ({@code autoClose}
         * false), and, once the garbage collector has seen it, where a socket or engine was dropped without that: Netty
         * drops its engine after its own close_notify.
         */
        public Builder onConversation(Consumer<Conversation> listener) {
            listeners.add(Objects.requireNonNull(listener));
            return this;
        }

        /** Puts something before what folds the events of a connection: tests make it fail. */
        Builder sink(UnaryOperator<EventSink> wrapped) {
            sink = wrapped;
            return this;
        }

        /** Returns the recorder. */
        public Recorder build() {
            return new Recorder(this);
        }
    }
}
