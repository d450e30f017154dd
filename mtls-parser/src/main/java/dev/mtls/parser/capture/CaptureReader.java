package dev.mtls.parser.capture;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.EventSink;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.wire.DecodeLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads capture files with settings of its own. Immutable and thread-safe; each call reads one file.
 *
 * <p><b>A conversation</b> is what was said on one TCP connection that has TLS in it, on whatever port. It ends with a
 * FIN of both sides, a RST, a new SYN between the same ports, or the end of the file, and is handed out then. Its client
 * is who sent the first ClientHello, else who sent the SYN, else the side with the higher port, and only then {@code
 * clientGuessed} is true.
 *
 * <p><b>What the capture lacks</b> is never passed over in silence: lost segments and bytes cut off by a snapshot length
 * are gaps in the conversation, with a problem that says why; a missing SYN, a missing direction, and bytes of before
 * the first captured segment that came after it are a problem. A
 * segment that is missing is waited for until the other side has acknowledged it and one of the two goes on talking,
 * or 4 MiB wait behind it. Checksums are not looked at: network cards fill them in after the capture.
 *
 * <p><b>Secrets</b> in the file (Decryption Secrets Blocks of pcapng that hold a key log) open protected records, beside
 * those of the caller.
 *
 * <p><b>Damaged files</b> are read up to the damage, which is a problem of the {@link CaptureReport}; a file that is no
 * capture at all, or cannot be opened, is a {@link CaptureException}.
 *
 * <p><b>Memory</b> follows the open connections, never the size of the file nor the lengths it announces: at most
 * {@link Builder#maxConnections} of them and {@link Builder#maxBytes} for all. Over either the one that was silent
 * longest is handed out as it is, with a problem of kind {@code EVICTED}. A connection without TLS is forgotten after 30
 * minutes without a packet.
 */
public final class CaptureReader {
    private final Settings settings;

    /**
     * The settings of a reader.
     *
     * @param limits of decoding
     * @param kept what a conversation keeps
     * @param secrets what opens protected records, null for none
     * @param readers of the application
     * @param decryptionSecrets who is told of secrets that a file carries
     * @param strict whether the first problem is thrown
     * @param maxConnections how many connections are followed at a time
     * @param maxBytes how much all open connections may hold together
     */
    record Settings(
            DecodeLimits limits,
            ConversationFold.Limits kept,
            @Nullable SecretSource secrets,
            ReaderTable readers,
            Consumer<? super DecryptionSecrets> decryptionSecrets,
            boolean strict,
            int maxConnections,
            long maxBytes) {
        /** The same where the secrets in the file are used, too. */
        Settings with(FileSecrets found) {
            return new Settings(
                    limits,
                    kept,
                    found,
                    readers,
                    secretsInFile -> {
                        found.add(secretsInFile);
                        decryptionSecrets.accept(secretsInFile);
                    },
                    strict,
                    maxConnections,
                    maxBytes);
        }
    }

    private CaptureReader(Settings settings) {
        this.settings = settings;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a whole file.
     *
     * @throws CaptureException if it cannot be opened or is no capture file
     */
    public Capture read(Path file) {
        List<Conversation> conversations = new ArrayList<>();
        CaptureReport report = forEach(file, conversations::add);
        return new Capture(inOrder(conversations), report);
    }

    /**
     * Reads a whole stream, which stays open.
     *
     * @param name what the stream is called in exceptions
     * @throws CaptureException if it cannot be read or is no capture
     */
    public Capture read(InputStream in, String name) {
        List<Conversation> conversations = new ArrayList<>();
        CaptureReport report = forEach(in, name, conversations::add);
        return new Capture(inOrder(conversations), report);
    }

    /**
     * Reads a file and hands out each conversation when it ends.
     *
     * @param each called in the thread of the caller; what it throws ends the reading
     * @throws CaptureException if the file cannot be opened or is no capture
     */
    public CaptureReport forEach(Path file, Consumer<? super Conversation> each) {
        return hear(file, Hearing.folding(settings.kept(), each));
    }

    /**
     * Reads a stream as it grows, and hands out each conversation when it ends. The stream stays open.
     *
     * @param name what the stream is called in exceptions
     * @param each called in the thread of the caller; what it throws ends the reading
     * @throws CaptureException if it cannot be read or is no capture
     */
    public CaptureReport forEach(InputStream in, String name, Consumer<? super Conversation> each) {
        return hear(in, name, Hearing.folding(settings.kept(), each));
    }

    /**
     * Reads a file and hands out what is said as events, keeping none of them: for captures of any size.
     *
     * @param sinks makes a sink for each TCP connection; asked again where only a later ClientHello shows that the sides
     *     were taken the wrong way round, and the sink that it gave first is then forgotten
     * @param ended given the sink of each conversation when it ends, and between whom it was; never one without TLS
     * @throws CaptureException if the file cannot be opened or is no capture
     */
    public <S extends EventSink> CaptureReport forEach(
            Path file, Supplier<? extends S> sinks, BiConsumer<? super S, ? super Endpoints> ended) {
        return hear(file, listening(sinks, ended));
    }

    /**
     * Reads a stream as it grows and hands out what is said as events, keeping none of them. The stream stays open.
     *
     * @param name what the stream is called in exceptions
     * @param sinks makes a sink for each TCP connection, see {@link #forEach(Path, Supplier, BiConsumer)}
     * @param ended given the sink of each conversation when it ends, and between whom it was; called, as are the sinks,
     *     in the thread of the caller, and what it throws ends the reading
     * @throws CaptureException if it cannot be read or is no capture
     */
    public <S extends EventSink> CaptureReport forEach(
            InputStream in, String name, Supplier<? extends S> sinks, BiConsumer<? super S, ? super Endpoints> ended) {
        return hear(in, name, listening(sinks, ended));
    }

    private static <S extends EventSink> Hearing<S> listening(
            Supplier<? extends S> sinks, BiConsumer<? super S, ? super Endpoints> ended) {
        return new Hearing<>(Objects.requireNonNull(sinks, "sinks"), Objects.requireNonNull(ended, "ended"), false);
    }

    private <S extends EventSink> CaptureReport hear(Path file, Hearing<S> hearing) {
        try (InputStream in = Files.newInputStream(file)) {
            return hear(in, file.toString(), hearing);
        } catch (IOException e) {
            throw new CaptureException("unreadable capture", file.toString(), 0, e);
        }
    }

    private <S extends EventSink> CaptureReport hear(InputStream in, String name, Hearing<S> hearing) {
        CaptureInput input = CaptureInput.open(Objects.requireNonNull(in, "in"), Objects.requireNonNull(name, "name"));
        FileSecrets secrets = new FileSecrets(settings.secrets());
        CaptureRun<S> run = new CaptureRun<>(settings.with(secrets), hearing);
        PacketSource packets = PacketSource.open(input, run);
        if (packets instanceof PcapSource) {
            secrets.fileHoldsNone();
        }
        return run.run(packets, input);
    }

    private static List<Conversation> inOrder(List<Conversation> conversations) {
        conversations.sort(Comparator.comparingInt(c -> c.endpoints().number().orElse(Integer.MAX_VALUE)));
        return conversations;
    }

    /** Settings of a {@link CaptureReader}. Not thread-safe. */
    public static final class Builder {
        private DecodeLimits limits = DecodeLimits.DEFAULTS;
        private ConversationFold.Limits kept = ConversationFold.Limits.DEFAULTS;
        private @Nullable SecretSource secrets;
        private ReaderTable readers = ReaderTable.NONE;
        private Consumer<? super DecryptionSecrets> decryptionSecrets = found -> {};
        private boolean strict;
        private int maxConnections = 65_536;
        private long maxBytes = Runtime.getRuntime().maxMemory() / 4;

        private Builder() {}

        /** Limits of decoding, {@link DecodeLimits#DEFAULTS} unless told. */
        public Builder limits(DecodeLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /** How much a conversation keeps, {@link ConversationFold.Limits#DEFAULTS} unless told. */
        public Builder keep(ConversationFold.Limits newKept) {
            kept = Objects.requireNonNull(newKept, "kept");
            return this;
        }

        /** What opens protected records; nothing does unless told. */
        public Builder secrets(SecretSource newSecrets) {
            secrets = Objects.requireNonNull(newSecrets, "secrets");
            return this;
        }

        /** Readers of the application, as {@link dev.mtls.parser.PrivateReaders} has them; none unless told. */
        public Builder readers(ReaderTable own) {
            readers = Objects.requireNonNull(own, "own");
            return this;
        }

        /**
         * Who is told of the secrets that a pcapng file carries, each before the packets behind it are read; nobody
         * unless told. The {@link CaptureReport} keeps them besides.
         *
         * @param found called in the thread of the caller; what it throws ends the reading
         */
        public Builder decryptionSecrets(Consumer<? super DecryptionSecrets> found) {
            decryptionSecrets = Objects.requireNonNull(found, "found");
            return this;
        }

        /**
         * Whether the first bytes that break TLS are thrown as a {@link dev.mtls.parser.wire.MalformedTlsException}
         * instead of being a problem of their conversation; false unless told.
         */
        public Builder strict(boolean newStrict) {
            strict = newStrict;
            return this;
        }

        /**
         * How many connections are followed at a time, 65,536 unless told.
         *
         * @throws IllegalArgumentException if there are fewer than 1
         */
        public Builder maxConnections(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxConnections: found " + count + ", expected at least 1");
            }
            maxConnections = count;
            return this;
        }

        /**
         * How many bytes all open connections together may hold, as far as can be estimated; a quarter of the largest
         * heap unless told.
         *
         * @throws IllegalArgumentException if there are fewer than 1
         */
        public Builder maxBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxBytes: found " + bytes + ", expected at least 1");
            }
            maxBytes = bytes;
            return this;
        }

        /** A reader with these settings. */
        public CaptureReader build() {
            return new CaptureReader(
                    new Settings(limits, kept, secrets, readers, decryptionSecrets, strict, maxConnections, maxBytes));
        }
    }
}
