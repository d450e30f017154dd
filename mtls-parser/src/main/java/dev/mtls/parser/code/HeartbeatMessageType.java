package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What a heartbeat message is. RFC 6520 3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record HeartbeatMessageType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<HeartbeatMessageType> TABLE =
            CodeTable.bytes("heartbeat message type", HeartbeatMessageType::new, """
            01 heartbeat_request
            02 heartbeat_response""");

    /** {@code heartbeat_request}. */
    public static final HeartbeatMessageType HEARTBEAT_REQUEST = TABLE.constant(0x01);

    /** {@code heartbeat_response}. */
    public static final HeartbeatMessageType HEARTBEAT_RESPONSE = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public HeartbeatMessageType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static HeartbeatMessageType of(int value) {
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

    @Override
    public String toString() {
        return name();
    }
}
