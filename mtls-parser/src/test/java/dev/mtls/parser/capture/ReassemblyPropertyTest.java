package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However the bytes of a session are cut into segments, and in whatever order and how often those come. */
class ReassemblyPropertyTest {
    private static final List<Conversation> SESSIONS = sessions();

    private final List<ByteBuffer> frames = new ArrayList<>();
    /** Frames of one side without one of the other between them. */
    private final List<ByteBuffer> run = new ArrayList<>();

    private static List<Conversation> sessions() {
        return List.of("tls12-rsa-ecdhe-mtls-ok", "tls13-rsa-mtls-ok", "tls12-renegotiate-mtls", "cipher-mismatch")
                .stream()
                .map(name ->
                        Captures.read(CaptureFiles.own(name)).conversations().get(0))
                .toList();
    }

    @Property(tries = 100)
    void anyCutAnyOverlapAnyRepetitionAnyOrderGivesEqualConversations(
            @ForAll @IntRange(max = 3) int which, @ForAll long seed) throws Exception {
        Conversation session = SESSIONS.get(which);
        Random random = new Random(seed);
        SyntheticTcp tcp = new SyntheticTcp(
                new InetSocketAddress("127.0.0.1", 50_000), new InetSocketAddress("127.0.0.2", 443), random.nextInt());
        frames.clear();
        Collections.addAll(frames, tcp.syn(), tcp.synAck(), tcp.ack(Sender.CLIENT));
        Sender last = Sender.CLIENT;
        for (KeptRecord record : session.records()) {
            if (record.from() != last) {
                endRun(random);
                last = record.from();
            }
            segments(tcp, record, random);
        }
        endRun(random);
        Collections.addAll(frames, tcp.fin(Sender.CLIENT), tcp.fin(Sender.SERVER), tcp.ack(Sender.CLIENT));

        byte[] pcap = CaptureFiles.pcap(CaptureFiles.ETHERNET, frames);
        byte[] file = random.nextBoolean() ? pcap : MergedCapture.of(List.of(pcap));
        Capture capture = CaptureFiles.read(random.nextBoolean() ? file : gzip(file));
        assertThat(capture.report().problems()).isEmpty();
        assertThat(capture.conversations()).containsExactly(session);
        assertThat(capture.conversations().get(0).problems()).isEmpty();
    }

    /** Cuts a record anywhere, sends parts again from somewhere before. */
    private void segments(SyntheticTcp tcp, KeptRecord record, Random random) {
        Bytes wire = record.wire();
        for (int at = 0; at < wire.size(); ) {
            int end = Math.min(wire.size(), at + 1 + random.nextInt(700));
            int back = random.nextInt(4) == 0 ? random.nextInt(at + 1) : 0;
            tcp.lose(record.from(), -back);
            ByteBuffer frame = tcp.data(record.from(), wire.slice(at - back, end));
            run.addAll(Collections.nCopies(random.nextInt(6) == 0 ? 2 : 1, frame));
            at = end;
        }
    }

    private void endRun(Random random) {
        Collections.shuffle(run, random);
        frames.addAll(run);
        run.clear();
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int half = plain.length / 2;
        for (int at : new int[] {0, half}) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(plain, at, at == 0 ? half : plain.length - half);
            }
        }
        return out.toByteArray();
    }
}
