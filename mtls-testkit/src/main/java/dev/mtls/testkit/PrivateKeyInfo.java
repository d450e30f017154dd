package dev.mtls.testkit;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/**
 * A private key as PKCS#8 (RFC 5958, section 2), an EC key with its public half inside (RFC 5915, section 3).
 *
 * <p>The JDK leaves that half out of its encoding. OpenSSL writes it, and a reader needs it to tell at once, without a
 * signature, whether the key belongs to a certificate.
 */
final class PrivateKeyInfo {
    private static final int PUBLIC_KEY = 0xa1; // [1], explicit
    private static final byte UNCOMPRESSED = 4;

    private PrivateKeyInfo() {}

    static byte[] of(PrivateKey key, PublicKey publicKey) {
        if (!(key instanceof ECPrivateKey ec && publicKey instanceof ECPublicKey half)) {
            return key.getEncoded();
        }
        int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        byte[] point = new byte[1 + 2 * size];
        point[0] = UNCOMPRESSED;
        put(half.getW().getAffineX(), point, 1, size);
        put(half.getW().getAffineY(), point, 1 + size, size);
        byte[] scalar = new byte[(ec.getParams().getOrder().bitLength() + 7) / 8];
        put(ec.getS(), scalar, 0, scalar.length);
        byte[] ecPrivateKey = DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                DerWriter.octetString(scalar),
                DerWriter.value(PUBLIC_KEY, DerWriter.bitString(point)));
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ZERO),
                algorithm(publicKey.getEncoded()),
                DerWriter.octetString(ecPrivateKey));
    }

    /** The AlgorithmIdentifier, which stands first in a SubjectPublicKeyInfo (RFC 5280, section 4.1) and is always short. */
    private static byte[] algorithm(byte[] subjectPublicKeyInfo) {
        int lengthOctets = subjectPublicKeyInfo[1] < 0 ? subjectPublicKeyInfo[1] & 0x7f : 0;
        int begin = 2 + lengthOctets;
        return Arrays.copyOfRange(subjectPublicKeyInfo, begin, begin + 2 + subjectPublicKeyInfo[begin + 1]);
    }

    /** A number of at most {@code size} bytes, big-endian, with leading zeros. */
    private static void put(BigInteger number, byte[] target, int at, int size) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > size ? 1 : 0;
        System.arraycopy(bytes, sign, target, at + size - (bytes.length - sign), bytes.length - sign);
    }
}
