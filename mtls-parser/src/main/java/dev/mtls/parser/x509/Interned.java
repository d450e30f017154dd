package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What bytes mean, of the bytes last asked for: so many and so long ones, and no more. Safe for use by several threads. */
final class Interned<V> {
    private final int largest;
    private final Map<Key, V> kept;

    /**
     * Nothing is kept yet.
     *
     * @param most how many are kept
     * @param largest how long the bytes of one may be
     */
    Interned(int most, int largest) {
        this.largest = largest;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Equal as its bytes are; of the hash only their end is part, in which certificates and names differ. */
    private record Key(Bytes bytes) implements Comparable<Key> {
        private static final int HASHED = 32;

        @Override
        public int hashCode() {
            int hash = bytes.size();
            for (int i = Math.max(0, bytes.size() - HASHED); i < bytes.size(); i++) {
                hash = 31 * hash + bytes.u8(i);
            }
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && bytes.equals(key.bytes);
        }

        @Override
        public int compareTo(Key other) {
            return bytes.compareTo(other.bytes);
        }
    }

    /** What the bytes mean: the same value for the same bytes, as long as it is kept. */
    V get(Bytes bytes, Function<Bytes, V> meaning) {
        if (bytes.size() > largest) {
            return meaning.apply(bytes);
        }
        synchronized (kept) {
            V known = kept.get(new Key(bytes));
            if (known != null) {
                return known;
            }
        }
        V found = meaning.apply(bytes);
        synchronized (kept) {
            // A key that is a slice would keep the capture that it was cut from.
            V raced = kept.putIfAbsent(new Key(bytes.compact()), found);
            return raced == null ? found : raced;
        }
    }
}
