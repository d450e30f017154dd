package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A kind of hint which account a user has. RFC 4681 2.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record UserMappingType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<UserMappingType> TABLE =
            CodeTable.bytes("user mapping type", UserMappingType::new, """
            40 upn_domain_hint""");

    /** {@code upn_domain_hint}. */
    public static final UserMappingType UPN_DOMAIN_HINT = TABLE.constant(0x40);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public UserMappingType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static UserMappingType of(int value) {
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
