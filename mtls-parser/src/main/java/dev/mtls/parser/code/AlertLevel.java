package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How grave an alert is. RFC 8446 6, RFC 5246 7.2.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record AlertLevel(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<AlertLevel> TABLE = CodeTable.bytes("alert level", AlertLevel::new, """
            01 warning
            02 fatal""");

    /** {@code warning}. */
    public static final AlertLevel WARNING = TABLE.constant(0x01);

    /** {@code fatal}. */
    public static final AlertLevel FATAL = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public AlertLevel {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static AlertLevel of(int value) {
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
