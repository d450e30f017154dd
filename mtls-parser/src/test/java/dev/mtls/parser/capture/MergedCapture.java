package dev.mtls.parser.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Many pcap files as one pcapng file with an interface for each. Reads pcap with code of its own.
 */
final class MergedCapture {
    private static final int MAX_FILES = 256;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Timed> packets = new ArrayList<>();

    private record Timed(long nanos, byte[] block) {}

    /**
     * One file after the other, so that tshark need run only once. The second byte of IPv4 addresses and the ninth of
     * IPv6 addresses become the number of the file: captures of the same session, between the same ports, stay
     * connections of their own.
     */
    static byte[] of(List<byte[]> pcaps) {
        return merged(pcaps, true);
    }

    /** What each file saw of the same connections, by time. */
    static byte[] byTime(byte[]... pcaps) {
        return merged(List.of(pcaps), false);
    }

    private static byte[] merged(List<byte[]> pcaps, boolean apart) {
        if (pcaps.size() > MAX_FILES) {
            throw new IllegalArgumentException(pcaps.size() + " files");
        }
        MergedCapture merged = new MergedCapture();
        merged.block(
                0x0a0d0d0a,
                littleEndian(16)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
        for (int number = 0; number < pcaps.size(); number++) {
            merged.add(number, pcaps.get(number), apart);
        }
        if (!apart) {
            merged.packets.sort(Comparator.comparingLong(Timed::nanos));
        }
        merged.packets.forEach(packet -> merged.out.writeBytes(packet.block()));
        return merged.out.toByteArray();
    }

    private void add(int number, byte[] pcap, boolean apart) {
        ByteBuffer in = ByteBuffer.wrap(pcap);
        int magic = in.getInt();
        boolean little = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
        boolean nanos = magic == 0xa1b23c4d || magic == 0x4d3cb2a1;
        in.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int linkType = in.getInt(20);
        ByteBuffer on =
                littleEndian(16).putShort((short) linkType).putShort((short) 0).putInt(0);
        on.putShort((short) 9).putShort((short) 1).put((byte) (nanos ? 9 : 6));
        block(1, on);
        in.position(24);
        while (in.hasRemaining()) {
            long seconds = Integer.toUnsignedLong(in.getInt());
            long ticks = seconds * (nanos ? 1_000_000_000L : 1_000_000L) + in.getInt();
            byte[] bytes = new byte[in.getInt()];
            int original = in.getInt();
            in.get(bytes);
            if (apart) {
                renumber(bytes, network(linkType, bytes), number);
            }
            ByteBuffer packet = littleEndian(20 + (bytes.length + 3 & ~3))
                    .putInt(number)
                    .putInt((int) (ticks >>> 32))
                    .putInt((int) ticks)
                    .putInt(bytes.length)
                    .putInt(original)
                    .put(bytes);
            packets.add(new Timed(nanos ? ticks : ticks * 1000, framed(6, packet)));
        }
    }

    /** Where the IP header starts. */
    private static int network(int linkType, byte[] frame) {
        int ethernet = frame.length > 12 && frame[12] == (byte) 0x88 ? 22 : frame[12] == (byte) 0x81 ? 18 : 14;
        return switch (linkType) {
            case 0 -> 4;
            case 1 -> ethernet;
            case 101 -> 0;
            case 113 -> 16;
            case 276 -> 20;
            default -> throw new IllegalArgumentException("link type " + linkType);
        };
    }

    private static void renumber(byte[] frame, int ip, int number) {
        int version = frame[ip] >> 4 & 0xf;
        for (int at : version == 4 ? new int[] {13, 17} : new int[] {16, 32}) {
            frame[ip + at] = (byte) number;
        }
    }

    private void block(int type, ByteBuffer body) {
        out.writeBytes(framed(type, body));
    }

    private static byte[] framed(int type, ByteBuffer body) {
        int total = 12 + body.capacity();
        return littleEndian(total)
                .putInt(type)
                .putInt(total)
                .put(body.clear())
                .putInt(total)
                .array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
