package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of connections as programs write them to the file that {@code SSLKEYLOGFILE} names: RFC 9850, and the older
 * lines {@code RSA}, {@code PMS_CLIENT_RANDOM} and {@code RSA Session-ID:… Master-Key:…}.
 *
 * <p>A file or stream may grow while it is read: it is looked at again whenever a decoder asks. Lines that cannot be
 * read are {@link #problems()}; comments and labels that mean nothing here are passed over. It also remembers master
 * secrets of sessions that later connections resume.
 *
 * <p><b>Memory</b> is bounded: at most {@value #MAX_CONNECTIONS} connections, the eldest goes first. No secret stands in
 * a problem or in {@link #toString()}. Thread-safe.
 */
public final class KeyLog implements SecretSource {

    /** How many connections are remembered. */
    public static final int MAX_CONNECTIONS = 262_144;

    /** How many entries are tried on a connection that does not say which is its own. */
    private static final int MAX_TRIED = 64;

    private final KeyLogReader reader;
    private final Map<Bytes, Map<String, Bytes>> byRandom = new LinkedHashMap<>();
    private final Map<Bytes, Bytes> premasters = new LinkedHashMap<>();
    private final Sessions sessions = new Sessions();
    /** Master secrets of sessions without id, the latest first. */
    private final Deque<Bytes> nameless = new ArrayDeque<>();

    private long secrets;

    private KeyLog(@Nullable Path file, @Nullable InputStream stream) {
        reader = new KeyLogReader(file, stream, this::keep);
    }

    /**
     * A log without lines, to which {@link #add} adds some.
     *
     * @return a new log
     */
    public static KeyLog empty() {
        return new KeyLog(null, null);
    }

    /**
     * The log in a file, which may grow.
     *
     * @param file the file
     * @return the log
     * @throws UncheckedIOException if it cannot be read
     */
    public static KeyLog of(Path file) {
        return started(new KeyLog(file, null));
    }

    /**
     * The log in a stream, which may grow: what is available is read, now and whenever a decoder asks, and never waited
     * for. The stream stays open.
     *
     * @param stream the stream
     * @return the log
     * @throws UncheckedIOException if it cannot be read
     */
    public static KeyLog of(InputStream stream) {
        return started(new KeyLog(null, stream));
    }

    /**
     * The log in a text.
     *
     * @param text lines of a key log
     * @return the log
     */
    public static KeyLog of(String text) {
        KeyLog log = empty();
        log.add(Bytes.ofText(text));
        log.add(Bytes.ofText("\n"));
        return log;
    }

    private static KeyLog started(KeyLog log) {
        try {
            log.reader.readOn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    /**
     * Adds to the log what comes next of it. A line counts once its end has come.
     *
     * @param text a piece of a key log
     */
    public synchronized void add(Bytes text) {
        reader.add(text);
    }

    /**
     * The lines that cannot be read, by their number; the first 100.
     *
     * @return problems that hold nothing of the line
     */
    public synchronized List<Problem> problems() {
        return reader.problems();
    }

    @Override
    public synchronized boolean isEmpty() {
        if (secrets == 0) {
            grow();
        }
        return secrets == 0;
    }

    @Override
    public synchronized List<Secrets> candidates(HandshakeFacts facts) {
        grow();
        if (facts.clientRandom().isEmpty()) {
            return byRandom.values().stream().limit(MAX_TRIED).map(Secrets::of).toList();
        }
        Map<String, Bytes> own = byRandom.get(facts.clientRandom().get());
        if (own != null && own.keySet().stream().anyMatch(label -> !label.equals(PREMASTER))) {
            Bytes master = own.get(Masters.LABEL);
            if (master != null) {
                facts.serverSessionId().ifPresent(id -> sessions.remember(id, master));
            }
            Map<String, Bytes> labelled = new LinkedHashMap<>(own);
            labelled.remove(PREMASTER);
            return List.of(Secrets.of(labelled));
        }
        List<Secrets> found = new ArrayList<>();
        master(facts).ifPresent(master -> {
            facts.serverSessionId().ifPresent(id -> sessions.remember(id, master));
            found.add(secretsOf(master));
        });
        if (found.isEmpty()) {
            nameless.forEach(master -> found.add(secretsOf(master)));
        }
        return found;
    }

    @Override
    public synchronized void ticketIssued(HandshakeFacts facts, Bytes nonce, Bytes ticket) {
        if (nonce.isEmpty()) {
            master(facts).ifPresent(master -> sessions.remember(ticket, master));
        }
    }

    /** The master secret of a connection of TLS 1.2 or older, by whichever of the lines. */
    private Optional<Bytes> master(HandshakeFacts facts) {
        Optional<Map<String, Bytes>> own = facts.clientRandom().map(byRandom::get);
        return own.map(labels -> labels.get(Masters.LABEL))
                .or(() -> own.map(labels -> labels.get(PREMASTER)).flatMap(premaster -> Masters.of(facts, premaster)))
                .or(() -> Masters.encryptedPremaster(facts)
                        .filter(enciphered -> enciphered.size() >= KeyLogLine.RSA_SHOWN)
                        .map(enciphered -> premasters.get(enciphered.slice(0, KeyLogLine.RSA_SHOWN)))
                        .flatMap(premaster -> Masters.of(facts, premaster)))
                .or(() -> sessions.find(facts));
    }

    private static Secrets secretsOf(Bytes master) {
        return Secrets.of(Map.of(Masters.LABEL, master));
    }

    private static final String PREMASTER = "PMS_CLIENT_RANDOM";

    private void keep(KeyLogLine line) {
        secrets++;
        switch (line.kind()) {
            case LABELLED, PREMASTER -> {
                byRandom.computeIfAbsent(line.key(), random -> new LinkedHashMap<>(8))
                        .put(line.label(), line.secret());
                dropEldest(byRandom);
            }
            case RSA -> {
                premasters.put(line.key(), line.secret());
                dropEldest(premasters);
            }
            case SESSION -> {
                if (line.key().isEmpty()) {
                    nameless.addFirst(line.secret());
                    if (nameless.size() > MAX_TRIED) {
                        nameless.removeLast();
                    }
                } else {
                    sessions.remember(line.key(), line.secret());
                }
            }
        }
    }

    private static <V> void dropEldest(Map<Bytes, V> map) {
        if (map.size() > MAX_CONNECTIONS) {
            map.remove(map.keySet().iterator().next());
        }
    }

    private void grow() {
        try {
            reader.readOn();
        } catch (IOException e) {
            // What was read before stays good; the next one who asks tries again.
            return;
        }
    }

    /**
     * How much there is, never what.
     *
     * @return one line of counts
     */
    @Override
    public synchronized String toString() {
        return "KeyLog[" + secrets + " secrets, " + byRandom.size() + " connections, " + reader.malformed()
                + " malformed lines]";
    }
}
