package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What a client has kept from an earlier handshake. RFC 7924 3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record CachedInformationType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<CachedInformationType> TABLE =
            CodeTable.bytes("cached information type", CachedInformationType::new, """
            01 cert
            02 cert_req""");

    /** {@code cert}. */
    public static final CachedInformationType CERT = TABLE.constant(0x01);

    /** {@code cert_req}. */
    public static final CachedInformationType CERT_REQ = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public CachedInformationType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static CachedInformationType of(int value) {
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
