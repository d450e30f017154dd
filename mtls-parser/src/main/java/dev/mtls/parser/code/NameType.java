package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of server name. RFC 6066 3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record NameType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<NameType> TABLE = CodeTable.bytes("name type", NameType::new, """
            00 host_name""");

    /** {@code host_name}. */
    public static final NameType HOST_NAME = TABLE.constant(0x00);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public NameType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static NameType of(int value) {
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
