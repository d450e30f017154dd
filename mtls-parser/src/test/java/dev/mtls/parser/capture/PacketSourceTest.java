package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketSourceTest implements PacketSource.Beside {
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private final List<String> beside = new ArrayList<>();

    @Override
    public void secrets(DecryptionSecrets secrets, long at) {
        beside.add(secrets.data().toEscapedText() + (secrets.isTlsKeyLog() ? " of TLS" : "") + " at " + at);
    }

    @Override
    public void tooManySecrets(long at, long length) {
        beside.add(length + " at " + at);
    }

    private void secrets(int type, int length, String text) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        block(10, buffer(8 + (data.length + 3 & ~3)).putInt(type).putInt(length).put(data));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private void block(int type, ByteBuffer body) {
        int total = 12 + body.capacity();
        file.writeBytes(buffer(total)
                .putInt(type)
                .putInt(total)
                .put(body.clear())
                .putInt(total)
                .array());
    }

    private void section() {
        block(
                0x0a0d0d0a,
                buffer(16)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
    }

    private void interfaceOf(int linkType, int snapLength, ByteBuffer options) {
        ByteBuffer body =
                buffer(8 + options.capacity()).putShort((short) linkType).putShort((short) 0);
        block(1, body.putInt(snapLength).put(options.clear()));
    }

    private void packet(int on, long ticks) {
        ByteBuffer body = buffer(28).putInt(on).putInt((int) (ticks >>> 32)).putInt((int) ticks);
        block(6, body.putInt(5).putInt(9).put(FRAME));
    }

    private ByteBuffer option(int code, byte... value) {
        ByteBuffer option = buffer(4 + (value.length + 3 & ~3) + 4);
        return option.putShort((short) code).putShort((short) value.length).put(value);
    }

    private List<Packet> packets() {
        return packets(CaptureFiles.stream(file.toByteArray()));
    }

    private List<Packet> packets(InputStream stream) {
        CaptureInput in = CaptureInput.open(stream, "test");
        PacketSource source = PacketSource.open(in, this);
        List<Packet> packets = new ArrayList<>();
        for (Packet p = source.next(); p != null; p = source.next()) {
            packets.add(p);
        }
        return packets;
    }

    private CaptureException refused() {
        return catchThrowableOfType(CaptureException.class, this::packets);
    }

    private void pcap(int magic, int linkType) {
        ByteBuffer header = buffer(24).putInt(magic).putShort((short) 2).putShort((short) 4);
        file.writeBytes(header.putLong(0).putInt(65_535).putInt(linkType).array());
    }

    private void record(int seconds, int fraction, int captured, int original) {
        file.writeBytes(buffer(16)
                .putInt(seconds)
                .putInt(fraction)
                .putInt(captured)
                .putInt(original)
                .array());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pcapIsReadInBothByteOrders(boolean big) {
        order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        pcap(0xa1b2c3d4, 1);
        record(1_700_000_000, 5, 5, 9);
        file.writeBytes(FRAME);
        Packet packet = packets().get(0);
        assertThat(packet.time()).contains(Instant.parse("2023-11-14T22:13:20.000005Z"));
        assertThat(packet.bytes()).isEqualTo(Bytes.of(FRAME));
        assertThat(packet.originalLength()).isEqualTo(9);
        assertThat(packet.offset()).isEqualTo(40);
        assertThat(packet.number()).isEqualTo(1);
    }

    @Test
    void pcapMayCountNanoseconds() {
        pcap(0xa1b23c4d, 1);
        record(0x9fffffff, 5, 0, 0);
        assertThat(packets().get(0).time()).contains(Instant.ofEpochSecond(0x9fffffffL, 5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pcapngIsReadInBothByteOrders(boolean big) {
        order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        section();
        interfaceOf(1, 0, buffer(0));
        packet(0, 1_700_000_000_000_005L);
        Packet packet = packets().get(0);
        assertThat(packet.time()).contains(Instant.parse("2023-11-14T22:13:20.000005Z"));
        assertThat(packet.bytes()).isEqualTo(Bytes.of(FRAME));
        assertThat(packet.originalLength()).isEqualTo(9);
        assertThat(packet.offset()).isEqualTo(28 + 20 + 28);
    }

    @Test
    void eachInterfaceHasItsLinkTypeAndItsClock() {
        section();
        interfaceOf(101, 0, option(9, (byte) 9));
        interfaceOf(113, 0, option(9, (byte) 0x8a));
        interfaceOf(1, 0, option(9, (byte) 0));
        interfaceOf(1, 0, option(14, (byte) 10, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0));
        packet(0, 3_000_000_001L);
        packet(1, 1024 + 512);
        packet(2, 7);
        packet(3, 1_000_000);
        assertThat(packets())
                .extracting(Packet::linkType, p -> p.time().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(101, Instant.ofEpochSecond(3, 1)),
                        org.assertj.core.groups.Tuple.tuple(113, Instant.ofEpochSecond(1, 500_000_000)),
                        org.assertj.core.groups.Tuple.tuple(1, Instant.ofEpochSecond(7)),
                        org.assertj.core.groups.Tuple.tuple(1, Instant.ofEpochSecond(11)));
    }

    @Test
    void aTimeThatCannotBeSaidIsAbsent() {
        section();
        interfaceOf(1, 0, option(9, (byte) 0));
        packet(0, -1L);
        assertThat(packets().get(0).time()).isEmpty();
    }

    @Test
    void aSimplePacketHasNoTimeAndEndsAtTheSnapLengthOfTheInterface() {
        section();
        interfaceOf(1, 3, buffer(0));
        block(3, buffer(8).putInt(9).put(new byte[] {1, 2, 3}));
        Packet packet = packets().get(0);
        assertThat(packet.time()).isEqualTo(Optional.empty());
        assertThat(packet.bytes()).isEqualTo(Bytes.of((byte) 1, (byte) 2, (byte) 3));
        assertThat(packet.originalLength()).isEqualTo(9);
    }

    @Test
    void anObsoletePacketIsReadToo() {
        section();
        interfaceOf(1, 0, buffer(0));
        ByteBuffer body =
                buffer(28).putShort((short) 0).putShort((short) 0).putInt(0).putInt(1_000_000);
        block(2, body.putInt(5).putInt(5).put(FRAME));
        assertThat(packets().get(0).time()).contains(Instant.ofEpochSecond(1));
    }

    @Test
    void blocksOfNoInterestArePassedOver() {
        section();
        interfaceOf(1, 0, buffer(0));
        block(5, buffer(40));
        block(0x0bad, buffer(1 << 22));
        packet(0, 0);
        assertThat(packets()).hasSize(1);
    }

    @Test
    void anotherSectionStartsAnew() {
        section();
        interfaceOf(1, 0, buffer(0));
        packet(0, 0);
        order = ByteOrder.BIG_ENDIAN;
        section();
        interfaceOf(101, 0, buffer(0));
        packet(0, 0);
        assertThat(packets()).extracting(Packet::linkType).containsExactly(1, 101);
        assertThat(packets()).extracting(Packet::number).containsExactly(1L, 2L);
    }

    @Test
    void aFileOfGzipIsInflated() throws Exception {
        pcap(0xa1b2c3d4, 1);
        record(1, 2, 5, 5);
        file.writeBytes(FRAME);
        byte[] plain = file.toByteArray();
        file.reset();
        file.writeBytes(gzip(plain));
        assertThat(packets()).hasSize(1);
    }

    @Test
    void allMembersOfAFileOfGzipAreInflatedThoughItGrowsSlowly() throws Exception {
        pcap(0xa1b2c3d4, 1);
        record(1, 2, 5, 5);
        byte[] first = file.toByteArray();
        file.reset();
        byte[] named = gzip(first);
        named[3] = 8 + 4;
        file.write(named, 0, 10);
        file.writeBytes(new byte[] {2, 0, 'e', 'x'});
        file.writeBytes("name\0".getBytes(StandardCharsets.US_ASCII));
        file.write(named, 10, named.length - 10);
        file.writeBytes(gzip(new byte[0]));
        file.writeBytes(gzip(FRAME));
        file.writeBytes(new byte[8]);
        byte[] whole = file.toByteArray();
        for (int piece : List.of(1, 7, 1000)) {
            assertThat(packets(new SlowStream(whole, piece)))
                    .extracting(Packet::bytes)
                    .containsExactly(Bytes.of(FRAME));
        }
    }

    /** Gives a few bytes at a time and never says that there are more. */
    private static final class SlowStream extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int piece;

        SlowStream(byte[] bytes, int piece) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.piece = piece;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(piece, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "checksum", "cut", "cut header", "broken"})
    void aDamagedFileOfGzipIsDamagedWhereItIs(String how) throws Exception {
        pcap(0xa1b2c3d4, 1);
        record(1, 2, 5, 5);
        file.writeBytes(FRAME);
        byte[] whole = gzip(file.toByteArray());
        file.reset();
        switch (how) {
            case "checksum" -> whole[whole.length - 5] ^= 1;
            case "cut" -> whole = Arrays.copyOf(whole, whole.length - 3);
            case "cut header" -> whole = Arrays.copyOf(whole, 7);
            case "broken" -> whole[12] ^= (byte) 0xff;
            default -> {}
        }
        file.writeBytes(whole);
        if (how.equals("garbage")) {
            file.writeBytes("what is this".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(refused().what()).isEqualTo("unreadable capture");
        assertThat(refused().offset()).isIn(0L, 24L + 16 + 5);
    }

    @Test
    void secretsOfPcapngAreToldWhereTheyStand() {
        section();
        interfaceOf(1, 0, buffer(0));
        secrets(DecryptionSecrets.TLS_KEY_LOG, 5, "a b c");
        secrets(7, 3, "defg");
        packet(0, 0);
        assertThat(packets()).hasSize(1);
        assertThat(beside).containsExactly("a b c of TLS at 48", "def at 76");
    }

    @Test
    void secretsLongerThanTheirBlockAreRefused() {
        section();
        secrets(DecryptionSecrets.TLS_KEY_LOG, 9, "a b c d ");
        assertThat(refused())
                .hasMessage("impossible pcapng secrets: test, offset 40: found 9 bytes,"
                        + " expected at most the 8 bytes of the block");
    }

    @Test
    void moreSecretsThanAreReadArePassedOverAndTold() {
        section();
        interfaceOf(1, 0, buffer(0));
        block(10, buffer((4 << 20) + 8));
        packet(0, 0);
        assertThat(packets()).hasSize(1);
        assertThat(beside).containsExactly(((4 << 20) + 8) + " at 48");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new DecryptionSecrets(DecryptionSecrets.TLS_KEY_LOG, Bytes.ofText("CLIENT_RANDOM 00 11")))
                .hasToString("DecryptionSecrets[type 0x544c534b, 19 bytes]");
    }

    @Test
    void somethingElseIsNoCapture() {
        file.writeBytes("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(refused())
                .hasMessageStartingWith(
                        "not a capture file: test, offset 0: found 0x47455420, expected the magic number");
    }

    @Test
    void anEmptyFileIsNoCapture() {
        assertThat(refused())
                .hasMessage("truncated magic number: test, offset 0: found 0 bytes until the end of the file,"
                        + " expected 4 bytes");
    }

    @Test
    void aLinkTypeThatIsNotKnownIsNamed() {
        pcap(0xa1b2c3d4, 127);
        assertThat(refused())
                .hasMessageStartingWith("unknown link type: test, offset 20: found 127, expected Ethernet 1");
    }

    @Test
    void aRecordThatClaimsMegabytesInASmallFileIsRefusedWhereItStands() {
        pcap(0xa1b2c3d4, 1);
        record(1, 2, 4 << 20, 4 << 20);
        file.writeBytes(new byte[5000]);
        assertThat(refused())
                .hasMessage("impossible pcap record: test, offset 32: found 4194304 captured bytes,"
                        + " expected at most 1048576 bytes");
    }

    @Test
    void aRecordThatTheFileDoesNotHoldIsTruncated() {
        pcap(0xa1b2c3d4, 1);
        record(1, 2, 1000, 1000);
        file.writeBytes(FRAME);
        assertThat(refused())
                .hasMessage("truncated pcap record: test, offset 40: found 5 bytes until the end of the file,"
                        + " expected 1000 bytes");
    }

    @Test
    void aBlockWhoseLengthsDifferIsBroken() {
        section();
        file.writeBytes(buffer(16).putInt(6).putInt(16).putInt(0).putInt(20).array());
        assertThat(refused())
                .hasMessage("broken pcapng block: test, offset 40: found trailing length 20,"
                        + " expected the length 16 at 32");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11})
    void aBlockShorterThanItsFrameIsImpossible(int total) {
        section();
        file.writeBytes(buffer(12).putInt(6).putInt(total).putInt(total).array());
        assertThat(refused())
                .hasMessage("impossible pcapng block: test, offset 32: found " + total
                        + " bytes, expected at least 12 bytes");
    }

    @Test
    void aHugeBlockIsRefusedBeforeItIsRead() {
        section();
        file.writeBytes(buffer(8).putInt(6).putInt(-4).array());
        assertThat(refused().what()).isEqualTo("impossible pcapng block");
    }

    @Test
    void aHugeBlockOfNoInterestIsTruncated() {
        section();
        file.writeBytes(buffer(8).putInt(77).putInt(-4).array());
        assertThat(refused().what()).isEqualTo("truncated pcapng block");
    }

    @Test
    void aPacketOfAnInterfaceThatIsNotThereIsRefused() {
        section();
        packet(0, 0);
        assertThat(refused())
                .hasMessage("pcapng packet of an unknown interface: test, offset 36: found interface 0,"
                        + " expected one of 0");
    }

    @Test
    void aPacketLongerThanItsBlockIsRefused() {
        section();
        interfaceOf(1, 0, buffer(0));
        block(6, buffer(24).putInt(0).putLong(0).putInt(5).putInt(5));
        assertThat(refused().what()).isEqualTo("impossible pcapng packet");
    }

    @Test
    void anOptionLongerThanItsBlockIsRefused() {
        section();
        interfaceOf(1, 0, buffer(4).putShort((short) 9).putShort((short) 100));
        assertThat(refused())
                .hasMessage("broken pcapng option 9: test, offset 46: found 100 bytes,"
                        + " expected at most the 0 bytes of the block");
    }
}
