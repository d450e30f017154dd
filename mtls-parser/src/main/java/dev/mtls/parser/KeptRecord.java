package dev.mtls.parser;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.util.Objects;

/**
 * A piece of one direction as it was on the wire: a record with its header, or bytes between records that are no TLS.
 * All pieces of a direction, one after the other, are what that side sent. An empty piece stands where bytes are missing:
 * each for one {@link ConversationEvent.GapEvent}.
 *
 * @param from the sender
 * @param wire the bytes, header included; none where bytes are missing
 * @param arrival when the last of them arrived
 */
public record KeptRecord(Sender from, Bytes wire, Arrival arrival) {
    /** Checks that nothing is null. */
    public KeptRecord {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(wire, "wire");
        Objects.requireNonNull(arrival, "arrival");
    }
}
