package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * What an entry of a SupplementalData message is. RFC 4680 2.
 *
 * <p>On the wire two bytes. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 65,535
 */
public record SupplementalDataType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<SupplementalDataType> TABLE =
            CodeTable.shorts("supplemental data type", SupplementalDataType::new, """
            0000 user_mapping_data
            4002 authz_data""");

    /** {@code user_mapping_data}. */
    public static final SupplementalDataType USER_MAPPING_DATA = TABLE.constant(0x0000);

    /** {@code authz_data}. */
    public static final SupplementalDataType AUTHZ_DATA = TABLE.constant(0x4002);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public SupplementalDataType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 65,535.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static SupplementalDataType of(int value) {
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
