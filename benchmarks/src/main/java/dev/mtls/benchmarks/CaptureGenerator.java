package dev.mtls.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes a capture of many TLS connections as pcap, as a stream: {@value #OPEN} of them are open at a time, and no more is ever held.
 * One segment in a hundred is lost on its way and sent again, and one in a hundred is overtaken by the next. What can be read in the
 * file, by message type and by outcome, is known beforehand, from the {@link Shape}s alone.
 *
 * <p>Arguments: how many connections, and the file ({@code -} for standard output). The same number gives the same connections in the same
 * order; the bytes of the shapes that the JDK makes are new each time.
 */
public final class CaptureGenerator {

    static final int OPEN = 256;
    private static final long SEED = 20_261_125;
    private static final int SNAPLEN = 1 << 18;
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final int MAX_STEP_MICROS = 50;

    private final List<Shape> shapes;
    private final Random random = new Random(SEED);
    private final Counts counts = new Counts();

    CaptureGenerator(List<Shape> shapes) {
        this.shapes = shapes;
    }

    /** What is in the file. */
    static final class Counts {
        long connections;
        long packets;
        long lost;
        long overtaken;
        final Map<Integer, Long> messages = new TreeMap<>();
        final Map<String, Long> outcomes = new TreeMap<>();

        private void add(Shape shape) {
            connections++;
            int[] types = shape.messages();
            for (int type = 0; type < types.length; type++) {
                if (types[type] > 0) {
                    messages.merge(type, (long) types[type], Long::sum);
                }
            }
            outcomes.merge(shape.outcome(), 1L, Long::sum);
        }

        @Override
        public String toString() {
            return connections + " connections, " + packets + " packets, " + lost + " segments sent again, " + overtaken
                    + " overtaken, messages by type " + messages + ", outcomes " + outcomes;
        }
    }

    public static void main(String[] args) throws Exception {
        CaptureGenerator generator = new CaptureGenerator(Shapes.all());
        int connections = Integer.parseInt(args[0]);
        try (OutputStream out = args[1].equals("-") ? System.out : Files.newOutputStream(Path.of(args[1]))) {
            System.err.println(generator.write(out, connections));
        }
    }

    /** A small file with each shape once, one after the other. */
    static void each(Path file, List<Shape> shapes) throws IOException {
        CaptureGenerator generator = new CaptureGenerator(shapes);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            writeHeader(out);
            long now = START_MICROS;
            for (int i = 0; i < shapes.size(); i++) {
                GeneratedConnection connection = new GeneratedConnection(i, shapes.get(i), generator.random);
                while (!connection.isOver()) {
                    write(out, ++now, connection.next());
                }
            }
        }
    }

    /** Writes a whole file; the stream stays open. */
    Counts write(OutputStream to, int connections) throws IOException {
        OutputStream out = new BufferedOutputStream(to, 1 << 16);
        writeHeader(out);
        long now = START_MICROS;
        int started = 0;
        List<GeneratedConnection> open = new ArrayList<>();
        while (started < connections || !open.isEmpty()) {
            while (started < connections && open.size() < OPEN) {
                open.add(start(started++));
            }
            int which = random.nextInt(open.size());
            GeneratedConnection connection = open.get(which);
            now += 1 + random.nextInt(MAX_STEP_MICROS);
            write(out, now, connection.next());
            counts.packets++;
            if (connection.isOver()) {
                open.set(which, open.get(open.size() - 1));
                open.remove(open.size() - 1);
            }
        }
        out.flush();
        return counts;
    }

    private static void writeHeader(OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(SNAPLEN)
                .putInt(1)
                .array());
    }

    private static void write(OutputStream out, long micros, byte[] frame) throws IOException {
        out.write(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (micros / 1_000_000))
                .putInt((int) (micros % 1_000_000))
                .putInt(frame.length)
                .putInt(frame.length)
                .array());
        out.write(frame);
    }

    private GeneratedConnection start(int number) {
        Shape shape = shapes.get(random.nextInt(shapes.size()));
        counts.add(shape);
        GeneratedConnection connection = new GeneratedConnection(number, shape, random);
        counts.lost += connection.lost();
        counts.overtaken += connection.overtaken();
        return connection;
    }
}
