package dev.mtls.parser.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A pcapng file: any bytes behind the type of a Section Header Block. */
class PcapngFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) {
        byte[] file = data.clone();
        Arrays.fill(file, 0, Math.min(4, file.length), (byte) 0x0a);
        if (file.length >= 3) {
            file[1] = 0x0d;
            file[2] = 0x0d;
        }
        CaptureFuzz.read(file);
    }
}
