package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a TLS connection: bytes of two directions in, in pieces of any size and in any order of the directions, {@link
 * ConversationEvent}s out to an {@link EventSink}. RFC 8446 sections 4 to 6, RFC 5246 sections 6 and 7.
 *
 * <p><b>Order.</b> Each direction is read in the order of its stream. What a client says after its first hello is read
 * only once the server's answer tells version and cipher suite; until then it waits, and so does all that comes after
 * it. So the same messages come out whether a capture, a live tap, or first all bytes of one side and then all of the
 * other are fed. It waits no longer when the server closes or bytes of it are lost, when too much waits ({@link
 * DecodeLimits#buffered()}), or at the {@link #end()}.
 *
 * <p><b>Errors.</b> A lenient decoder (the default) reports each problem to its sink and goes on at the next message,
 * record, or what looks like one. A strict one throws {@link MalformedTlsException} at the first and is of no use
 * afterwards.
 *
 * <p><b>Memory</b> is bounded by the limits, for each direction a record and a handshake message, and what waits. What
 * peers announce is never allocated before it comes.
 *
 * <p>Not thread-safe.
 */
public final class ConversationDecoder {

    /** Knows nothing and is told nothing, which saves putting together what it would be told. */
    static final SecretSource NO_SECRETS = SecretSource.none();

    private static final int PLAINTEXT_PIECE = 16_384;

    private final DecodeLimits limits;
    private final SecretSource secrets;
    private final Direction client;
    private final Direction server;
    private final Negotiation negotiation;

    private final Telling telling;
    private final ContentReader contents;
    private boolean ended;

    private ConversationDecoder(Builder builder) {
        limits = builder.limits;
        secrets = builder.secrets;
        client = new Direction(Sender.CLIENT, limits);
        server = new Direction(Sender.SERVER, limits);
        negotiation = new Negotiation(limits, builder.readers);
        telling = new Telling(builder.sink, builder.strict);
        contents = new ContentReader(limits, secrets, client, server, negotiation, telling);
    }

    /**
     * Starts a decoder with the default limits, no secrets, lenient, and a sink that hears nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the next bytes of one direction.
     *
     * @param from who sent them
     * @param data the bytes, maybe none
     * @param at when they arrived
     * @throws MalformedTlsException if this decoder is strict and they break a rule
     * @throws IllegalStateException after {@link #end()}
     */
    public void feed(Sender from, Bytes data, Arrival at) {
        Direction direction = open(from);
        if (data.isEmpty()) {
            return;
        }
        endPlaintext(direction(from.other()));
        direction.records.feed(data);
        direction.lastArrival = at;
        drain(direction, at);
        giveUpIfFull();
    }

    /**
     * Goes on after bytes of one direction that never came.
     *
     * @param from who sent them
     * @param bytesMissing how many, at least 1
     * @param at when that was seen
     * @throws MalformedTlsException if this decoder is strict and an unfinished record or message ends here
     * @throws IllegalStateException after {@link #end()}
     */
    public void gap(Sender from, long bytesMissing, Arrival at) {
        Direction direction = open(from);
        GapEvent gap = new GapEvent(from, bytesMissing);
        endRecord(direction, "bytes are missing");
        telling.record(new KeptRecord(from, Bytes.EMPTY, at));
        direction.records.gap(bytesMissing);
        inOrder(direction, () -> {
            contents.endMessage(direction, "bytes are missing");
            direction.lost = true;
            contents.lost(from);
            telling.event(gap, Provenance.of(at), List.of());
        });
        answered();
    }

    /**
     * One side closed its direction.
     *
     * @param from who closed
     * @param how in order or by force
     * @param at when
     * @throws MalformedTlsException if this decoder is strict and an unfinished record or message ends here
     * @throws IllegalStateException after {@link #end()}
     */
    public void closed(Sender from, ClosedEvent.How how, Arrival at) {
        Direction direction = open(from);
        endRecord(direction, "the connection was closed");
        inOrder(direction, () -> {
            contents.endMessage(direction, "the connection was closed");
            telling.event(new ClosedEvent(from, how), Provenance.of(at), List.of());
        });
        if (from == Sender.SERVER) {
            negotiation.giveUp();
        }
        answered();
    }

    /**
     * Nothing more comes: reads what waited and reports what is unfinished. Calling it again does nothing.
     *
     * @throws MalformedTlsException if this decoder is strict and something is unfinished
     */
    public void end() {
        if (ended) {
            return;
        }
        for (Direction direction : List.of(client, server)) {
            endRecord(direction, "the bytes end");
        }
        ended = true;
        negotiation.giveUp();
        answered();
        contents.endMessage(client, "the bytes end");
        contents.endMessage(server, "the bytes end");
        if (secrets != NO_SECRETS && !secrets.isEmpty()) {
            secrets.closed(facts());
        }
    }

    /**
     * What was seen so far of that on which the secrets of the connection depend.
     *
     * @return a snapshot
     */
    public HandshakeFacts facts() {
        return negotiation.facts();
    }

    private Direction open(Sender from) {
        if (ended) {
            throw new IllegalStateException("the decoder has ended: found more of the " + from.label());
        }
        return direction(from);
    }

    private Direction direction(Sender from) {
        return from == Sender.CLIENT ? client : server;
    }

    // Bytes to records -----------------------------------------------------------------------------------------------

    private void drain(Direction direction, Arrival at) {
        while (!direction.scanning || PlaintextScan.findRecord(direction, at)) {
            if (!direction.sawRecord && Sslv2ClientHello.mayStart(direction.records.pending(), 0)) {
                if (!sslv2(direction, at)) {
                    break;
                }
                continue;
            }
            Optional<TlsRecord> next;
            try {
                next = direction.records.next();
            } catch (MalformedTlsException e) {
                notARecord(direction, e.problem(), at);
                continue;
            }
            if (next.isEmpty()) {
                break;
            }
            endPlaintext(direction);
            direction.sawRecord(next.get());
            record(direction, next.get(), direction.records.wire(), at);
        }
        if (direction.plain.size() >= PLAINTEXT_PIECE) {
            endPlaintext(direction);
        }
    }

    /**
     * Reads a hello of SSLv2. It is no record of TLS: what follows may be anything.
     *
     * @return whether it was there as a whole
     */
    private boolean sslv2(Direction direction, Arrival at) {
        Bytes pending = direction.records.pending();
        if (!Sslv2ClientHello.isSure(pending, 0) || pending.size() < Sslv2ClientHello.wireLength(pending, 0)) {
            return false;
        }
        endPlaintext(direction);
        Bytes wire = direction.records.skip(Sslv2ClientHello.wireLength(pending, 0));
        telling.record(new KeptRecord(direction.side, wire, at));
        contents.sslv2(direction, wire, at);
        return true;
    }

    private void notARecord(Direction direction, Problem problem, Arrival at) {
        if (PlaintextScan.isEmptyRecord(direction.records.pending())) {
            telling.problem(direction.side, problem);
            telling.record(new KeptRecord(direction.side, direction.records.skip(TlsRecord.HEADER), at));
            return;
        }
        // Before the first record of a connection there may be another protocol, and after an alert that ended TLS.
        if (direction.endedTls) {
            direction.sawRecord = false;
        }
        if (direction.sawRecord) {
            telling.problem(direction.side, problem);
        }
        direction.plain.add(direction.records.skip(1), at);
        direction.scanning = true;
    }

    private void endPlaintext(Direction direction) {
        if (direction.plain.size() == 0) {
            return;
        }
        Arrival last = direction.plain.last();
        Bytes data = direction.plain.take();
        telling.record(new KeptRecord(direction.side, data, last));
        inOrder(direction, () -> {
            contents.endMessage(direction, "bytes that are no TLS follow");
            telling.event(new PlaintextEvent(direction.side, data), Provenance.of(last), List.of());
        });
    }

    /** An unfinished record stays one: its bytes are kept, and reported. Where none was sure to begin, it is no TLS. */
    private void endRecord(Direction direction, String why) {
        Bytes pending = direction.records.pending();
        long offset = direction.records.offset();
        direction.records.skip(pending.size());
        boolean old = !direction.sawRecord && Sslv2ClientHello.mayStart(pending, 0);
        if (direction.scanning || (old && !Sslv2ClientHello.isSure(pending, 0))) {
            direction.plain.add(pending, direction.lastArrival);
            pending = Bytes.EMPTY;
        }
        endPlaintext(direction);
        if (pending.isEmpty()) {
            return;
        }
        telling.record(new KeptRecord(direction.side, pending, direction.lastArrival));
        telling.problem(
                direction.side,
                old
                        ? Broken.cutOffSslv2(pending, offset, why + " within a record of SSLv2")
                        : Broken.cutOffRecord(pending, Problem.Base.STREAM, offset, why + " within a record"));
    }

    private void record(Direction direction, TlsRecord record, Bytes wire, Arrival at) {
        telling.record(new KeptRecord(direction.side, wire, at));
        RecordInfo info =
                RecordInfo.of(record.type(), record.version(), record.fragment().size(), at);
        if (mustWait(direction, record)) {
            telling.await(wire.size(), () -> contents.read(direction, record, info));
            if (telling.held() > limits.buffered()) {
                negotiation.giveUp();
                answered();
            }
        } else {
            contents.read(direction, record, info);
        }
    }

    // Waiting for the server's answer --------------------------------------------------------------------------------

    private boolean mustWait(Direction direction, TlsRecord record) {
        if (direction != client || negotiation.isDecided()) {
            return false;
        }
        // An alert before any change of keys is what it is; nothing else after the first hello is sure to be.
        boolean plainAlert = record.type().equals(ContentType.ALERT) && !client.changedCipherSpec;
        return telling.waits() || (client.sawHello && !plainAlert);
    }

    /** Does something to the state of a direction in the order of its stream. */
    private void inOrder(Direction direction, Runnable step) {
        if (direction == client && telling.waits()) {
            telling.await(0, step);
        } else {
            step.run();
        }
    }

    /** Keeps what is held within its limit: nothing waits for an answer any longer, then the longest message goes. */
    private void giveUpIfFull() {
        if (held() > limits.buffered()) {
            negotiation.giveUp();
            answered();
        }
        while (held() > limits.buffered()
                && Math.max(client.pendingMessage(), server.pendingMessage()) > RawHandshakeMessage.HEADER) {
            Direction longest = client.pendingMessage() >= server.pendingMessage() ? client : server;
            contents.giveUpMessage(longest, Broken.tooMuchHeld(limits.buffered(), held()));
        }
    }

    /** How many bytes are kept of both directions that were fed and not told, or told and not complete. */
    long held() {
        return telling.held() + client.held() + server.held();
    }

    private void answered() {
        contents.answered();
    }

    /** Settings of a decoder. */
    public static final class Builder {
        private EventSink sink = (event, provenance) -> {};
        private DecodeLimits limits = DecodeLimits.DEFAULTS;
        private SecretSource secrets = NO_SECRETS;
        private ReaderTable readers = ReaderTable.NONE;
        private boolean strict;

        private Builder() {}

        /**
         * Who hears what is read.
         *
         * @param sink the sink
         * @return this
         */
        public Builder sink(EventSink sink) {
            this.sink = Objects.requireNonNull(sink, "sink");
            return this;
        }

        /**
         * What is read at most. Default {@link DecodeLimits#DEFAULTS}.
         *
         * @param limits the limits
         * @return this
         */
        public Builder limits(DecodeLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Where the secrets come from that open protected records. Default: no secrets.
         *
         * @param secrets the source
         * @return this
         */
        public Builder secrets(SecretSource secrets) {
            this.secrets = Objects.requireNonNull(secrets, "secrets");
            return this;
        }

        /** Readers of the application, as {@link PrivateReaders} has them. Default: none. */
        public Builder readers(ReaderTable own) {
            this.readers = Objects.requireNonNull(own, "own");
            return this;
        }

        /**
         * Whether the first problem is thrown. Default false: problems are reported, and reading goes on.
         *
         * @param strict whether to throw
         * @return this
         */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /**
         * Makes the decoder.
         *
         * @return a decoder at the start of a connection
         */
        public ConversationDecoder build() {
            return new ConversationDecoder(this);
        }
    }
}
