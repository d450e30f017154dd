package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * Whether the peer may send heartbeat requests. RFC 6520 2.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record HeartbeatMode(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HeartbeatMode> TABLE = CodeTable.bytes("heartbeat mode", HeartbeatMode::new, """
            01 peer_allowed_to_send
            02 peer_not_allowed_to_send""");

    /** {@code peer_allowed_to_send}. */
    public static final HeartbeatMode PEER_ALLOWED_TO_SEND = TABLE.constant(0x01);

    /** {@code peer_not_allowed_to_send}. */
    public static final HeartbeatMode PEER_NOT_ALLOWED_TO_SEND = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HeartbeatMode {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HeartbeatMode of(int value) {
        return TABLE.of(value);
    }

    @Override
    public String name() {
        return TABLE.name(value);
    }

    @Override
    public boolean isGrease() {
        return TABLE.isGrease(value);
    }

    @Override
    public boolean isRegistered() {
        return TABLE.isRegistered(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name();
    }
}
