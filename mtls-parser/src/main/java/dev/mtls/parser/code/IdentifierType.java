package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How an authority is named in {@code trusted_ca_keys}. RFC 6066 6.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record IdentifierType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<IdentifierType> TABLE = CodeTable.bytes("identifier type", IdentifierType::new, """
            00 pre_agreed
            01 key_sha1_hash
            02 x509_name
            03 cert_sha1_hash""");

    /** {@code pre_agreed}. */
    public static final IdentifierType PRE_AGREED = TABLE.constant(0x00);

    /** {@code key_sha1_hash}. */
    public static final IdentifierType KEY_SHA1_HASH = TABLE.constant(0x01);

    /** {@code x509_name}. */
    public static final IdentifierType X509_NAME = TABLE.constant(0x02);

    /** {@code cert_sha1_hash}. */
    public static final IdentifierType CERT_SHA1_HASH = TABLE.constant(0x03);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public IdentifierType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static IdentifierType of(int value) {
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
