package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What a record carries. RFC 8446 5.1, RFC 5246 6.2.1.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record ContentType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<ContentType> TABLE = CodeTable.bytes("content type", ContentType::new, """
            14 change_cipher_spec
            15 alert
            16 handshake
            17 application_data
            18 heartbeat
            19 tls12_cid
            1a ACK
            1b return_routability_check""");

    /** {@code change_cipher_spec}. */
    public static final ContentType CHANGE_CIPHER_SPEC = TABLE.constant(0x14);

    /** {@code alert}. */
    public static final ContentType ALERT = TABLE.constant(0x15);

    /** {@code handshake}. */
    public static final ContentType HANDSHAKE = TABLE.constant(0x16);

    /** {@code application_data}. */
    public static final ContentType APPLICATION_DATA = TABLE.constant(0x17);

    /** {@code heartbeat}. */
    public static final ContentType HEARTBEAT = TABLE.constant(0x18);

    /** {@code tls12_cid}. */
    public static final ContentType TLS12_CID = TABLE.constant(0x19);

    /** {@code ACK}. */
    public static final ContentType ACK = TABLE.constant(0x1a);

    /** {@code return_routability_check}. */
    public static final ContentType RETURN_ROUTABILITY_CHECK = TABLE.constant(0x1b);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public ContentType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static ContentType of(int value) {
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
