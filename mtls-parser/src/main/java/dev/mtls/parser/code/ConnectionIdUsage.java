package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * When new connection ids are to be used, in DTLS 1.3. RFC 9147 9.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record ConnectionIdUsage(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<ConnectionIdUsage> TABLE =
            CodeTable.bytes("connection id usage", ConnectionIdUsage::new, """
            00 cid_immediate
            01 cid_spare""");

    /** {@code cid_immediate}. */
    public static final ConnectionIdUsage CID_IMMEDIATE = TABLE.constant(0x00);

    /** {@code cid_spare}. */
    public static final ConnectionIdUsage CID_SPARE = TABLE.constant(0x01);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public ConnectionIdUsage {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static ConnectionIdUsage of(int value) {
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
