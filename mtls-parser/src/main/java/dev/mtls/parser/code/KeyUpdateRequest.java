package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * Whether the receiver of a KeyUpdate must send one too. RFC 8446 4.6.3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record KeyUpdateRequest(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<KeyUpdateRequest> TABLE =
            CodeTable.bytes("key update request", KeyUpdateRequest::new, """
            00 update_not_requested
            01 update_requested""");

    /** {@code update_not_requested}. */
    public static final KeyUpdateRequest UPDATE_NOT_REQUESTED = TABLE.constant(0x00);

    /** {@code update_requested}. */
    public static final KeyUpdateRequest UPDATE_REQUESTED = TABLE.constant(0x01);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public KeyUpdateRequest {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static KeyUpdateRequest of(int value) {
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
