package dev.mtls.parser.capture;

import static dev.mtls.parser.capture.BrokenPacketException.illegal;
import static dev.mtls.parser.capture.BrokenPacketException.need;

import dev.mtls.parser.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** IPv4 (RFC 791) and IPv6 (RFC 8200) with extension headers and fragments in any order: packets in, TCP segments out. */
final class IpLayer {
    private static final int TCP = 6;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;

    private final IpFragments fragments;

    IpLayer(IpFragments fragments) {
        this.fragments = fragments;
    }

    /** The segment that a packet completes, null where it carries something else or a part only. */
    @Nullable
    TcpSegment segment(Packet packet) {
        Bytes ip = LinkLayer.network(packet);
        if (ip == null) {
            return null;
        }
        int version = need(ip, 1, "ip").u8(0) >> 4;
        return switch (version) {
            case 4 -> ipv4(packet, ip);
            case 6 -> ipv6(packet, ip);
            default -> throw illegal("ip.version", "neither 4 nor 6 but " + version, 4, version);
        };
    }

    private @Nullable TcpSegment ipv4(Packet packet, Bytes ip) {
        need(ip, IPV4_HEADER, "ipv4");
        int header = (ip.u8(0) & 0xf) * 4;
        if (header < IPV4_HEADER) {
            throw illegal("ipv4.ihl", "shorter than its own header", IPV4_HEADER, header);
        }
        need(ip, header, "ipv4");
        int total = length(ip.u16(2), 0, packet, ip);
        if (total < header) {
            throw illegal("ipv4.total_length", "shorter than the header", header, total);
        }
        if (ip.u8(9) != TCP) {
            return null;
        }
        Bytes source = ip.slice(12, 16);
        Bytes destination = ip.slice(16, 20);
        Bytes payload = ip.slice(header, Math.min(total, ip.size()));
        int cut = total - header - payload.size();
        int fragment = ip.u16(6);
        int start = (fragment & 0x1fff) * 8;
        boolean more = (fragment & 0x2000) != 0;
        if (start > 0 || more) {
            IpFragments.Key key = new IpFragments.Key(source, destination, TCP, ip.u16(4));
            Bytes whole = reassembled(key, packet, start, payload, cut, more);
            return whole == null ? null : TcpSegment.read(source, destination, whole, 0);
        }
        return TcpSegment.read(source, destination, payload, cut);
    }

    private @Nullable TcpSegment ipv6(Packet packet, Bytes ip) {
        need(ip, IPV6_HEADER, "ipv6");
        int end = length(ip.u16(4), IPV6_HEADER, packet, ip);
        Bytes source = ip.slice(8, 24);
        Bytes destination = ip.slice(24, 40);
        Bytes captured = ip.slice(IPV6_HEADER, Math.min(end, ip.size()));
        return ipv6Payload(packet, source, destination, ip.u8(6), captured, end - IPV6_HEADER);
    }

    /**
     * What stands behind the IPv6 header: extension headers, of which a fragment header may stand anywhere.
     *
     * @param first what the payload starts with
     * @param captured the payload as far as it was captured
     * @param end how long it was on the wire
     */
    private @Nullable TcpSegment ipv6Payload(
            Packet packet, Bytes source, Bytes destination, int first, Bytes captured, int end) {
        int at = 0;
        int next = first;
        while (isExtension(next)) {
            need(captured, at + 8, "ipv6.extension_header");
            int following = captured.u8(at);
            if (next == FRAGMENT) {
                int start = captured.u16(at + 2) & 0xfff8;
                boolean more = (captured.u16(at + 2) & 1) != 0;
                if (start > 0 || more) {
                    if (following != TCP && !isExtension(following)) {
                        return null;
                    }
                    int id = captured.u16(at + 4) << 16 | captured.u16(at + 6);
                    Bytes payload = captured.slice(at + 8);
                    IpFragments.Key key = new IpFragments.Key(source, destination, following, id);
                    Bytes whole = reassembled(key, packet, start, payload, end - captured.size(), more);
                    return whole == null
                            ? null
                            : ipv6Payload(packet, source, destination, following, whole, whole.size());
                }
            }
            at += extensionLength(next, captured.u8(at + 1));
            need(captured, at, "ipv6.extension_header");
            next = following;
        }
        return next == TCP ? TcpSegment.read(source, destination, captured.slice(at), end - captured.size()) : null;
    }

    /** Hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, Shim6. */
    private static boolean isExtension(int header) {
        return switch (header) {
            case 0, 43, FRAGMENT, AUTHENTICATION, 60, 135, 139, 140 -> true;
            default -> false;
        };
    }

    private static int extensionLength(int header, int length) {
        return switch (header) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (length + 2) * 4;
            default -> (length + 1) * 8;
        };
    }

    /**
     * Where the packet ends, counted from its first byte. A length of 0 is what segmentation offload leaves behind:
     * then it is what was on the wire.
     */
    private static int length(int said, int header, Packet packet, Bytes ip) {
        if (said > 0) {
            return said + header;
        }
        long cut = Math.max(0, packet.originalLength() - packet.bytes().size());
        return (int) Math.min(ip.size() + cut, PacketSource.MAX_PACKET);
    }

    private @Nullable Bytes reassembled(
            IpFragments.Key key, Packet packet, int start, Bytes payload, int cut, boolean more) {
        if (cut > 0) {
            need(payload, payload.size() + cut, "ip.fragment");
        }
        return fragments.add(key, packet, start, payload, more);
    }
}
