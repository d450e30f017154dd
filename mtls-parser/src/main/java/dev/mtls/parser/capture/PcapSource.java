package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads pcap.
 *
 * <pre>
 * file   = u32 magic, u16 major, u16 minor, i32 thiszone, u32 sigfigs, u32 snaplen, u32 network, record*
 * record = u32 seconds, u32 fraction, u32 captured, u32 original, captured bytes
 * </pre>
 */
final class PcapSource implements PacketSource {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    static final int NANOSECONDS = 0xa1b23c4d;
    private static final int REST_OF_HEADER = 20;
    private static final int RECORD_HEADER = 16;

    private final CaptureInput in;
    private final int nanosPerUnit;
    private final int linkType;
    private long packets;

    PcapSource(CaptureInput in, int magic) {
        this.in = in;
        int swapped = Integer.reverseBytes(magic);
        if (magic == MICROSECONDS || magic == NANOSECONDS) {
            in.order(ByteOrder.BIG_ENDIAN);
        } else if (swapped == MICROSECONDS || swapped == NANOSECONDS) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else {
            throw new CaptureException(
                    "not a capture file",
                    in.name(),
                    0,
                    String.format("0x%08x", magic),
                    "the magic number of pcap (0xa1b2c3d4 or 0xa1b23c4d, either byte order) or pcapng (0x0a0d0d0a)",
                    "convert other formats first, for example with: editcap -F pcapng");
        }
        nanosPerUnit = magic == NANOSECONDS || swapped == NANOSECONDS ? 1 : 1000;
        ByteBuffer header = in.exactly(REST_OF_HEADER, "pcap header");
        int major = Short.toUnsignedInt(header.getShort());
        if (major != 2) {
            throw in.broken("unknown version of pcap", 4, "major version " + major, "2");
        }
        linkType = header.getInt(REST_OF_HEADER - 4) & 0xffff;
        if (!LinkLayer.isKnown(linkType)) {
            throw in.broken("unknown link type", REST_OF_HEADER, Integer.toString(linkType), LinkLayer.KNOWN);
        }
    }

    @Override
    public @Nullable Packet next() {
        long at = in.offset();
        ByteBuffer header = in.upTo(RECORD_HEADER);
        if (!header.hasRemaining()) {
            return null;
        }
        if (header.remaining() < RECORD_HEADER) {
            throw in.truncated("pcap record header", at, RECORD_HEADER, header.remaining());
        }
        Optional<Instant> time = time(header.getInt(), header.getInt());
        long captured = Integer.toUnsignedLong(header.getInt());
        long original = Integer.toUnsignedLong(header.getInt());
        if (captured > MAX_PACKET) {
            throw in.broken(
                    "impossible pcap record", at + 8, captured + " captured bytes", "at most " + MAX_PACKET + " bytes");
        }
        long start = in.offset();
        Bytes bytes = Bytes.owning(in.exactly((int) captured, "pcap record").array());
        return new Packet(++packets, time, linkType, bytes, original, start);
    }

    /** Every value fits: 32 bits of seconds, and 32 bits of units that may be more than a second. */
    private Optional<Instant> time(int seconds, int fraction) {
        return Optional.of(Instant.ofEpochSecond(
                Integer.toUnsignedLong(seconds), Integer.toUnsignedLong(fraction) * nanosPerUnit));
    }
}
