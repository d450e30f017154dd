package dev.mtls.parser.capture;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.ConversationEvent.ClosedEvent.How;
import dev.mtls.parser.EventSink;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One TCP connection: its segments in, the two streams to a {@link Dialogue}. Side 0 is who sent the first packet. */
final class TcpConnection<S extends EventSink> {
    /** How many packets a hole that the other side has acknowledged is waited for: captures swap a few. */
    private static final int PATIENCE = 8;
    /** What an open connection costs that holds nothing; how many there are is limited besides. */
    private static final long OVERHEAD = 1024;

    private final int tcpStream;
    private final List<TcpSegment.Endpoint> ends;
    private final List<TcpDirection> directions;
    private final boolean[] seen = new boolean[2];
    private final int[] packetsSinceHole = new int[2];
    private final Optional<Instant> start;
    private Optional<Instant> last;
    private long lastPacket;
    private Arrival arrival;
    private boolean ended;
    private long costTold;
    /** Null once the conversation was handed out, or was found to hold no TLS. */
    private @Nullable Dialogue<S> dialogue;

    TcpConnection(int tcpStream, TcpSegment first, Arrival at, CaptureReader.Settings settings, Hearing<S> hearing) {
        this.tcpStream = tcpStream;
        this.ends = List.of(first.from(), first.to());
        this.directions = List.of(new TcpDirection(new Side(0)), new TcpDirection(new Side(1)));
        this.start = at.time();
        this.last = start;
        this.arrival = at;
        this.dialogue = new Dialogue<>(ends, settings, hearing);
    }

    private final class Side implements TcpDirection.Stream {
        private final int side;

        Side(int side) {
            this.side = side;
        }

        @Override
        public void data(Bytes bytes) {
            if (dialogue != null) {
                dialogue.data(side, bytes, arrival);
            }
        }

        @Override
        public void gap(long missing, boolean cut) {
            if (dialogue != null) {
                dialogue.gap(side, missing, cut, arrival);
            }
        }

        @Override
        public void tooEarly() {
            if (dialogue != null) {
                dialogue.tooEarly(side);
            }
        }

        @Override
        public void finished() {
            if (dialogue != null) {
                dialogue.closed(side, How.FIN, arrival);
            }
        }
    }

    /** Whether a segment is the first of a connection. */
    static boolean isStart(TcpSegment segment) {
        return segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK) && !segment.has(TcpSegment.RST);
    }

    /** Whether a segment starts another connection between the same ports. */
    boolean isOver(TcpSegment segment) {
        return isStart(segment) && directions.get(side(segment)).contradicts(segment.seq());
    }

    void segment(TcpSegment segment, long packet, Arrival at) {
        lastPacket = packet;
        if (ended) {
            return;
        }
        arrival = at;
        last = at.time().or(() -> last);
        int side = side(segment);
        TcpDirection own = directions.get(side);
        TcpDirection other = directions.get(1 - side);
        boolean talks = segment.payload().size() + segment.cut() > 0 || segment.has(TcpSegment.FIN);
        if (segment.has(TcpSegment.RST)) {
            reset(side);
            return;
        }
        int seq = segment.seq();
        if (segment.has(TcpSegment.SYN)) {
            own.syn(seq);
            seq++;
            if (dialogue != null) {
                dialogue.syn(segment.has(TcpSegment.ACK) ? 1 - side : side);
            }
        }
        own.startIfNew(seq);
        boolean acknowledges = segment.has(TcpSegment.ACK);
        if (acknowledges && talks && !seen[1 - side]) {
            // Nothing of the other side was captured so far: no use to wait for it.
            other.acknowledged(segment.ack());
        }
        if (talks || packetsSinceHole[1 - side] >= PATIENCE) {
            other.giveUpAcknowledged();
        }
        seen[side] = true;
        if (acknowledges) {
            other.acknowledged(segment.ack());
        }
        boolean lacked = own.lacksAcknowledged();
        own.segment(seq, segment.payload(), segment.cut(), segment.has(TcpSegment.FIN));
        if (lacked && talks) {
            own.giveUpAcknowledged();
        }
        countHoles();
        ended = own.isFinished() && other.isFinished();
    }

    private void reset(int side) {
        directions.forEach(TcpDirection::giveUp);
        if (dialogue != null) {
            dialogue.closed(side, How.RESET, arrival);
        }
        ended = true;
    }

    private void countHoles() {
        for (int side = 0; side < 2; side++) {
            packetsSinceHole[side] = directions.get(side).lacksAcknowledged() ? packetsSinceHole[side] + 1 : 0;
        }
        if (dialogue != null && dialogue.isHopeless()) {
            dialogue = null;
        }
    }

    /** Whether TLS was met and no number was given yet. */
    boolean needsNumber() {
        return dialogue != null && dialogue.speaksTls() && !dialogue.hasNumber();
    }

    void number(int number) {
        if (dialogue != null) {
            dialogue.number(number);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    long lastPacket() {
        return lastPacket;
    }

    Optional<Instant> lastTime() {
        return last;
    }

    /** How much the estimated memory has changed since it was asked last, in bytes. */
    long costChange() {
        long cost = ended && dialogue == null
                ? 0
                : OVERHEAD
                        + directions.get(0).cost()
                        + directions.get(1).cost()
                        + (dialogue == null ? 0 : dialogue.cost());
        long change = cost - costTold;
        costTold = cost;
        return change;
    }

    /**
     * Ends the connection, and hands out what was said where that was TLS and was not handed out before.
     *
     * @param matter why, where the connection itself has not ended: a limit, or a damaged file
     */
    void end(Optional<Problem> matter) {
        if (!ended) {
            directions.forEach(TcpDirection::giveUp);
            ended = true;
        }
        Dialogue<S> said = dialogue;
        dialogue = null;
        if (said != null && said.hasNumber()) {
            said.end(matter, seen, OptionalInt.of(tcpStream), start, last);
        }
    }

    private int side(TcpSegment segment) {
        return segment.from().equals(ends.get(0)) ? 0 : 1;
    }
}
