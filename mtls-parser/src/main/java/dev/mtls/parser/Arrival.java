package dev.mtls.parser;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and with which packet bytes arrived, as far as that is known.
 *
 * @param packet 1-based number of the packet in its capture file; empty for bytes that came in no packet
 * @param time when it was captured or recorded; empty where unknown
 */
public record Arrival(OptionalLong packet, Optional<Instant> time) {

    /** Neither packet nor time are known. */
    public static final Arrival UNKNOWN = new Arrival(OptionalLong.empty(), Optional.empty());

    /** Checks that nothing is null. */
    public Arrival {
        Objects.requireNonNull(packet, "packet");
        Objects.requireNonNull(time, "time");
    }

    /**
     * An arrival in a packet of a capture file.
     *
     * @param packet 1-based number of the packet
     * @param time when it was captured
     * @return the arrival
     */
    public static Arrival at(long packet, Instant time) {
        return new Arrival(OptionalLong.of(packet), Optional.of(time));
    }

    /**
     * An arrival outside of any packet, as a live tap sees it.
     *
     * @param time when it was recorded
     * @return the arrival
     */
    public static Arrival at(Instant time) {
        return new Arrival(OptionalLong.empty(), Optional.of(time));
    }
}
