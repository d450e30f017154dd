package dev.mtls.parser.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Cuts little-endian pcap files into records and puts them together otherwise. */
final class PcapShuffle {
    private PcapShuffle() {}

    static List<byte[]> records(byte[] pcap) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 24; at < pcap.length; ) {
            int end = at + 16 + in.getInt(at + 8);
            records.add(Arrays.copyOfRange(pcap, at, end));
            at = end;
        }
        return records;
    }

    static byte[] file(byte[] likeThis, List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(likeThis, 0, 24);
        records.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** All packets in any order, some of them twice, some not at all. */
    static byte[] shuffled(byte[] pcap, Random random) {
        List<byte[]> records = new ArrayList<>();
        for (byte[] record : records(pcap)) {
            records.addAll(Collections.nCopies(random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2), record));
        }
        Collections.shuffle(records, random);
        return file(pcap, records);
    }

    /** The packets of several files, each file's in their order, all within a few seconds. */
    static byte[] interleaved(List<byte[]> pcaps, Random random) {
        List<List<byte[]>> left = new ArrayList<>();
        pcaps.forEach(pcap -> left.add(new ArrayList<>(records(pcap))));
        List<byte[]> mixed = new ArrayList<>();
        while (!left.isEmpty()) {
            List<byte[]> next = left.get(random.nextInt(left.size()));
            byte[] record = next.remove(0);
            ByteBuffer.wrap(record)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0, 1_700_000_000)
                    .putInt(4, mixed.size());
            mixed.add(record);
            left.removeIf(List::isEmpty);
        }
        return file(pcaps.get(0), mixed);
    }
}
