package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * How the polynomial of a binary field is given, before TLS 1.3. RFC 4492 5.4 gives no numbers; these are the ones in use.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record EcBasisType(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<EcBasisType> TABLE = CodeTable.bytes("ec basis type", EcBasisType::new, """
            01 ec_basis_trinomial
            02 ec_basis_pentanomial""");

    /** {@code ec_basis_trinomial}. */
    public static final EcBasisType EC_BASIS_TRINOMIAL = TABLE.constant(0x01);

    /** {@code ec_basis_pentanomial}. */
    public static final EcBasisType EC_BASIS_PENTANOMIAL = TABLE.constant(0x02);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public EcBasisType {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static EcBasisType of(int value) {
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
