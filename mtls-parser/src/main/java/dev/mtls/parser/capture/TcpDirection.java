package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One direction of a TCP connection: segments in any order in, the stream in order out, each byte once, with a gap for
 * what the capture lacks.
 *
 * <p>Positions are sequence numbers widened to 64 bits, so that they only grow.
 */
final class TcpDirection {
    /** Bytes held back for one segment that has not come; over that it is given up. */
    static final long MAX_HELD = 4L << 20;

    private static final long FIRST_LAP = 1L << 32;
    /** The largest window that TCP can have (RFC 7323 2.3): an acknowledgment further ahead is not believed. */
    private static final long MAX_WINDOW = 1L << 30;

    /** How far before the start that an acknowledgment told the stream may start, while nothing was delivered. */
    private static final long MAX_EARLY = 1L << 20;
    /** How many different SYNs are remembered. */
    private static final int MAX_SYNS = 8;

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** Who is told of the stream. */
    interface Stream {
        void data(Bytes bytes);

        /** Bytes that were sent and are not in the capture; {@code cut} where a snapshot length took them away. */
        void gap(long missing, boolean cut);

        /** Bytes of before the start of the stream, which came after it: there was no SYN to tell. */
        void tooEarly();

        /** The sender said that this was all. */
        void finished();
    }

    private final Stream stream;
    private final Pieces held = new Pieces();
    /** What snapshot lengths took away: start to end. */
    private final TreeMap<Long, Long> cuts = new TreeMap<>();

    private boolean started;
    /** Numbers that SYNs said the stream starts with, while it is open which of them is right. */
    private final Set<Integer> said = new HashSet<>();

    private boolean chosen;
    private boolean delivered;
    private boolean finished;
    private long firstBySyn = UNKNOWN;
    private long first;
    private long next;
    private long acked;
    private long end = UNKNOWN;

    TcpDirection(Stream stream) {
        this.stream = stream;
    }

    /**
     * The sender's initial sequence number. It may be said anew, and differently, as long as nothing was delivered: the
     * last one counts, until the other side acknowledges one of them or a segment continues it.
     */
    void syn(int seq) {
        if (!delivered && !chosen) {
            start(seq + 1);
            firstBySyn = next;
            if (said.size() < MAX_SYNS) {
                said.add(seq + 1);
            }
        }
    }

    /** Whether the stream starts with this number after all. */
    private void choose(int seq) {
        if (!delivered && !chosen && said.contains(seq)) {
            start(seq);
            firstBySyn = next;
            chosen = true;
        }
    }

    /** Whether a SYN with this number cannot belong to what was delivered here. */
    boolean contradicts(int seq) {
        return delivered && (firstBySyn == UNKNOWN || (int) firstBySyn != seq + 1);
    }

    /** Without a SYN the stream starts with the first byte that is heard of. */
    void startIfNew(int seq) {
        if (!started) {
            start(seq);
        }
    }

    private void start(int seq) {
        next = started ? position(seq) : FIRST_LAP + Integer.toUnsignedLong(seq);
        started = true;
        first = next;
        acked = next;
    }

    /** A segment of this direction. */
    void segment(int seq, Bytes payload, int cut, boolean fin) {
        if (finished) {
            return;
        }
        if (payload.size() + cut > 0) {
            choose(seq);
        }
        long from = position(seq);
        long to = from + payload.size();
        if (firstBySyn == UNKNOWN && from < first && to > from) {
            comeTooEarly(from);
        }
        if (fin && end == UNKNOWN) {
            end = Math.max(next, to + cut);
        }
        if (to > next) {
            if (from <= next && held.first() == null) {
                deliver(payload.slice((int) (next - from)));
            } else {
                long at = Math.max(from, next);
                held.add(at, payload.slice((int) (at - from)));
            }
        }
        if (cut > 0 && to + cut > next) {
            cuts.merge(to, to + cut, Math::max);
        }
        deliverHeld();
        while (cost() > MAX_HELD) {
            skipTo(firstKnown());
        }
    }

    /** Bytes of before the first that were heard of: the stream starts with them, unless it has started. */
    private void comeTooEarly(long from) {
        if (delivered || next - from > MAX_EARLY) {
            stream.tooEarly();
        } else {
            first = from;
            next = from;
        }
    }

    /** The other side has received everything before this number. */
    void acknowledged(int ack) {
        startIfNew(ack);
        choose(ack);
        long position = position(ack);
        if (position - next <= MAX_WINDOW) {
            acked = Math.max(acked, position);
        }
    }

    /** Whether the other side has received bytes that were not captured so far. */
    boolean lacksAcknowledged() {
        return started && !finished && next < Math.min(acked, end);
    }

    /** Gives up what the other side has received and the capture has not. */
    void giveUpAcknowledged() {
        while (lacksAcknowledged()) {
            skipTo(Math.min(Math.min(acked, end), firstKnown()));
        }
    }

    /** Gives up everything that is missing: nothing comes any more. */
    void giveUp() {
        while (firstKnown() != UNKNOWN && !finished) {
            skipTo(firstKnown());
        }
        giveUpAcknowledged();
        if (end != UNKNOWN && !finished) {
            skipTo(end);
        }
    }

    boolean isFinished() {
        return finished;
    }

    /** Memory held, in bytes, roughly. */
    long cost() {
        return held.cost() + 64L * cuts.size();
    }

    private long position(int seq) {
        return next + (seq - (int) next);
    }

    private long firstKnown() {
        Map.Entry<Long, Bytes> piece = held.first();
        long first = piece == null ? UNKNOWN : piece.getKey();
        return cuts.isEmpty() ? first : Math.min(first, cuts.firstKey());
    }

    private void skipTo(long position) {
        if (position > next) {
            delivered = true;
            stream.gap(position - next, false);
            next = position;
        }
        deliverHeld();
    }

    private void deliver(Bytes bytes) {
        delivered = true;
        next += bytes.size();
        stream.data(bytes);
    }

    private void deliverHeld() {
        while (true) {
            Map.Entry<Long, Bytes> piece = held.first();
            if (piece != null && piece.getKey() <= next) {
                held.removeFirst();
                long skip = next - piece.getKey();
                if (skip < piece.getValue().size()) {
                    deliver(piece.getValue().slice((int) skip));
                }
                continue;
            }
            Map.Entry<Long, Long> cut = cuts.firstEntry();
            if (cut == null || cut.getKey() > next) {
                break;
            }
            cuts.pollFirstEntry();
            long to = piece == null ? cut.getValue() : Math.min(cut.getValue(), piece.getKey());
            if (to > next) {
                delivered = true;
                stream.gap(to - next, true);
                next = to;
            }
        }
        if (next >= end && !finished) {
            finished = true;
            stream.finished();
        }
    }
}
