package dev.mtls.parser.capture;

import static dev.mtls.parser.capture.BrokenPacketException.need;

import dev.mtls.parser.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** Strips what stands before IP: Ethernet with VLAN tags, BSD loopback, PPP, Linux "cooked" captures, or nothing. */
final class LinkLayer {
    static final int ETHERNET = 1;

    /** In words, for messages. */
    static final String KNOWN =
            "Ethernet 1, NULL 0, LOOP 108, RAW 101, IPV4 228, IPV6 229, PPP 9 and 50, LINUX_SLL 113 or LINUX_SLL2 276";

    private static final int NULL = 0;
    private static final int PPP = 9;
    private static final int PPP_HDLC = 50;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int LINUX_SLL2 = 276;
    /** What some writers put for RAW: the number that their own system has for it. */
    private static final int RAW_BSD = 12;

    private static final int RAW_OPENBSD = 14;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    private LinkLayer() {}

    static boolean isKnown(int linkType) {
        return switch (linkType) {
            case ETHERNET, NULL, LOOP, PPP, PPP_HDLC, RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6, LINUX_SLL, LINUX_SLL2 ->
                true;
            default -> false;
        };
    }

    /** The IP packet inside, null where there is something else. */
    static @Nullable Bytes network(Packet packet) {
        Bytes bytes = packet.bytes();
        return switch (packet.linkType()) {
            case ETHERNET -> tagged(need(bytes, 14, "ethernet").u16(12), bytes.slice(14));
            // The address family is a number of the capturing system's own; IP says itself what it is.
            case NULL, LOOP -> need(bytes, 4, "loopback").slice(4);
            case PPP, PPP_HDLC -> ppp(bytes);
            case LINUX_SLL -> tagged(need(bytes, 16, "sll").u16(14), bytes.slice(16));
            case LINUX_SLL2 -> tagged(need(bytes, 20, "sll2").u16(0), bytes.slice(20));
            case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> bytes;
            default ->
                throw BrokenPacketException.illegal(
                        "link_type", "link type " + packet.linkType() + " is not one of " + KNOWN, 0, 0);
        };
    }

    /** Passes over VLAN tags: 802.1Q, 802.1ad and the older ones of QinQ. */
    private static @Nullable Bytes tagged(int firstType, Bytes afterType) {
        int type = firstType;
        Bytes rest = afterType;
        while (type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200) {
            type = need(rest, 4, "vlan").u16(2);
            rest = rest.slice(4);
        }
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? rest : null;
    }

    /** With or without the address and control bytes of HDLC-like framing, the protocol in two bytes or, compressed, in one. */
    private static @Nullable Bytes ppp(Bytes bytes) {
        int start = need(bytes, 2, "ppp").u16(0) == 0xff03 ? 2 : 0;
        boolean compressed = (need(bytes, start + 1, "ppp").u8(start) & 1) != 0;
        int end = start + (compressed ? 1 : 2);
        int protocol = compressed ? bytes.u8(start) : need(bytes, end, "ppp").u16(start);
        return protocol == 0x21 || protocol == 0x57 ? bytes.slice(end) : null;
    }
}
