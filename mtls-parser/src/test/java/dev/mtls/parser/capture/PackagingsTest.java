package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packagings of one session beside those among the test resources, made here of the original capture. */
class PackagingsTest {
    private static final byte[] ORIGINAL = CaptureFiles.bytes(CaptureFiles.own("tls12-rsa-ecdhe-mtls-ok"));
    private static final Conversation SAID =
            CaptureFiles.read(ORIGINAL).conversations().get(0);
    private static final int RECORD = 16;
    private static final int ETHERNET = 14;
    private static final int TCP = RECORD + ETHERNET + 20;
    private static final int SERVER_PORT = 25_685;

    private static List<byte[]> packets() {
        return new ArrayList<>(PcapShuffle.records(ORIGINAL));
    }

    private static boolean isServers(byte[] record) {
        return ByteBuffer.wrap(record).getShort(TCP) == (short) SERVER_PORT;
    }

    private static byte[] only(Predicate<byte[]> wanted) {
        return PcapShuffle.file(ORIGINAL, packets().stream().filter(wanted).toList());
    }

    /** Another link type, with other bytes in front of IP. */
    private static byte[] behind(int linkType, byte[] pcap, int... front) {
        List<byte[]> changed = new ArrayList<>();
        for (byte[] record : PcapShuffle.records(pcap)) {
            int length = record.length - RECORD - ETHERNET + front.length;
            ByteBuffer packet = ByteBuffer.allocate(RECORD + length).order(ByteOrder.LITTLE_ENDIAN);
            packet.put(record, 0, 8).putInt(length).putInt(length);
            Arrays.stream(front).forEach(b -> packet.put((byte) b));
            changed.add(packet.put(record, RECORD + ETHERNET, record.length - RECORD - ETHERNET)
                    .array());
        }
        byte[] file = PcapShuffle.file(pcap, changed);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(20, linkType);
        return file;
    }

    private static void isTheSame(byte[] file) {
        Capture capture = CaptureFiles.read(file);
        assertThat(capture.report().problems()).isEmpty();
        assertThat(capture.conversations()).containsExactly(SAID);
        assertThat(capture.conversations().get(0).problems()).isEmpty();
    }

    private static List<String> problems(Conversation said) {
        return said.problems().stream().map(p -> p.problem().message()).toList();
    }

    @Test
    void pppWithAndWithoutFramingAndWithACompressedProtocol() {
        isTheSame(behind(9, ORIGINAL, 0x00, 0x21));
        isTheSame(behind(9, ORIGINAL, 0xff, 0x03, 0x00, 0x21));
        isTheSame(behind(50, ORIGINAL, 0xff, 0x03, 0x21));
    }

    @Test
    void whatElsePppCarriesIsPassedOver() {
        assertThat(CaptureFiles.read(behind(9, ORIGINAL, 0xc0, 0x21)).report().tcpConnections())
                .isZero();
    }

    @Test
    void pcapngWithAnInterfaceForEachDirectionOfItsOwnLinkType() {
        byte[] client = only(record -> !isServers(record));
        byte[] server = behind(101, only(PackagingsTest::isServers));
        isTheSame(MergedCapture.byTime(client, server));
    }

    @Test
    void twoFilesOfOneDirectionEachMergedByTime() {
        isTheSame(MergedCapture.byTime(only(PackagingsTest::isServers), only(record -> !isServers(record))));
    }

    @Test
    void twoFilesOfOneDirectionEachOneAfterTheOtherLackTheSecondAndSaySo() {
        List<byte[]> packets = packets();
        packets.sort(java.util.Comparator.comparing(PackagingsTest::isServers));
        Conversation said = CaptureFiles.read(PcapShuffle.file(ORIGINAL, packets))
                .conversations()
                .get(0);
        assertThat(problems(said)).containsOnly("a TCP segment was sent that is not in the capture");
        assertThat(said.events().stream().filter(e -> e.from() == Sender.CLIENT).limit(1))
                .isEqualTo(SAID.events().subList(0, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -77_777_777, Integer.MIN_VALUE})
    void aSecondSynAckOfAnotherSequenceNumber(int distance) {
        byte[] other = packets().get(1).clone();
        ByteBuffer header = ByteBuffer.wrap(other);
        assertThat(header.get(TCP + 13)).isEqualTo((byte) (TcpSegment.SYN | TcpSegment.ACK));
        header.putInt(TCP + 4, header.getInt(TCP + 4) + distance);
        for (int place : List.of(1, 2)) {
            List<byte[]> packets = packets();
            packets.add(place, other);
            isTheSame(PcapShuffle.file(ORIGINAL, packets));
        }
    }

    @Test
    void membersOfGzip() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int at = 0; at < ORIGINAL.length; at += 2000) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(file)) {
                gzip.write(ORIGINAL, at, Math.min(2000, ORIGINAL.length - at));
            }
        }
        isTheSame(file.toByteArray());
    }

    @Test
    void aStartInMidStreamIsToldAndCostsNoMoreThanWhatIsMissing() {
        byte[] pieces = CaptureFiles.bytes(CaptureFiles.repackaged("seg37"));
        List<byte[]> packets = PcapShuffle.records(pieces);
        for (int first = 3; first < packets.size() - 40; first += 23) {
            List<byte[]> rest = packets.subList(first, packets.size());
            Capture capture = CaptureFiles.read(PcapShuffle.file(pieces, rest));
            Conversation said = capture.conversations().get(0);
            assertThat(problems(said)).contains("the capture starts after the start of this connection (no SYN)");
            assertThat(kept(said))
                    .isEqualTo(rest.stream().mapToLong(PackagingsTest::payload).sum());
        }
    }

    private static long payload(byte[] record) {
        ByteBuffer packet = ByteBuffer.wrap(record);
        return packet.getShort(RECORD + ETHERNET + 2) - 20 - (packet.get(TCP + 12) >> 2 & 0x3c);
    }

    private static long kept(Conversation said) {
        return said.records().stream().mapToLong(r -> r.wire().size()).sum();
    }

    @Test
    void fragmentsOfIpv6BehindWhichMoreExtensionHeadersStand() {
        byte[] ipv6 = CaptureFiles.bytes(CaptureFiles.repackaged("ipv6-dstopt"));
        List<byte[]> fragments = new ArrayList<>();
        int id = 0;
        for (byte[] record : PcapShuffle.records(ipv6)) {
            fragments.addAll(fragments(record, id++));
        }
        isTheSame(PcapShuffle.file(ipv6, fragments));
        Collections.reverse(fragments);
        assertThat(CaptureFiles.read(PcapShuffle.file(ipv6, fragments)).report().problems())
                .isEmpty();
    }

    /** Cuts everything behind the IPv6 header, destination options included, into fragments of 512 bytes. */
    private static List<byte[]> fragments(byte[] record, int id) {
        int start = RECORD + ETHERNET + 40;
        Bytes payload = Bytes.of(record).slice(start);
        List<byte[]> fragments = new ArrayList<>();
        for (int at = 0; at < payload.size(); at += 512) {
            int end = Math.min(payload.size(), at + 512);
            int length = ETHERNET + 40 + 8 + end - at;
            ByteBuffer out = ByteBuffer.allocate(RECORD + length);
            out.put(record, 0, start);
            out.putShort(RECORD + ETHERNET + 4, (short) (8 + end - at));
            out.put(RECORD + ETHERNET + 6, (byte) 44);
            out.put(record[RECORD + ETHERNET + 6]).put((byte) 0);
            out.putShort((short) (at | (end < payload.size() ? 1 : 0))).putInt(id);
            out.put(payload.slice(at, end).toByteArray());
            out.order(ByteOrder.LITTLE_ENDIAN).putInt(8, length).putInt(12, length);
            fragments.add(out.array());
        }
        return fragments;
    }

    @Test
    void fragmentsThatAMinuteDidNotCompleteAreGivenUpAndTold() {
        byte[] ipv4 = CaptureFiles.bytes(CaptureFiles.repackaged("ipfrag"));
        List<byte[]> packets = new ArrayList<>(PcapShuffle.records(ipv4));
        byte[] stray = packets.stream()
                .filter(p -> (p[RECORD + ETHERNET + 6] & 0x20) != 0)
                .findFirst()
                .orElseThrow()
                .clone();
        // The same number for other bytes, long ago.
        Arrays.fill(stray, RECORD + ETHERNET + 20, stray.length, (byte) 0x55);
        ByteBuffer time = ByteBuffer.wrap(stray).order(ByteOrder.LITTLE_ENDIAN);
        time.putInt(0, time.getInt(0) - 100);
        packets.add(0, stray);
        Capture capture = CaptureFiles.read(PcapShuffle.file(ipv4, packets));
        assertThat(capture.conversations()).containsExactly(SAID);
        assertThat(capture.report().problems())
                .extracting(p -> p.message())
                .containsExactly("packet 1: fragments of this packet are missing");
    }
}
