package dev.mtls.parser.capture;

import static dev.mtls.parser.capture.BrokenPacketException.need;

import dev.mtls.parser.wire.Bytes;

/**
 * One TCP segment (RFC 9293 3.1) between two addresses.
 *
 * @param from who sent it
 * @param to whom it was sent to
 * @param seq sequence number
 * @param ack acknowledgment number, meaningful with the flag ACK
 * @param flags the eight low flags
 * @param payload its bytes, as far as they were captured
 * @param cut how many bytes of the payload were not captured, at its end
 */
record TcpSegment(Endpoint from, Endpoint to, int seq, int ack, int flags, Bytes payload, int cut) {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    /**
     * One end of a connection.
     *
     * @param address 4 or 16 bytes
     * @param port 0 to 65,535
     */
    record Endpoint(Bytes address, int port) {}

    /** Reads the payload of an IP packet; checksums are not looked at: network cards fill them in after the capture. */
    static TcpSegment read(Bytes source, Bytes destination, Bytes tcp, int cut) {
        need(tcp, 20, "tcp");
        int header = (tcp.u8(12) >> 4) * 4;
        if (header < 20) {
            throw BrokenPacketException.illegal("tcp.data_offset", "shorter than its own header", 20, header);
        }
        need(tcp, header, "tcp");
        return new TcpSegment(
                new Endpoint(source, tcp.u16(0)),
                new Endpoint(destination, tcp.u16(2)),
                i32(tcp, 4),
                i32(tcp, 8),
                tcp.u8(13),
                tcp.slice(header),
                cut);
    }

    private static int i32(Bytes bytes, int at) {
        return bytes.u16(at) << 16 | bytes.u16(at + 2);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
