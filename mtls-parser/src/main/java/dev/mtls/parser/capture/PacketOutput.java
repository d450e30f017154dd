package dev.mtls.parser.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes the packets of one capture file, all of them Ethernet. */
interface PacketOutput {

    /** The start of the file, with a comment where the format has room for one, unless that is empty. */
    void start(String comment) throws IOException;

    /** A packet; a time that the format cannot say becomes 1970. */
    void packet(Instant time, ByteBuffer frame) throws IOException;
}
