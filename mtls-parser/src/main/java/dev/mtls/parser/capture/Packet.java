package dev.mtls.parser.capture;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.wire.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One captured packet, from its link layer on.
 *
 * @param number its place in the file, from 1
 * @param time when it was captured, where the file says
 * @param linkType what it starts with, as registered for LINKTYPE_
 * @param bytes what was captured of it
 * @param originalLength how long it was on the wire, in bytes
 * @param offset where {@code bytes} start in the file
 */
record Packet(long number, Optional<Instant> time, int linkType, Bytes bytes, long originalLength, long offset) {

    Arrival arrival() {
        return new Arrival(OptionalLong.of(number), time);
    }
}
