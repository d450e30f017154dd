package dev.mtls.parser.record;

import dev.mtls.parser.wire.Bytes;

/** Bytes that wait for their end. Holds what it was given without a copy until a second piece comes. */
final class ByteQueue {
    private byte[] array = new byte[0];
    private int used;
    private Bytes front = Bytes.EMPTY; // before what is in the array

    int size() {
        return front.size() + used;
    }

    void add(Bytes more) {
        if (size() == 0) {
            front = more;
            used = 0;
            return;
        }
        if (used == 0) {
            // What waits moves into an array of its own, which then grows by doubling.
            array = new byte[Math.max(512, 2 * (front.size() + more.size()))];
            front.copyTo(array, 0);
            used = front.size();
            front = Bytes.EMPTY;
        } else if (used + more.size() > array.length) {
            array = java.util.Arrays.copyOf(array, Math.max(2 * array.length, used + more.size()));
        }
        more.copyTo(array, used);
        used += more.size();
    }

    /** All that waits. */
    Bytes all() {
        return used == 0 ? front : Bytes.of(array, 0, used);
    }

    /** Takes the first bytes away. */
    Bytes take(int count) {
        Bytes all = all();
        front = all.slice(count);
        used = 0;
        array = new byte[0];
        return all.slice(0, count);
    }

    int u8(int index) {
        return used == 0 ? front.u8(index) : array[index] & 0xff;
    }

    int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }
}
