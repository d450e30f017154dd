package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads pcapng: sections in either byte order, several interfaces, blocks that it does not know passed over.
 *
 * <pre>
 * block = u32 type, u32 total_length, body, padding to 4 bytes, u32 total_length
 * section header       = type 0x0A0D0D0A: u32 byte_order_magic 0x1A2B3C4D, u16 major, u16 minor, i64 length, options
 * interface            = type 1: u16 link_type, u16 reserved, u32 snaplen, options
 * packet (obsolete)    = type 2: u16 interface, u16 drops, u32 high, u32 low, u32 captured, u32 original, bytes
 * simple packet        = type 3: u32 original, bytes
 * decryption secrets   = type 10: u32 secrets_type, u32 length, secrets, options
 * enhanced packet      = type 6: u32 interface, u32 high, u32 low, u32 captured, u32 original, bytes, options
 * </pre>
 */
final class PcapngSource implements PacketSource {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int BYTE_ORDER = 0x1a2b3c4d;
    static final int INTERFACE = 1;
    static final int ENHANCED_PACKET = 6;

    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int DECRYPTION_SECRETS = 10;
    private static final int BLOCK_HEAD = 8;
    private static final int MAX_INTERFACES = 4096;
    /** The largest block whose body is read into memory: a packet and its options. */
    private static final int MAX_BLOCK = MAX_PACKET + (1 << 16);

    /** The largest block of secrets that is read: over that it is passed over and told. */
    private static final int MAX_SECRETS = 4 << 20;

    private final CaptureInput in;
    private final Beside beside;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private long packets;

    /** Starts behind the type of the first section header. */
    PcapngSource(CaptureInput in, Beside beside) {
        this.in = in;
        this.beside = beside;
        section(0);
    }

    @Override
    public @Nullable Packet next() {
        while (true) {
            long at = in.offset();
            ByteBuffer start = in.upTo(4);
            if (!start.hasRemaining()) {
                return null;
            }
            if (start.remaining() < 4) {
                throw in.truncated("pcapng block type", at, 4, start.remaining());
            }
            int type = start.getInt();
            if (type == SECTION_HEADER) {
                section(at);
                continue;
            }
            Packet packet = block(type, at);
            if (packet != null) {
                return packet;
            }
        }
    }

    /** A section header: its length can be read only once its byte order is known. */
    private void section(long at) {
        in.order(ByteOrder.BIG_ENDIAN);
        ByteBuffer head = in.exactly(8, "pcapng section header");
        int magic = head.getInt(4);
        if (magic == Integer.reverseBytes(BYTE_ORDER)) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (magic != BYTE_ORDER) {
            throw in.broken(
                    "broken pcapng section header", at + 8, String.format("0x%08x", magic), "0x1a2b3c4d, either order");
        }
        long total = Integer.toUnsignedLong(head.order(in.order()).getInt(0));
        checkTotal(total, 28, at);
        int major = Short.toUnsignedInt(in.exactly(2, "pcapng section header").getShort());
        if (major != 1) {
            throw in.broken("unknown version of pcapng", at + 12, "major version " + major, "1");
        }
        in.skip(padded(total) - 18, "pcapng section header");
        checkTrailer(total, at);
        interfaces.clear();
    }

    private @Nullable Packet block(int type, long at) {
        long total = Integer.toUnsignedLong(in.exactly(4, "pcapng block length").getInt());
        checkTotal(total, 12, at);
        long length = padded(total) - 12;
        if (type == DECRYPTION_SECRETS && length <= MAX_SECRETS) {
            secrets(in.exactly((int) length, "pcapng block"), at);
            checkTrailer(total, at);
            return null;
        } else if (type == DECRYPTION_SECRETS) {
            beside.tooManySecrets(at, length);
        }
        boolean wanted =
                type == INTERFACE || type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OBSOLETE_PACKET;
        if (!wanted) {
            in.skip(length, "pcapng block");
            checkTrailer(total, at);
            return null;
        }
        if (length > MAX_BLOCK) {
            throw in.broken("impossible pcapng block", at + 4, total + " bytes", "at most " + MAX_BLOCK + " bytes");
        }
        ByteBuffer body = in.exactly((int) length, "pcapng block");
        checkTrailer(total, at);
        if (type == INTERFACE) {
            if (interfaces.size() >= MAX_INTERFACES) {
                throw in.broken("too many pcapng interfaces", at, "another one", "at most " + MAX_INTERFACES);
            }
            interfaces.add(PcapngInterface.read(need(body, 8, at), in, at + 8));
            return null;
        }
        return switch (type) {
            case ENHANCED_PACKET -> enhanced(need(body, 20, at), at);
            case OBSOLETE_PACKET -> obsolete(need(body, 20, at), at);
            default -> simple(need(body, 4, at), at);
        };
    }

    private Packet enhanced(ByteBuffer body, long at) {
        PcapngInterface on = interfaceAt(Integer.toUnsignedLong(body.getInt()), at + 8);
        return packet(body, on, at);
    }

    private Packet obsolete(ByteBuffer body, long at) {
        PcapngInterface on = interfaceAt(Short.toUnsignedLong(body.getShort()), at + 8);
        body.getShort();
        return packet(body, on, at);
    }

    /** From here on both blocks have one shape. */
    private Packet packet(ByteBuffer body, PcapngInterface on, long at) {
        long ticks = Integer.toUnsignedLong(body.getInt()) << 32 | Integer.toUnsignedLong(body.getInt());
        long captured = Integer.toUnsignedLong(body.getInt());
        long original = Integer.toUnsignedLong(body.getInt());
        if (captured > body.remaining()) {
            throw in.broken(
                    "impossible pcapng packet",
                    at + 20,
                    captured + " captured bytes",
                    "at most the " + body.remaining() + " bytes of the block");
        }
        return packet(on.time(ticks), on, body, (int) captured, original, at);
    }

    /** A simple packet has no time, and as many bytes as interface 0 lets through. */
    private Packet simple(ByteBuffer body, long at) {
        PcapngInterface on = interfaceAt(0, at);
        long original = Integer.toUnsignedLong(body.getInt());
        long captured = Math.min(on.snapLength() == 0 ? original : on.snapLength(), original);
        return packet(Optional.empty(), on, body, (int) Math.min(captured, body.remaining()), original, at);
    }

    private void secrets(ByteBuffer body, long at) {
        int type = need(body, 8, at).getInt();
        long length = Integer.toUnsignedLong(body.getInt());
        if (length > body.remaining()) {
            throw in.broken(
                    "impossible pcapng secrets",
                    at + 12,
                    length + " bytes",
                    "at most the " + body.remaining() + " bytes of the block");
        }
        Bytes data = Bytes.owning(body.array(), body.position(), (int) length);
        beside.secrets(new DecryptionSecrets(type, data), at);
    }

    private PcapngInterface interfaceAt(long number, long at) {
        if (number >= interfaces.size()) {
            throw in.broken(
                    "pcapng packet of an unknown interface", at, "interface " + number, "one of " + interfaces.size());
        }
        return interfaces.get((int) number);
    }

    private Packet packet(
            Optional<Instant> time, PcapngInterface on, ByteBuffer body, int captured, long original, long at) {
        if (captured > MAX_PACKET) {
            throw in.broken("impossible pcapng packet", at, captured + " bytes", "at most " + MAX_PACKET + " bytes");
        }
        Bytes bytes = Bytes.owning(body.array(), body.position(), captured);
        return new Packet(++packets, time, on.linkType(), bytes, original, at + BLOCK_HEAD + body.position());
    }

    private ByteBuffer need(ByteBuffer body, int needed, long at) {
        if (body.remaining() < needed) {
            throw in.broken("short pcapng block", at + 4, body.remaining() + " bytes", "at least " + needed + " bytes");
        }
        return body;
    }

    private void checkTotal(long total, int least, long at) {
        if (total < least) {
            throw in.broken("impossible pcapng block", at + 4, total + " bytes", "at least " + least + " bytes");
        }
    }

    private void checkTrailer(long total, long at) {
        long where = in.offset();
        long again =
                Integer.toUnsignedLong(in.exactly(4, "pcapng block trailer").getInt());
        if (again != total) {
            throw in.broken(
                    "broken pcapng block",
                    where,
                    "trailing length " + again,
                    "the length " + total + " at " + (at + 4));
        }
    }

    private static long padded(long total) {
        return total + 3 & ~3L;
    }
}
