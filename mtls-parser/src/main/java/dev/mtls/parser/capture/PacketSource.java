package dev.mtls.parser.capture;

import org.jspecify.annotations.Nullable;

/** The packets of one capture file, in the order of the file. */
interface PacketSource {

    /** The largest packet that is read: a record that claims more ends the reading. */
    int MAX_PACKET = 1 << 20;

    /**
     * The next packet, null at the end of the file.
     *
     * @throws CaptureException if the file is damaged here; what was read before it stays good
     */
    @Nullable
    Packet next();

    /** Who is told of what stands in a file beside its packets. */
    interface Beside {
        /** The file carries secrets, at this offset. */
        void secrets(DecryptionSecrets secrets, long at);

        /** The file carries more secrets at a time than are read. */
        void tooManySecrets(long at, long length);
    }

    /** Recognises the format by its first four bytes. */
    static PacketSource open(CaptureInput in, Beside beside) {
        int magic = in.exactly(4, "magic number").getInt();
        if (magic == PcapngSource.SECTION_HEADER) {
            return new PcapngSource(in, beside);
        }
        return new PcapSource(in, magic);
    }
}
