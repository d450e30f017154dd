package dev.mtls.core.pem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.provider.util.AsymmetricKeyInfoConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The only class that knows Bouncy Castle, so that nothing of it is loaded before it is needed: for a cipher, a derivation or a kind of
 * key that the JDK does not have. Its provider is passed by object and never installed.
 */
final class BouncyCastle {

    private BouncyCastle() {}

    private static final class Holder {
        static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    }

    static Provider provider() {
        return Holder.PROVIDER;
    }

    static byte[] scrypt(byte[] password, byte[] salt, int cost, int blockSize, int parallelization, int length) {
        return SCrypt.generate(password, salt, cost, blockSize, parallelization, length);
    }

    /** The object identifier, as DER, of the first curve over a prime field that is the one sought. */
    static Optional<byte[]> namedCurve(Predicate<EcCurves.Curve> sought) {
        for (Object name : Collections.list(ECNamedCurveTable.getNames())) {
            X9ECParameters curve = ECNamedCurveTable.getByName((String) name);
            BigInteger p = curve.getCurve().getField().getCharacteristic();
            boolean prime = curve.getCurve().getField().getDimension() == 1;
            if (prime
                    && sought.test(new EcCurves.Curve(
                            p,
                            curve.getCurve().getA().toBigInteger(),
                            curve.getCurve().getB().toBigInteger(),
                            curve.getG().getAffineXCoord().toBigInteger(),
                            curve.getG().getAffineYCoord().toBigInteger(),
                            curve.getN()))) {
                return Optional.of(encoded(ECNamedCurveTable.getOID((String) name)));
            }
        }
        return Optional.empty();
    }

    private static byte[] encoded(ASN1ObjectIdentifier oid) {
        try {
            return oid.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key of a kind or on a curve that the JDK does not know. */
    static PrivateKey privateKey(byte[] pkcs8) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        AsymmetricKeyInfoConverter converter = Holder.PROVIDER.getKeyInfoConverter(
                info.getPrivateKeyAlgorithm().getAlgorithm());
        if (converter == null) {
            throw new IOException("unknown algorithm");
        }
        return converter.generatePrivate(info);
    }

    /** The expanded form of an ML-DSA key (RFC 9881, section 6), which is the one that the JDK reads. */
    static byte[] expanded(PrivateKey key) {
        return ((MLDSAPrivateKey) key).getPrivateKey(false).getEncoded();
    }

    /** The public half of an ML-DSA key, as SubjectPublicKeyInfo. */
    static byte[] publicHalf(PrivateKey key) {
        return ((MLDSAPrivateKey) key).getPublicKey().getEncoded();
    }
}
