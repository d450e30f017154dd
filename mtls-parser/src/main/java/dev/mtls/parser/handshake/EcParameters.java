package dev.mtls.parser.handshake;

import dev.mtls.parser.code.EcBasisType;
import dev.mtls.parser.code.EcCurveType;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * The curve of a server, before TLS 1.3. RFC 8422 5.4, and with the numbers of the curve itself RFC 4492 5.4: {@code ECCurveType
 * curve_type}, then for a named curve {@code NamedCurve namedcurve}. Minor releases may add forms.
 */
public sealed interface EcParameters {
    /** How the curve is given. */
    EcCurveType curveType();

    /**
     * A curve by its number.
     *
     * @param namedCurve the curve
     */
    record Named(NamedGroup namedCurve) implements EcParameters {
        @Override
        public EcCurveType curveType() {
            return EcCurveType.NAMED_CURVE;
        }
    }

    /**
     * The coefficients of a curve, its base point, and the order and cofactor of the group: each {@code <1..2^8-1>}.
     *
     * @param a the first coefficient
     * @param b the second coefficient
     * @param base the base point
     * @param order the order of the base point
     * @param cofactor the cofactor
     */
    record Curve(Bytes a, Bytes b, Bytes base, Bytes order, Bytes cofactor) {}

    /**
     * A curve over a prime field: {@code opaque prime_p<1..2^8-1>; ECCurve curve; ECPoint base; opaque order<1..2^8-1>;
     * opaque cofactor<1..2^8-1>}.
     *
     * @param primeP the prime
     * @param curve the curve over it
     */
    record ExplicitPrime(Bytes primeP, Curve curve) implements EcParameters {
        @Override
        public EcCurveType curveType() {
            return EcCurveType.EXPLICIT_PRIME;
        }
    }

    /**
     * A curve over a binary field: {@code uint16 m; ECBasisType basis; opaque k<1..2^8-1>} (or {@code k1, k2, k3}) and the curve.
     *
     * @param m the degree of the field
     * @param basis the form of its polynomial
     * @param exponents of the polynomial: one for a trinomial, three for a pentanomial
     * @param curve the curve over it
     */
    record ExplicitChar2(int m, EcBasisType basis, List<Bytes> exponents, Curve curve) implements EcParameters {
        /** Keeps an unmodifiable copy. */
        public ExplicitChar2 {
            exponents = List.copyOf(exponents);
        }

        @Override
        public EcCurveType curveType() {
            return EcCurveType.EXPLICIT_CHAR2;
        }
    }

    /** Whether what comes next is of a form that can be read. */
    static boolean isReadable(Bytes ahead) {
        if (ahead.isEmpty()) {
            return true;
        }
        int type = ahead.u8(0);
        if (type == EcCurveType.EXPLICIT_CHAR2.value()) {
            return ahead.size() < 4 || EcBasisType.of(ahead.u8(3)).isRegistered();
        }
        return EcCurveType.of(type).isRegistered();
    }

    /** Reads a form that can be read. */
    static EcParameters read(WireReader in) {
        EcCurveType type = in.codePoint("curve_type", EcCurveType.TABLE);
        if (type.equals(EcCurveType.NAMED_CURVE)) {
            return new Named(in.codePoint("named_curve", NamedGroup.TABLE));
        }
        if (type.equals(EcCurveType.EXPLICIT_PRIME)) {
            return new ExplicitPrime(in.opaque8("prime_p", 1), curve(in));
        }
        int m = in.u16("m");
        EcBasisType basis = in.codePoint("basis", EcBasisType.TABLE);
        List<Bytes> exponents = basis.equals(EcBasisType.EC_BASIS_TRINOMIAL)
                ? List.of(in.opaque8("k", 1))
                : List.of(in.opaque8("k1", 1), in.opaque8("k2", 1), in.opaque8("k3", 1));
        return new ExplicitChar2(m, basis, exponents, curve(in));
    }

    private static Curve curve(WireReader in) {
        return new Curve(
                in.opaque8("a", 1),
                in.opaque8("b", 1),
                in.opaque8("base", 1),
                in.opaque8("order", 1),
                in.opaque8("cofactor", 1));
    }

    /** Writes it as it was read. */
    default void write(WireWriter out) {
        out.codePoint8(curveType());
        if (this instanceof Named named) {
            out.codePoint16(named.namedCurve());
        } else if (this instanceof ExplicitPrime prime) {
            write(prime.curve(), out.opaque8(prime.primeP()));
        } else if (this instanceof ExplicitChar2 binary) {
            out.u16(binary.m()).codePoint8(binary.basis());
            binary.exponents().forEach(out::opaque8);
            write(binary.curve(), out);
        }
    }

    private static void write(Curve curve, WireWriter out) {
        out.opaque8(curve.a())
                .opaque8(curve.b())
                .opaque8(curve.base())
                .opaque8(curve.order())
                .opaque8(curve.cofactor());
    }
}
