package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A version of the protocol, named as the JDK names it. RFC 8446 4.1.2.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record ProtocolVersion(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<ProtocolVersion> TABLE =
            CodeTable.greasedShorts("protocol version", ProtocolVersion::new, """
            0002 SSLv2
            0300 SSLv3
            0301 TLSv1
            0302 TLSv1.1
            0303 TLSv1.2
            0304 TLSv1.3""");

    /** {@code SSLv2}. */
    public static final ProtocolVersion SSL_2 = TABLE.constant(0x0002);

    /** {@code SSLv3}. */
    public static final ProtocolVersion SSL_3 = TABLE.constant(0x0300);

    /** {@code TLSv1}. */
    public static final ProtocolVersion TLS_1_0 = TABLE.constant(0x0301);

    /** {@code TLSv1.1}. */
    public static final ProtocolVersion TLS_1_1 = TABLE.constant(0x0302);

    /** {@code TLSv1.2}. */
    public static final ProtocolVersion TLS_1_2 = TABLE.constant(0x0303);

    /** {@code TLSv1.3}. */
    public static final ProtocolVersion TLS_1_3 = TABLE.constant(0x0304);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public ProtocolVersion {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static ProtocolVersion of(int value) {
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
