package dev.mtls.parser.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes the blocks of a pcapng file that {@link PcapngSource} reads: little-endian, one interface, nanoseconds. */
final class PcapngOutput implements PacketOutput {
    private static final int COMMENT = 1;
    private static final int USER_APPLICATION = 4;
    private static final int RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;
    private static final long PER_SECOND = 1_000_000_000;

    private final OutputStream out;

    PcapngOutput(OutputStream out) {
        this.out = out;
    }

    /** A section, with its comment, and its one interface. */
    @Override
    public void start(String comment) throws IOException {
        byte[] application = option(USER_APPLICATION, "mtls".getBytes(StandardCharsets.UTF_8));
        byte[] text = comment.isEmpty() ? new byte[0] : option(COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        ByteBuffer section = body(16 + application.length + text.length + 4);
        section.putInt(PcapngSource.BYTE_ORDER).putShort((short) 1).putShort((short) 0);
        section.putLong(-1).put(text).put(application).putInt(0);
        block(PcapngSource.SECTION_HEADER, section);

        byte[] resolution = option(RESOLUTION, new byte[] {NANOSECONDS});
        ByteBuffer on = body(8 + resolution.length + 4);
        on.putShort((short) LinkLayer.ETHERNET).putShort((short) 0).putInt(0);
        on.put(resolution).putInt(0);
        block(PcapngSource.INTERFACE, on);
    }

    @Override
    public void packet(Instant time, ByteBuffer frame) throws IOException {
        long seconds = time.getEpochSecond();
        long ticks =
                seconds < 0 || seconds > Long.MAX_VALUE / PER_SECOND - 1 ? 0 : seconds * PER_SECOND + time.getNano();
        int length = frame.remaining();
        ByteBuffer packet = body(20 + length);
        packet.putInt(0).putInt((int) (ticks >>> 32)).putInt((int) ticks);
        packet.putInt(length).putInt(length).put(frame);
        block(PcapngSource.ENHANCED_PACKET, packet);
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int total = body.capacity() + 12;
        ByteBuffer block = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(type).putInt(total).put(body.clear()).putInt(total);
        out.write(block.array());
    }

    /** Zeros up to the next multiple of four, to be filled. */
    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length + 3 & ~3).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] option(int code, byte[] value) {
        ByteBuffer option = body(4 + value.length);
        option.putShort((short) code).putShort((short) value.length).put(value);
        return option.array();
    }
}
