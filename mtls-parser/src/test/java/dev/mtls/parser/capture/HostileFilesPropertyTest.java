package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, reading it ends, and throws nothing but a CaptureException. */
class HostileFilesPropertyTest {
    private static final byte[] PCAP = CaptureFiles.bytes(CaptureFiles.own("tls12-required-empty-cert"));
    private static final byte[] FRAGMENTS = CaptureFiles.bytes(CaptureFiles.repackaged("ipfrag-rev"));
    private static final byte[] IPV6 = CaptureFiles.bytes(CaptureFiles.repackaged("ipv6-dstopt"));
    private static final byte[] PCAPNG = pcapng();
    private static final List<byte[]> FILES = List.of(PCAP, FRAGMENTS, IPV6, PCAPNG);

    private static byte[] pcapng() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaptureWriter.write(out, CaptureFiles.read(PCAP).conversations());
        return out.toByteArray();
    }

    private static void read(byte[] file) {
        Capture capture;
        try {
            capture = CaptureFiles.read(file);
        } catch (CaptureException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
            return;
        }
        assertThat(capture.report().bytes()).isLessThanOrEqualTo(file.length);
        for (Conversation said : capture) {
            assertThat(said.endpoints().number()).isPresent();
        }
    }

    @Property(tries = 300)
    void randomBytesBehindTheHeaderOfAFile(
            @ForAll @IntRange(max = 3) int which, @ForAll @Size(max = 2000) byte[] noise) {
        byte[] start = FILES.get(which);
        byte[] file = Arrays.copyOf(start, 24 + noise.length);
        System.arraycopy(noise, 0, file, 24, noise.length);
        read(file);
    }

    @Property(tries = 100)
    void randomBytes(@ForAll @Size(max = 500) byte[] noise) {
        read(noise);
    }

    @Property(tries = 1500)
    void bytesChangedAnywhere(
            @ForAll @IntRange(max = 3) int which, @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int changes) {
        byte[] file = FILES.get(which).clone();
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(file.length);
            file[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (random.nextBoolean() ? 0xff : 0);
        }
        read(file);
    }

    @Property(tries = 500)
    void headersChanged(@ForAll @IntRange(max = 3) int which, @ForAll long seed) {
        byte[] file = FILES.get(which).clone();
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            int at = random.nextInt(Math.min(file.length, 400));
            file[at] = (byte) random.nextInt();
        }
        read(file);
    }

    @Property(tries = 500)
    void aFileCutAnywhereGivesWhatWasBefore(@ForAll @IntRange(max = 3) int which, @ForAll long seed) {
        byte[] file = FILES.get(which);
        int length = new Random(seed).nextInt(file.length);
        byte[] cut = Arrays.copyOf(file, length);
        read(cut);
        if (length >= 92) {
            Capture whole = CaptureFiles.read(file);
            Capture part = CaptureFiles.read(cut);
            assertThat(part.report().packets())
                    .isLessThanOrEqualTo(whole.report().packets());
            assertThat(part.report().tcpConnections()).isLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 300)
    void packetsInAnyOrderSomeTwiceSomeNotAtAll(@ForAll @IntRange(max = 2) int which, @ForAll long seed) {
        read(PcapShuffle.shuffled(FILES.get(which), new Random(seed)));
    }
}
