package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;

/** The two ends of a connection, whoever of them sends: what each packet of a file is looked up by. */
final class Flow {
    private final long lowNetwork;
    private final long lowHost;
    private final long highNetwork;
    private final long highHost;
    /** Both ports, that of the lower end first, and whether the addresses are of IPv6. */
    private final long ports;

    private final int hash;

    private Flow(TcpSegment.Endpoint low, TcpSegment.Endpoint high) {
        lowNetwork = network(low.address());
        lowHost = host(low.address());
        highNetwork = network(high.address());
        highHost = host(high.address());
        ports = (low.address().size() == 4 ? 0L : 1L << 32) | (long) low.port() << 16 | high.port();
        long mixed = ((lowNetwork * 31 + lowHost) * 31 + highNetwork) * 31 + highHost;
        mixed = (mixed * 31 + ports) * 0x9e3779b97f4a7c15L;
        hash = (int) (mixed >>> 32);
    }

    static Flow of(TcpSegment segment) {
        int order = segment.from().address().compareTo(segment.to().address());
        boolean forward =
                order != 0 ? order < 0 : segment.from().port() <= segment.to().port();
        return forward ? new Flow(segment.from(), segment.to()) : new Flow(segment.to(), segment.from());
    }

    private static long network(Bytes address) {
        return address.size() == 4 ? 0 : i64(address, 0);
    }

    private static long host(Bytes address) {
        return address.size() == 4 ? i32(address, 0) : i64(address, 8);
    }

    private static long i64(Bytes bytes, int at) {
        return i32(bytes, at) << 32 | i32(bytes, at + 4);
    }

    private static long i32(Bytes bytes, int at) {
        return (long) bytes.u16(at) << 16 | bytes.u16(at + 2);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flow that
                && ports == that.ports
                && lowHost == that.lowHost
                && highHost == that.highHost
                && lowNetwork == that.lowNetwork
                && highNetwork == that.highNetwork;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
