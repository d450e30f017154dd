package dev.mtls.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * TCP segments of two streams in any order, cut anywhere, twice, overlapping or not at all, near the end of the sequence
 * numbers: whatever comes out of a direction is that direction's stream with holes, at the right places.
 */
class ReassemblyFuzzTest {
    private static final int RAW = 101;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    /** Wraps after a few hundred bytes. */
    private static final int FIRST_SEQUENCE = -300;
    /** So many bytes stand at one place of a stream only. */
    private static final int UNIQUE = 8;

    private static final Bytes CLIENT_STREAM = stream(1);
    private static final Bytes SERVER_STREAM = stream(2);

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN);
        header.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0);
        file.writeBytes(header.putInt(65_535).putInt(RAW).array());
        for (int packet = 0; packet < 200 && !in.isEmpty(); packet++) {
            file.writeBytes(packet(in, packet));
        }
        for (Conversation said : Captures.read(new ByteArrayInputStream(file.toByteArray()), "segments")) {
            if (said.recordsDropped() == 0) {
                check(said, Sender.CLIENT);
                check(said, Sender.SERVER);
            }
        }
    }

    /** One segment, mostly where the fuzzer wants it, sometimes with a flag that starts or ends something. */
    private static byte[] packet(FuzzInput in, int number) {
        int what = in.u8();
        boolean fromClient = (what & 1) == 0;
        Bytes stream = fromClient ? CLIENT_STREAM : SERVER_STREAM;
        boolean syn = (what & 0xf0) == 0xf0;
        int offset = syn ? -1 : in.u16() % stream.size();
        int size = syn ? 0 : Math.min(in.u8() * 4, stream.size() - offset);
        int flags = (syn ? SYN : ACK) | ((what & 0xf0) == 0xe0 ? FIN : 0) | ((what & 0xff) == 0xdf ? RST : 0);
        if ((flags & FIN) != 0) {
            size = stream.size() - offset;
        }
        int captured = (what & 0x0e) == 0x0e ? Math.min(size, 16) : size;
        ByteBuffer packet = ByteBuffer.allocate(16 + 40 + captured);
        packet.putInt(1_700_000_000 + number).putInt(0).putInt(40 + captured).putInt(40 + size);
        packet.putShort((short) 0x4500).putShort((short) (40 + size)).putInt(0).putShort((short) (64 << 8 | 6));
        packet.putShort((short) 0).putInt(fromClient ? 0x7f000001 : 0x7f000002);
        packet.putInt(fromClient ? 0x7f000002 : 0x7f000001);
        packet.putShort((short) (fromClient ? 50_000 : 443)).putShort((short) (fromClient ? 443 : 50_000));
        packet.putInt(FIRST_SEQUENCE + offset)
                .putInt(0)
                .putShort((short) (0x5000 | flags))
                .putShort((short) 1000);
        packet.putInt(0);
        if (captured > 0) {
            packet.put(stream.slice(offset, offset + captured).toByteArray());
        }
        return packet.array();
    }

    /** The pieces that were kept, and holes of the sizes that were told, laid over the true stream. */
    private static void check(Conversation said, Sender from) {
        Deque<Long> holes = new ArrayDeque<>();
        for (ConversationEvent event : said.events()) {
            if (event instanceof GapEvent gap && gap.from() == from) {
                holes.add(gap.bytesMissing());
            }
        }
        // Without a ClientHello, who sent the SYN is taken for the client.
        boolean asPlayed = said.endpoints().client().orElseThrow().getPort() == 50_000;
        Bytes stream = asPlayed == (from == Sender.CLIENT) ? CLIENT_STREAM : SERVER_STREAM;
        long at = -1; // where a capture begins in the middle is not known
        for (KeptRecord piece : said.records()) {
            if (piece.from() != from) {
                continue;
            }
            if (piece.wire().isEmpty()) {
                long missing = holes.remove();
                at = at < 0 ? at : at + missing;
            } else if (at < 0 && piece.wire().size() < UNIQUE) {
                continue; // may stand anywhere
            } else if (at < 0) {
                at = find(stream, piece.wire());
                at += piece.wire().size();
            } else {
                assertThat(piece.wire())
                        .as("%s at %s", from, at)
                        .isEqualTo(
                                stream.slice((int) at, (int) at + piece.wire().size()));
                at += piece.wire().size();
            }
        }
    }

    private static int find(Bytes stream, Bytes piece) {
        for (int at = 0; at + piece.size() <= stream.size(); at++) {
            if (stream.slice(at, at + piece.size()).equals(piece)) {
                return at;
            }
        }
        throw new AssertionError("these bytes were never sent: " + piece);
    }

    /** Records of changing sizes, the first ones hellos, then data in which no place looks like another. */
    private static Bytes stream(int handshakeType) {
        ByteBuffer out = ByteBuffer.allocate(4096);
        out.put(hello(handshakeType));
        int seed = handshakeType;
        while (out.remaining() > 400) {
            int size = 20 + Math.floorMod(seed, 300);
            out.put((byte) 23).putShort((short) 0x0303).putShort((short) size);
            for (int i = 0; i < size; i++) {
                seed = seed * 1_103_515_245 + 12_345;
                out.put((byte) (seed >>> 16));
            }
        }
        return Bytes.of(out.array(), 0, out.position());
    }

    /** A ClientHello or ServerHello of TLS 1.2 without extensions. */
    private static byte[] hello(int type) {
        int body = 2 + 32 + 1 + (type == 1 ? 2 + 2 + 2 : 2 + 1);
        ByteBuffer out = ByteBuffer.allocate(5 + 4 + body);
        out.put((byte) 22).putShort((short) 0x0303).putShort((short) (4 + body));
        out.put((byte) type).put((byte) 0).putShort((short) body).putShort((short) 0x0303);
        for (int i = 1; i <= 32; i++) {
            out.put((byte) (i * 37 + type));
        }
        out.put((byte) 0);
        if (type == 1) {
            out.putShort((short) 2).putShort((short) 0xc02f).put((byte) 1).put((byte) 0);
        } else {
            out.putShort((short) 0xc02f).put((byte) 0);
        }
        return out.array();
    }
}
