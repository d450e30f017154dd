package dev.mtls.parser.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A pcap file: any bytes behind one of its four magic numbers. */
class PcapFuzzTest {
    private static final int[][] MAGIC = {
        {0xd4, 0xc3, 0xb2, 0xa1}, {0xa1, 0xb2, 0xc3, 0xd4}, {0x4d, 0x3c, 0xb2, 0xa1}, {0xa1, 0xb2, 0x3c, 0x4d}
    };

    @FuzzTest
    void fuzz(byte[] data) {
        byte[] file = data.clone();
        if (file.length >= 4) {
            int[] magic = MAGIC[file[0] & 3];
            for (int i = 0; i < magic.length; i++) {
                file[i] = (byte) magic[i];
            }
        }
        CaptureFuzz.read(file);
    }
}
