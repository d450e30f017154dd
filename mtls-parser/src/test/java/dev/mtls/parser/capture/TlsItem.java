package dev.mtls.parser.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One decoded value in the vocabulary that the comparison with tshark uses.
 *
 * @param name tshark's name of the field
 * @param at where it stands: bytes from the start of its handshake message, or {@link #NOWHERE}
 * @param value hexadecimal
 */
record TlsItem(String name, int at, String value) {
    /** The value of a record, of an alert: its place follows from the order. */
    static final int NOWHERE = -1;

    /** What one side of one connection said. */
    record Side(int tcpStream, int port) implements Comparable<Side> {
        @Override
        public int compareTo(Side other) {
            return tcpStream != other.tcpStream
                    ? Integer.compare(tcpStream, other.tcpStream)
                    : Integer.compare(port, other.port);
        }
    }

    @Override
    public String toString() {
        String shown = value.length() > 80 ? value.substring(0, 80) + "… (" + value.length() / 2 + " bytes)" : value;
        return name + (at == NOWHERE ? "" : " @" + at) + " = " + shown;
    }

    /** Where two dissections differ: for each side the first difference, in words. Empty where they are equal. */
    static List<String> differences(Map<Side, List<TlsItem>> ours, Map<Side, List<TlsItem>> tsharks) {
        TreeSet<Side> sides = new TreeSet<>(ours.keySet());
        sides.addAll(tsharks.keySet());
        List<String> differences = new ArrayList<>();
        for (Side side : sides) {
            List<TlsItem> mine = ours.getOrDefault(side, List.of());
            List<TlsItem> theirs = tsharks.getOrDefault(side, List.of());
            if (!mine.equals(theirs)) {
                differences.add(first(side, mine, theirs));
            }
        }
        return differences;
    }

    private static String first(Side side, List<TlsItem> mine, List<TlsItem> theirs) {
        int at = 0;
        while (at < mine.size() && at < theirs.size() && mine.get(at).equals(theirs.get(at))) {
            at++;
        }
        return side + ", item " + at + ", after " + mine.subList(Math.max(0, at - 3), at) + "\n   ours   "
                + mine.subList(at, Math.min(mine.size(), at + 4)) + "\n   tshark "
                + theirs.subList(at, Math.min(theirs.size(), at + 4));
    }

    static Map<Side, List<TlsItem>> bySide() {
        return new TreeMap<>();
    }
}
