package dev.mtls.parser.capture;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the packets of a TCP connection that carries given bytes: Ethernet, IPv4 or IPv6, TCP with right numbers and
 * checksums.
 */
final class SyntheticTcp {
    /** More than any record, less than IPv4 carries. */
    static final int MAX_PAYLOAD = 1 << 15;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP = 20;
    private static final int PROTOCOL_TCP = 6;
    private static final int TTL = 64;
    private static final int WINDOW = 65_535;

    /** What one side has said so far: the next sequence number, and where it comes from. */
    private static final class Side {
        final byte[] address;
        final int port;
        final byte mac;
        int next;

        Side(byte[] address, int port, int mac, int next) {
            this.address = address;
            this.port = port;
            this.mac = (byte) mac;
            this.next = next;
        }
    }

    private final Map<Sender, Side> sides = new EnumMap<>(Sender.class);

    /**
     * A connection that has not started.
     *
     * @param number makes sequence numbers differ between connections of a file
     */
    SyntheticTcp(InetSocketAddress client, InetSocketAddress server, int number) {
        boolean ipv4 = client.getAddress() instanceof Inet4Address && server.getAddress() instanceof Inet4Address;
        int first = number << 20;
        sides.put(Sender.CLIENT, new Side(bytes(client.getAddress(), ipv4), client.getPort(), 1, 0x10000000 + first));
        sides.put(Sender.SERVER, new Side(bytes(server.getAddress(), ipv4), server.getPort(), 2, 0x20000000 + first));
    }

    /** Beside an IPv6 address an IPv4 one is written as IPv4-mapped (RFC 4291 2.5.5.2). */
    private static byte[] bytes(InetAddress address, boolean ipv4) {
        byte[] bytes = address.getAddress();
        if (ipv4 || bytes.length == 16) {
            return bytes;
        }
        return ByteBuffer.allocate(16)
                .putShort(10, (short) 0xffff)
                .put(12, bytes)
                .array();
    }

    ByteBuffer syn() {
        return control(Sender.CLIENT, TcpSegment.SYN, 1);
    }

    ByteBuffer synAck() {
        return control(Sender.SERVER, TcpSegment.SYN | TcpSegment.ACK, 1);
    }

    ByteBuffer ack(Sender from) {
        return control(from, TcpSegment.ACK, 0);
    }

    ByteBuffer fin(Sender from) {
        return control(from, TcpSegment.FIN | TcpSegment.ACK, 1);
    }

    ByteBuffer reset(Sender from) {
        return control(from, TcpSegment.RST | TcpSegment.ACK, 0);
    }

    /** Payload of at most {@link #MAX_PAYLOAD} bytes. */
    ByteBuffer data(Sender from, Bytes payload) {
        ByteBuffer frame = frame(from, TcpSegment.PSH | TcpSegment.ACK, payload);
        side(from).next += payload.size();
        return frame;
    }

    /** Bytes that were sent and are not in the file. */
    void lose(Sender from, long count) {
        side(from).next += (int) count;
    }

    private ByteBuffer control(Sender from, int flags, int numbers) {
        ByteBuffer frame = frame(from, flags, Bytes.EMPTY);
        side(from).next += numbers;
        return frame;
    }

    private ByteBuffer frame(Sender sender, int flags, Bytes payload) {
        Side from = side(sender);
        Side to = side(sender.other());
        boolean ipv4 = from.address.length == 4;
        int tcpLength = TCP + payload.size();
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + (ipv4 ? IPV4 : IPV6) + tcpLength);
        mac(frame, to).putShort((short) (ipv4 ? 0x0800 : 0x86dd));
        if (ipv4) {
            ipv4(frame, from, to, tcpLength);
        } else {
            frame.putInt(0x60000000)
                    .putShort((short) tcpLength)
                    .put((byte) PROTOCOL_TCP)
                    .put((byte) TTL);
            frame.put(from.address).put(to.address);
        }
        int start = frame.position();
        frame.putShort((short) from.port).putShort((short) to.port);
        frame.putInt(from.next).putInt((flags & TcpSegment.ACK) == 0 ? 0 : to.next);
        frame.put((byte) (TCP / 4 << 4))
                .put((byte) flags)
                .putShort((short) WINDOW)
                .putInt(0);
        frame.put(payload.toByteArray());
        frame.putShort(start + 16, tcpChecksum(frame, start, from, to));
        return frame.flip();
    }

    private static ByteBuffer mac(ByteBuffer frame, Side to) {
        // Locally administered addresses: 02-00-00-00-00-01 is the client, 02 the server.
        frame.putInt(0x02000000).put((byte) 0).put(to.mac);
        return frame.putInt(0x02000000).put((byte) 0).put((byte) (3 - to.mac));
    }

    private static void ipv4(ByteBuffer frame, Side from, Side to, int tcpLength) {
        int start = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (IPV4 + tcpLength));
        // Not to be fragmented, so that no identification is needed (RFC 6864).
        frame.putInt(0x00004000).put((byte) TTL).put((byte) PROTOCOL_TCP).putShort((short) 0);
        frame.put(from.address).put(to.address);
        frame.putShort(start + 10, fold(sum(frame, start, IPV4)));
    }

    /** RFC 9293 3.1: over the addresses, the protocol, the length and the segment. */
    private static short tcpChecksum(ByteBuffer frame, int start, Side from, Side to) {
        int length = frame.position() - start;
        ByteBuffer pseudo = ByteBuffer.allocate(from.address.length + to.address.length + 4);
        pseudo.put(from.address).put(to.address).putShort((short) PROTOCOL_TCP).putShort((short) length);
        return fold(sum(pseudo, 0, pseudo.capacity()) + sum(frame, start, length));
    }

    /** RFC 1071: 16-bit words, an odd byte filled up with zeros. */
    private static long sum(ByteBuffer bytes, int start, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(start + i));
        }
        return length % 2 == 0 ? sum : sum + (Byte.toUnsignedInt(bytes.get(start + length - 1)) << 8);
    }

    private static short fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }

    private Side side(Sender sender) {
        return Objects.requireNonNull(sides.get(sender));
    }
}
