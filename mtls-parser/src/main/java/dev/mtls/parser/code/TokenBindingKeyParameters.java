package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of key that tokens are bound to. RFC 8471 3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record TokenBindingKeyParameters(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<TokenBindingKeyParameters> TABLE =
            CodeTable.bytes("token binding key parameters", TokenBindingKeyParameters::new, """
            00 rsa2048_pkcs1.5
            01 rsa2048_pss
            02 ecdsap256""");

    /** {@code rsa2048_pkcs1.5}. */
    public static final TokenBindingKeyParameters RSA2048_PKCS1_5 = TABLE.constant(0x00);

    /** {@code rsa2048_pss}. */
    public static final TokenBindingKeyParameters RSA2048_PSS = TABLE.constant(0x01);

    /** {@code ecdsap256}. */
    public static final TokenBindingKeyParameters ECDSAP256 = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public TokenBindingKeyParameters {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static TokenBindingKeyParameters of(int value) {
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
