package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of a stream by position, in any order in; what came first stays where parts overlap. */
final class Pieces {
    /** What one part costs beside its bytes. */
    private static final int OVERHEAD = 128;

    private final TreeMap<Long, Bytes> byStart = new TreeMap<>();
    private long cost;

    void add(long start, Bytes bytes) {
        long end = start + bytes.size();
        long at = start;
        while (at < end) {
            Map.Entry<Long, Bytes> before = byStart.floorEntry(at);
            if (before != null && end(before) > at) {
                at = end(before);
                continue;
            }
            Long after = byStart.higherKey(at);
            long to = after == null ? end : Math.min(end, after);
            Bytes part = bytes.slice((int) (at - start), (int) (to - start));
            byStart.put(at, part);
            cost += part.size() + OVERHEAD;
            at = to;
        }
    }

    /** The part that starts first. */
    Map.@Nullable Entry<Long, Bytes> first() {
        return byStart.firstEntry();
    }

    void removeFirst() {
        Map.Entry<Long, Bytes> first = byStart.pollFirstEntry();
        if (first != null) {
            cost -= first.getValue().size() + OVERHEAD;
        }
    }

    /** The bytes from 0 to a length, null while a part of them is missing. */
    @Nullable
    Bytes whole(int length) {
        if (cost - (long) OVERHEAD * byStart.size() < length) {
            return null;
        }
        byte[] whole = new byte[length];
        long at = 0;
        for (Map.Entry<Long, Bytes> part : byStart.entrySet()) {
            if (at >= length) {
                break;
            }
            if (part.getKey() > at) {
                return null;
            }
            int count = (int) Math.min(part.getValue().size(), length - at);
            part.getValue().slice(0, count).copyTo(whole, (int) at);
            at += count;
        }
        return at < length ? null : Bytes.owning(whole);
    }

    /** Memory held, in bytes, roughly. */
    long cost() {
        return cost;
    }

    private static long end(Map.Entry<Long, Bytes> part) {
        return part.getKey() + part.getValue().size();
    }
}
