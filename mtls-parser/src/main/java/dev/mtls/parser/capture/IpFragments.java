package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented TCP packets together, in whatever order the fragments come. Holds at most 4 MiB: over that, the
 * packet that was begun first is given up with a problem, and so is one that a minute did not complete.
 */
final class IpFragments {
    private static final long MAX_HELD = 4L << 20;
    private static final int MAX_PACKET = 65_535;
    private static final int OVERHEAD = 256;
    /** Seconds that the fragments of a packet are waited for (RFC 8200 4.5): later its number is that of another one. */
    private static final long LIFETIME = 60;

    /** What the fragments of one packet have in common. */
    record Key(Bytes source, Bytes destination, int protocol, int id) {}

    private final Map<Key, Partial> partials = new LinkedHashMap<>();
    private final Consumer<Problem> problems;
    private long held;

    IpFragments(Consumer<Problem> problems) {
        this.problems = problems;
    }

    private static final class Partial {
        final Pieces pieces = new Pieces();
        final Packet first;
        int length = -1;

        Partial(Packet first) {
            this.first = first;
        }

        long cost() {
            return OVERHEAD + pieces.cost();
        }
    }

    /** Takes in a fragment; gives the whole payload when it was the last that was missing. */
    @Nullable
    Bytes add(Key key, Packet packet, int start, Bytes payload, boolean more) {
        int end = start + payload.size();
        if (end > MAX_PACKET) {
            throw BrokenPacketException.illegal("ip.fragment", "reaches over the largest packet", MAX_PACKET, end);
        }
        Partial partial = partials.get(key);
        if (partial != null && isOver(partial, packet)) {
            forget(key);
            giveUp(partial);
            partial = null;
        }
        if (partial == null) {
            partial = new Partial(packet);
            partials.put(key, partial);
            held += partial.cost();
        }
        held -= partial.cost();
        partial.pieces.add(start, payload);
        held += partial.cost();
        if (!more && partial.length < 0) {
            partial.length = end;
        }
        Bytes whole = partial.length < 0 ? null : partial.pieces.whole(partial.length);
        if (whole != null) {
            forget(key);
        }
        giveUpOver(MAX_HELD);
        return whole;
    }

    /** Reports what never became whole. */
    void end() {
        giveUpOver(0);
    }

    private void giveUpOver(long limit) {
        Iterator<Partial> eldest = partials.values().iterator();
        while (held > limit && eldest.hasNext()) {
            Partial partial = eldest.next();
            eldest.remove();
            held -= partial.cost();
            giveUp(partial);
        }
    }

    private static boolean isOver(Partial partial, Packet now) {
        return partial.first.time().isPresent()
                && now.time().isPresent()
                && now.time().get().getEpochSecond()
                                - partial.first.time().get().getEpochSecond()
                        > LIFETIME;
    }

    private void giveUp(Partial partial) {
        problems.accept(Problem.of(
                Problem.Kind.TRUNCATED,
                "packet.ip.fragment",
                Problem.Base.FILE,
                new Span(partial.first.offset(), partial.first.bytes().size()),
                "packet " + partial.first.number() + ": fragments of this packet are missing"));
    }

    private void forget(Key key) {
        Partial partial = partials.remove(key);
        if (partial != null) {
            held -= partial.cost();
        }
    }
}
