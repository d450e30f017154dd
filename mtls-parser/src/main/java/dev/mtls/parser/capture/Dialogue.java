package dev.mtls.parser.capture;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.EventSink;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the two sides of one TCP connection say, fed to a decoder. Finds out who is the client: a ClientHello decides,
 * and where it comes from the side that was taken for the server, all is read again the other way round.
 */
final class Dialogue<S extends EventSink> {
    /** After so many bytes without TLS there will be none. */
    private static final int HOPELESS_AFTER = 256 << 10;

    private static final int CLIENT_HELLO = 1;

    private final List<TcpSegment.Endpoint> ends;
    private final CaptureReader.Settings settings;
    private final Hearing<S> hearing;
    private final List<RecordStart> starts = List.of(new RecordStart(), new RecordStart());
    private final long[] fed = new long[2];
    /** What was fed until it is settled who is the client. */
    private final List<Consumer<Dialogue<S>.Reading>> log = new ArrayList<>();

    private final boolean[] tooEarly = new boolean[2];
    private int synSender = -1;
    private int client = -1;
    private boolean clientCertain;
    /** The client is certain, or there was so much without a ClientHello that the guess stands. */
    private boolean settled;
    /** The sides were taken the wrong way round. */
    private boolean turn;

    private Reading reading;
    private long logged;
    private int number = -1;

    Dialogue(List<TcpSegment.Endpoint> ends, CaptureReader.Settings settings, Hearing<S> hearing) {
        this.ends = ends;
        this.settings = settings;
        this.hearing = hearing;
        this.reading = new Reading();
    }

    /** One attempt to read the connection, with one side taken for the client. */
    private final class Reading implements EventSink {
        private final S sink = hearing.sinks().get();
        private final ConversationDecoder decoder;
        private long cost;
        private int events;
        private boolean tls;
        /** Why bytes are missing, of each gap that was fed and not told yet: a decoder may hold events back. */
        private final List<Deque<Problem>> gapReasons = List.of(new ArrayDeque<>(), new ArrayDeque<>());

        Reading() {
            ConversationDecoder.Builder builder = ConversationDecoder.builder()
                    .sink(this)
                    .limits(settings.limits())
                    .readers(settings.readers())
                    .strict(settings.strict());
            if (settings.secrets() instanceof FileSecrets secrets) {
                builder.secrets(secrets.ofConnections());
            }
            decoder = builder.build();
        }

        @Override
        public void event(ConversationEvent event, Provenance provenance) {
            sink.event(event, provenance);
            int index = events++;
            cost += hearing.costOf(event);
            if (event instanceof ConversationEvent.GapEvent) {
                Problem reason = gapReasons.get(event.from().ordinal()).poll();
                if (reason != null) {
                    sink.problem(new ConversationProblem(reason, Optional.of(event.from()), OptionalInt.of(index)));
                }
            } else if (!(event instanceof ConversationEvent.PlaintextEvent
                    || event instanceof ConversationEvent.ClosedEvent)) {
                tls = true;
            }
            if (event instanceof ConversationEvent.HandshakeEvent message) {
                hello(message);
            } else if (event instanceof ConversationEvent.Sslv2ClientHelloEvent) {
                clientIs(event.from() == Sender.CLIENT ? client : 1 - client);
            }
        }

        @Override
        public void problem(ConversationProblem problem) {
            sink.problem(problem);
            cost += 300;
        }

        @Override
        public void record(KeptRecord record) {
            sink.record(record);
            cost += hearing.costOf(record);
        }
    }

    private void hello(ConversationEvent.HandshakeEvent message) {
        if (message.bytes().u8(0) == CLIENT_HELLO) {
            clientIs(message.from() == Sender.CLIENT ? client : 1 - client);
        }
    }

    /** The first ClientHello decides. */
    private void clientIs(int side) {
        if (!settled && !clientCertain) {
            clientCertain = true;
            turn = side != client;
        }
    }

    void syn(int side) {
        synSender = side;
    }

    void data(int side, Bytes bytes, Arrival at) {
        starts.get(side).add(bytes);
        long offset = fed[side];
        fed[side] = offset + bytes.size();
        logged += bytes.size();
        guessClient();
        if (starts.get(side).isClientHello()) {
            clientIs(side);
        }
        feed(r -> r.decoder.feed(sender(side), bytes, at));
    }

    void gap(int side, long missing, boolean cut, Arrival at) {
        starts.get(side).miss();
        long offset = fed[side];
        fed[side] = offset + missing;
        Problem reason = Problem.of(
                        Problem.Kind.TRUNCATED,
                        "packet",
                        Problem.Base.STREAM,
                        new Span(offset, (int) Math.min(missing, Integer.MAX_VALUE)),
                        cut
                                ? "the capture kept only the start of this packet (snapshot length)"
                                : "a TCP segment was sent that is not in the capture")
                .counted(missing, 0);
        feed(r -> {
            r.gapReasons.get(sender(side).ordinal()).add(reason);
            r.decoder.gap(sender(side), missing, at);
        });
    }

    /** Bytes came that were sent before the first ones that were captured: too late to be read. */
    void tooEarly(int side) {
        tooEarly[side] = true;
    }

    void closed(int side, How how, Arrival at) {
        feed(r -> r.decoder.closed(sender(side), how, at));
    }

    private void guessClient() {
        if (client < 0) {
            boolean higher = ends.get(0).port() >= ends.get(1).port();
            client = synSender >= 0 ? synSender : higher ? 0 : 1;
        }
    }

    private void feed(Consumer<Dialogue<S>.Reading> step) {
        guessClient();
        if (!settled || turn) {
            log.add(step);
        }
        if (!turn) {
            step.accept(reading);
        }
        if (turn) {
            turn = false;
            client = 1 - client;
            reading = new Reading();
            log.forEach(earlier -> earlier.accept(reading));
        }
        if (clientCertain || logged > HOPELESS_AFTER) {
            settled = true;
            log.clear();
        }
    }

    private Sender sender(int side) {
        return side == client ? Sender.CLIENT : Sender.SERVER;
    }

    /** Whether TLS was met: a record, or what looks like the start of one at the start of a direction. */
    boolean speaksTls() {
        return reading.tls || starts.stream().anyMatch(RecordStart::isTls);
    }

    /** Whether so much was said without any TLS that there will be none. */
    boolean isHopeless() {
        return !hasNumber() && !speaksTls() && fed[0] + fed[1] > HOPELESS_AFTER;
    }

    boolean hasNumber() {
        return number >= 0;
    }

    void number(int newNumber) {
        number = newNumber;
    }

    /** Memory held, in bytes, roughly. */
    long cost() {
        return reading.cost + (log.isEmpty() ? 0 : logged + 100L * log.size());
    }

    /** Ends the reading and hands its sink out. */
    void end(
            Optional<Problem> matter,
            boolean[] seen,
            OptionalInt tcpStream,
            Optional<Instant> start,
            Optional<Instant> end) {
        reading.decoder.end();
        matter.ifPresent(this::connectionProblem);
        if (synSender < 0) {
            connectionProblem("the capture starts after the start of this connection (no SYN)");
        }
        for (int side = 0; side < 2; side++) {
            if (!seen[side]) {
                connectionProblem("no packet of the " + sender(side).label() + " is in the capture");
            }
            if (tooEarly[side]) {
                connectionProblem("bytes of the " + sender(side).label()
                        + " from before the first captured segment came after it");
            }
        }
        boolean guessed = synSender < 0 && !clientCertain;
        hearing.ended()
                .accept(
                        reading.sink,
                        new Endpoints(
                                Optional.of(address(ends.get(client))),
                                Optional.of(address(ends.get(1 - client))),
                                guessed,
                                OptionalInt.of(number),
                                tcpStream,
                                start,
                                end));
    }

    private void connectionProblem(String message) {
        connectionProblem(Problem.of(Problem.Kind.TRUNCATED, "packet", Problem.Base.STREAM, new Span(0, 0), message));
    }

    private void connectionProblem(Problem problem) {
        reading.sink.problem(ConversationProblem.of(problem));
    }

    private static InetSocketAddress address(TcpSegment.Endpoint end) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(end.address().toByteArray()), end.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of neither 4 nor 16 bytes", e);
        }
    }

    /** Looks at the first six bytes of a direction: a record header, and the first byte of what it announces. */
    private static final class RecordStart {
        private static final int LENGTH = TlsRecord.HEADER + 1;

        private Bytes start = Bytes.EMPTY;
        private boolean missed;

        void add(Bytes bytes) {
            if (!missed && start.size() < LENGTH) {
                start = start.concat(bytes.slice(0, Math.min(bytes.size(), LENGTH - start.size())));
            }
        }

        /** Bytes are missing: what follows is not the start. */
        void miss() {
            missed = true;
        }

        boolean isTls() {
            return RecordDecoder.isHeader(start, 0) && start.u16(3) > 0;
        }

        boolean isClientHello() {
            return start.size() == LENGTH
                    && isTls()
                    && start.u8(0) == ContentType.HANDSHAKE.value()
                    && start.u8(TlsRecord.HEADER) == CLIENT_HELLO;
        }
    }
}
