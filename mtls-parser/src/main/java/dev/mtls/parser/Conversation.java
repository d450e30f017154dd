package dev.mtls.parser;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What two sides said to each other on one connection: an immutable, bounded account of it, with what it tells about
 * the handshake in one place.
 *
 * <p><b>Equality.</b> Two conversations are equal when, per direction, the same messages and alerts were said in the
 * same order, with the same readable application data between them, and between those the same protected records by
 * type and length. Packet numbers, times, addresses, how the bytes were cut, how the connection was closed and what had
 * to be dropped are not compared. So a capture, a live tap and a byte array of the same connection give equal
 * conversations.
 *
 * <p><b>Bounds.</b> Events, problems and records are kept up to the limits of {@link ConversationFold.Limits}; what was
 * dropped is counted. The facts ({@link #version()} to {@link #decryption()}) and equality cover all that was said.
 *
 * <p>Facts describe handshake 0, the first of the connection, where nothing else is said. Thread-safe.
 */
public final class Conversation {

    /** What a fold kept. */
    record Kept(
            List<ConversationEvent> events,
            List<Provenance> provenance,
            List<ConversationProblem> problems,
            List<KeptRecord> records,
            long eventsDropped,
            long problemsDropped,
            long recordsDropped) {
        Kept {
            events = List.copyOf(events);
            provenance = List.copyOf(provenance);
            problems = List.copyOf(problems);
            records = List.copyOf(records);
        }
    }

    private final Kept kept;
    private final ConversationFacts facts;
    /** A hash over what each direction said: the client's, the server's. */
    private final List<Bytes> said;

    private final Endpoints endpoints;

    Conversation(Kept kept, ConversationFacts facts, List<Bytes> said, Endpoints endpoints) {
        this.kept = kept;
        this.facts = facts;
        this.said = said;
        this.endpoints = endpoints;
    }

    /**
     * The conversation of two byte strings, read with the default limits. The client's events come first where the order
     * of the directions cannot be told.
     *
     * @param client all that the client sent, maybe nothing
     * @param server all that the server sent, maybe nothing
     * @return the conversation
     */
    public static Conversation of(Bytes client, Bytes server) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, client, Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, server, Arrival.UNKNOWN);
        decoder.end();
        return fold.conversation();
    }

    /**
     * What was said, each direction in the order of its stream, both merged by when an event was complete.
     *
     * @return the events that were kept
     */
    public List<ConversationEvent> events() {
        return kept.events();
    }

    /**
     * Where an event comes from.
     *
     * @param event index in {@link #events()}
     * @return its provenance
     * @throws IndexOutOfBoundsException if there is no such event
     */
    public Provenance provenance(int event) {
        return kept.provenance().get(event);
    }

    /**
     * How many events did not fit.
     *
     * @return 0 where all were kept
     */
    public long eventsDropped() {
        return kept.eventsDropped();
    }

    /**
     * Where the bytes break a rule of the protocol, or could not be read to their end.
     *
     * @return the problems that were kept, in the order in which they were met, and after them the certificates that
     *     cannot be read
     */
    public List<ConversationProblem> problems() {
        return kept.problems();
    }

    /**
     * How many problems did not fit.
     *
     * @return 0 where all were kept
     */
    public long problemsDropped() {
        return kept.problemsDropped();
    }

    /**
     * The bytes as they were on the wire, record by record, in the order in which they were complete. Provenance: not
     * compared and never in {@link #toString()}.
     *
     * @return the records that were kept, a beginning of what was sent
     */
    public List<KeptRecord> records() {
        return kept.records();
    }

    /**
     * How many records did not fit.
     *
     * @return 0 where all were kept
     */
    public long recordsDropped() {
        return kept.recordsDropped();
    }

    /**
     * Between whom and when it was.
     *
     * @return the endpoints, {@link Endpoints#UNKNOWN} until somebody told
     */
    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * The same conversation between others.
     *
     * @param endpoints between whom and when it was
     * @return an equal conversation
     */
    public Conversation withEndpoints(Endpoints endpoints) {
        return new Conversation(kept, facts, said, Objects.requireNonNull(endpoints, "endpoints"));
    }

    /**
     * All that it tells about its handshake, which the methods below give one by one.
     *
     * @return the facts
     */
    public ConversationFacts facts() {
        return facts;
    }

    /**
     * The negotiated version.
     *
     * @return the version, or empty where no server answered
     */
    public Optional<ProtocolVersion> version() {
        return facts.version();
    }

    /**
     * The negotiated cipher suite.
     *
     * @return the suite, or empty where no server answered
     */
    public Optional<CipherSuite> cipherSuite() {
        return facts.cipherSuite();
    }

    /**
     * The negotiated group: in TLS 1.3 that of the key share chosen, in TLS 1.2 with ECDHE the curve.
     *
     * @return the group, or empty where there was none
     */
    public Optional<NamedGroup> group() {
        return facts.group();
    }

    /**
     * The host name of the first ClientHello's server_name, as the client sent it.
     *
     * @return the name with anything but printable ASCII escaped as {@code \xNN}, or empty where the client named none
     */
    public Optional<String> serverName() {
        return facts.serverName();
    }

    /**
     * The application protocol that the server chose (ALPN).
     *
     * @return the protocol with anything but printable ASCII escaped as {@code \xNN}, or empty where none was seen
     */
    public Optional<String> alpn() {
        return facts.alpn();
    }

    /**
     * Whether the handshake resumed an earlier session.
     *
     * @return empty where that cannot be known
     */
    public Optional<Boolean> resumed() {
        return facts.resumed();
    }

    /**
     * Whether the server asked for a second ClientHello (HelloRetryRequest, RFC 8446 section 4.1.4).
     *
     * @return empty where no server answered
     */
    public Optional<Boolean> helloRetry() {
        return facts.helloRetry();
    }

    /**
     * What the last handshake that asked for a client certificate tells about it.
     *
     * @return the facts, each empty where it cannot be known
     */
    public ClientAuthFacts clientAuth() {
        return facts.clientAuth();
    }

    /**
     * What the first handshake tells about the server's certificate.
     *
     * @return the facts, each empty where it cannot be known
     */
    public ServerAuthFacts serverAuth() {
        return facts.serverAuth();
    }

    /**
     * The JA3 fingerprint of the first ClientHello.
     *
     * @return the fingerprint, or empty where none could be read
     */
    public Optional<Fingerprint> ja3() {
        return facts.ja3();
    }

    /**
     * The JA3S fingerprint of the first ServerHello that is no retry.
     *
     * @return the fingerprint, or empty where none could be read
     */
    public Optional<Fingerprint> ja3s() {
        return facts.ja3s();
    }

    /**
     * The JA4 fingerprint of the first ClientHello.
     *
     * @return the fingerprint, or empty where none could be read
     */
    public Optional<Fingerprint> ja4() {
        return facts.ja4();
    }

    /**
     * How the first handshake ended.
     *
     * @return the outcome, {@link Outcome#UNKNOWN} where it cannot be known
     */
    public Outcome outcome() {
        return facts.outcome();
    }

    /**
     * How much of what was protected could be read.
     *
     * @return the share
     */
    public Decryption decryption() {
        return facts.decryption();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Conversation that && said.equals(that.said);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    /**
     * One line: what was negotiated, how it ended, and how much was said. Holds no byte of what was said.
     *
     * @return the line
     */
    @Override
    public String toString() {
        return "Conversation[" + facts.version().map(ProtocolVersion::name).orElse("version unknown") + ", "
                + facts.cipherSuite().map(CipherSuite::name).orElse("suite unknown") + ", " + facts.outcome() + ", "
                + (kept.events().size() + kept.eventsDropped()) + " events, "
                + (kept.problems().size() + kept.problemsDropped()) + " problems]";
    }
}
