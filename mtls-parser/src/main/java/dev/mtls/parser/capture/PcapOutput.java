package dev.mtls.parser.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** Writes a pcap file that {@link PcapSource} reads: little-endian, nanoseconds. It has no room for comments. */
final class PcapOutput implements PacketOutput {
    private static final long LAST_SECOND = 0xffff_ffffL;

    private final OutputStream out;

    PcapOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void start(String comment) throws IOException {
        ByteBuffer header = littleEndian(24).putInt(PcapSource.NANOSECONDS);
        header.putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
        out.write(header.putInt(PacketSource.MAX_PACKET)
                .putInt(LinkLayer.ETHERNET)
                .array());
    }

    @Override
    public void packet(Instant time, ByteBuffer frame) throws IOException {
        boolean fits = time.getEpochSecond() >= 0 && time.getEpochSecond() <= LAST_SECOND;
        int length = frame.remaining();
        ByteBuffer record = littleEndian(16 + length);
        record.putInt(fits ? (int) time.getEpochSecond() : 0).putInt(fits ? time.getNano() : 0);
        out.write(record.putInt(length).putInt(length).put(frame).array());
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
