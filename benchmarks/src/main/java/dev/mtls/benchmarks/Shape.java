package dev.mtls.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What two sides once said to each other on one connection, from which a {@link CaptureGenerator} makes many. It knows which messages
 * can be read in it without any decoder of this project: by walking over the headers of records and messages.
 *
 * @param name what it is
 * @param outcome how it ends, as a reader without keys can tell: {@code completed}, {@code refused} or {@code unknown}
 * @param pieces what was sent, in the order in which it was
 * @param end who closes the connection, and how
 */
record Shape(String name, String outcome, List<Piece> pieces, End end) {

    private static final int RANDOM = 32;
    /** The random of a HelloRetryRequest, by which it is known: RFC 8446 section 4.1.3. */
    private static final byte[] RETRY =
            java.util.HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    /** Bytes of one side that were sent at once. */
    record Piece(boolean byClient, byte[] bytes) {}

    /** How the connection is closed. */
    enum End {
        CLIENT_FIN,
        SERVER_FIN,
        SERVER_RESET
    }

    /** A message that can be read: its type, and where in which piece each of its bytes is. */
    private record Message(int type, boolean byClient, int[] pieces, int[] offsets) {}

    /** How many messages of each type can be read. */
    int[] messages() {
        int[] counts = new int[256];
        for (Message message : readable()) {
            counts[message.type()]++;
        }
        return counts;
    }

    /** The same said by others: each random of a hello is a fresh one, the two of a retried hello alike. */
    List<Piece> freshly(Random random) {
        List<Piece> fresh = new ArrayList<>();
        for (Piece piece : pieces) {
            fresh.add(new Piece(piece.byClient(), piece.bytes().clone()));
        }
        byte[] ofClient = new byte[RANDOM];
        byte[] ofServer = new byte[RANDOM];
        random.nextBytes(ofClient);
        random.nextBytes(ofServer);
        for (Message message : hellos()) {
            // The header of the message and its version stand before the random.
            if (!Arrays.equals(randomOf(message), RETRY)) {
                for (int i = 0; i < RANDOM; i++) {
                    byte[] bytes = fresh.get(message.pieces()[6 + i]).bytes();
                    bytes[message.offsets()[6 + i]] = (message.byClient() ? ofClient : ofServer)[i];
                }
            }
        }
        return fresh;
    }

    private byte[] randomOf(Message hello) {
        byte[] random = new byte[RANDOM];
        for (int i = 0; i < RANDOM; i++) {
            random[i] = pieces.get(hello.pieces()[6 + i]).bytes()[hello.offsets()[6 + i]];
        }
        return random;
    }

    private List<Message> hellos() {
        return readable().stream()
                .filter(message -> message.type() == 1 || message.type() == 2)
                .toList();
    }

    private List<Message> readable() {
        List<Message> all = new ArrayList<>(readable(true));
        all.addAll(readable(false));
        return all;
    }

    /** The messages of one side: before its ChangeCipherSpec, and hellos after it, which only TLS 1.3 has in the clear. */
    private List<Message> readable(boolean byClient) {
        List<int[]> stream = new ArrayList<>();
        for (int p = 0; p < pieces.size(); p++) {
            for (int at = 0;
                    pieces.get(p).byClient() == byClient && at < pieces.get(p).bytes().length;
                    at++) {
                stream.add(new int[] {p, at});
            }
        }
        List<int[]> content = new ArrayList<>();
        List<Message> found = new ArrayList<>();
        boolean changed = false;
        for (int at = 0; at + 5 <= stream.size(); ) {
            int type = byteAt(stream, at);
            int length = byteAt(stream, at + 3) << 8 | byteAt(stream, at + 4);
            List<int[]> fragment = stream.subList(at + 5, Math.min(stream.size(), at + 5 + length));
            at += 5 + length;
            changed |= type == 20;
            if (type == 22 && (!changed || isHello(fragment))) {
                content.addAll(fragment);
                takeMessages(content, byClient, found);
            }
        }
        return found;
    }

    private void takeMessages(List<int[]> content, boolean byClient, List<Message> found) {
        while (content.size() >= 4) {
            int length = byteAt(content, 1) << 16 | byteAt(content, 2) << 8 | byteAt(content, 3);
            if (content.size() < 4 + length) {
                return;
            }
            List<int[]> message = content.subList(0, 4 + length);
            found.add(new Message(
                    byteAt(content, 0),
                    byClient,
                    message.stream().mapToInt(place -> place[0]).toArray(),
                    message.stream().mapToInt(place -> place[1]).toArray()));
            message.clear();
        }
    }

    /** What is protected looks like a hello of its own exact length once in 2^32 times. */
    private boolean isHello(List<int[]> fragment) {
        return fragment.size() > 38
                && (byteAt(fragment, 0) == 1 || byteAt(fragment, 0) == 2)
                && (byteAt(fragment, 1) << 16 | byteAt(fragment, 2) << 8 | byteAt(fragment, 3)) == fragment.size() - 4;
    }

    private int byteAt(List<int[]> places, int index) {
        int[] place = places.get(index);
        return pieces.get(place[0]).bytes()[place[1]] & 0xff;
    }
}
