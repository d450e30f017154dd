package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The named curve that explicit parameters (RFC 3279, section 2.3.5) spell out, found by comparing their numbers with those of the
 * curves that are known by name. Nothing is ever computed on a curve that a file brings: such curves were used to forge signatures and
 * to keep readers busy for hours.
 */
final class EcCurves {

    private static final String PRIME_FIELD = "1.2.840.10045.1.1";
    private static final List<String> OF_THE_JDK = List.of("secp256r1", "secp384r1", "secp521r1");

    /** A curve over a prime field, in numbers; the generator with both coordinates. */
    record Curve(BigInteger p, BigInteger a, BigInteger b, BigInteger x, BigInteger y, BigInteger order) {}

    private EcCurves() {}

    /** The object identifier of the curve, as DER. */
    static Optional<byte[]> named(byte[] explicit) throws DerException {
        DerReader parameters = new DerReader(explicit).open(DerReader.SEQUENCE, "ECParameters");
        parameters.skip("version");
        DerReader field = parameters.open(DerReader.SEQUENCE, "fieldID");
        if (!field.objectIdentifier("fieldType").equals(PRIME_FIELD)) {
            return Optional.empty();
        }
        BigInteger p = positive(field.read(DerReader.INTEGER, "p"));
        DerReader curve = parameters.open(DerReader.SEQUENCE, "curve");
        BigInteger a = positive(curve.read(DerReader.OCTET_STRING, "a"));
        BigInteger b = positive(curve.read(DerReader.OCTET_STRING, "b"));
        byte[] base = parameters.read(DerReader.OCTET_STRING, "base");
        BigInteger order = positive(parameters.read(DerReader.INTEGER, "order"));
        for (String name : OF_THE_JDK) {
            Optional<byte[]> found = ofTheJdk(name, p, a, b, base, order);
            if (found.isPresent()) {
                return found;
            }
        }
        return BouncyCastle.namedCurve(known -> isCurve(known, p, a, b, base, order));
    }

    private static Optional<byte[]> ofTheJdk(
            String name, BigInteger p, BigInteger a, BigInteger b, byte[] base, BigInteger order) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
            Curve known = new Curve(
                    ((ECFieldFp) spec.getCurve().getField()).getP(),
                    spec.getCurve().getA(),
                    spec.getCurve().getB(),
                    spec.getGenerator().getAffineX(),
                    spec.getGenerator().getAffineY(),
                    spec.getOrder());
            return isCurve(known, p, a, b, base, order) ? Optional.of(parameters.getEncoded()) : Optional.empty();
        } catch (GeneralSecurityException | java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isCurve(
            Curve known, BigInteger p, BigInteger a, BigInteger b, byte[] base, BigInteger order) {
        return known.p.equals(p)
                && known.a.equals(a)
                && known.b.equals(b)
                && known.order.equals(order)
                && isPoint(known, base);
    }

    /** SEC1, section 2.3.3: compressed (the parity of y alone), uncompressed, or both. */
    private static boolean isPoint(Curve known, byte[] base) {
        int size = (known.p.bitLength() + 7) / 8;
        if (base.length < 1 + size
                || !positive(Arrays.copyOfRange(base, 1, 1 + size)).equals(known.x)) {
            return false;
        }
        int parity = known.y.testBit(0) ? 1 : 0;
        if (base.length == 1 + size) {
            return base[0] == 2 + parity;
        }
        boolean form = base[0] == 4 || base[0] == 6 + parity;
        return form
                && base.length == 1 + 2 * size
                && positive(Arrays.copyOfRange(base, 1 + size, base.length)).equals(known.y);
    }

    private static BigInteger positive(byte[] magnitude) {
        return new BigInteger(1, magnitude);
    }
}
