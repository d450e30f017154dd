package dev.mtls.benchmarks;

import dev.mtls.benchmarks.Shape.End;
import dev.mtls.benchmarks.Shape.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** The packets of one TCP connection of a generated capture, Ethernet and IPv4 around them. */
final class GeneratedConnection {

    private static final int MAX_SEGMENT = 1_460;
    private static final int ONE_IN = 100;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final byte[] NOTHING = {};

    private final Deque<byte[]> frames = new ArrayDeque<>();
    private final Side client;
    private final Side server;
    private int identification;
    private int lost;
    private int overtaken;

    private static final class Side {
        final int address;
        final int port;
        int next;

        Side(int address, int port, int next) {
            this.address = address;
            this.port = port;
            this.next = next;
        }
    }

    GeneratedConnection(int number, Shape shape, Random random) {
        client = new Side(0x0a000001 + number / 50_000, 10_000 + number % 50_000, random.nextInt());
        server = new Side(0xc0000201, 443, random.nextInt());
        add(client, SYN, NOTHING);
        add(server, SYN | ACK, NOTHING);
        add(client, ACK, NOTHING);
        for (Piece piece : shape.freshly(random)) {
            flight(piece.byClient() ? client : server, piece.bytes(), random);
        }
        end(shape.end());
    }

    private void flight(Side from, byte[] bytes, Random random) {
        List<byte[]> segments = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += MAX_SEGMENT) {
            int length = Math.min(MAX_SEGMENT, bytes.length - at);
            byte[] payload = new byte[length];
            System.arraycopy(bytes, at, payload, 0, length);
            segments.add(frame(from, PSH | ACK, payload));
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (random.nextInt(ONE_IN) == 0) {
                // Lost behind the place of the capture, which then sees it twice, or before, which sees it late.
                lost++;
                byte[] again = random.nextBoolean() ? segments.get(i) : segments.remove(i);
                segments.add(again);
            } else if (i + 1 < segments.size() && random.nextInt(ONE_IN) == 0) {
                overtaken++;
                Collections.swap(segments, i, i + 1);
            }
        }
        frames.addAll(segments);
        add(from == client ? server : client, ACK, NOTHING);
    }

    private void end(End end) {
        if (end == End.SERVER_RESET) {
            add(server, RST | ACK, NOTHING);
            return;
        }
        Side first = end == End.CLIENT_FIN ? client : server;
        Side second = first == client ? server : client;
        add(first, FIN | ACK, NOTHING);
        add(second, FIN | ACK, NOTHING);
        add(first, ACK, NOTHING);
    }

    private void add(Side from, int flags, byte[] payload) {
        frames.add(frame(from, flags, payload));
    }

    /** With the checksum of IP; that of TCP is left to a network card, as where the sender itself captures. */
    private byte[] frame(Side from, int flags, byte[] payload) {
        Side to = from == client ? server : client;
        ByteBuffer frame = ByteBuffer.allocate(54 + payload.length);
        frame.putLong(from == client ? 0x0200000000010200L : 0x0200000000020200L);
        frame.putInt(from == client ? 0x00000002 : 0x00000001).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (40 + payload.length));
        frame.putShort((short) identification++).putShort((short) 0x4000);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        frame.putInt(from.address).putInt(to.address);
        frame.putShort((short) from.port).putShort((short) to.port);
        frame.putInt(from.next).putInt((flags & ACK) == 0 ? 0 : to.next);
        frame.put((byte) 0x50).put((byte) flags).putShort((short) 0xffff).putInt(0);
        frame.put(payload);
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += Short.toUnsignedInt(frame.getShort(at));
        }
        frame.putShort(24, (short) ~((sum & 0xffff) + (sum >>> 16)));
        from.next += payload.length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        return frame.array();
    }

    byte[] next() {
        return frames.remove();
    }

    boolean isOver() {
        return frames.isEmpty();
    }

    int lost() {
        return lost;
    }

    int overtaken() {
        return overtaken;
    }
}
