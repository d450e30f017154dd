package dev.mtls.core;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;

/**
 * Handshakes with keys that do not leave their hardware: a provider is installed that signs with them, as that of a token would be. Run in a
 * JVM of its own, since JSSE looks among the installed providers alone. Prints a line for each.
 */
final class TokenHandshakes {

    private TokenHandshakes() {}

    public static void main(String[] arguments) {
        TestCertificates pki = new TestCertificates("CN=Test CA");
        if (arguments[0].equals("installed")) {
            Security.addProvider(new Token());
        }
        for (String algorithm : List.of("EC", "RSA")) {
            for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
                KeyPair keys = TestCertificates.keys(algorithm);
                X509Certificate certificate = pki.issue(new Request("CN=token", keys).hosts("localhost"));
                handshake(algorithm + " " + version, pki, new TokenKey(keys.getPrivate()), certificate, version);
                if (keys.getPublic() instanceof RSAPublicKey rsa) {
                    PrivateKey sized = new SizedTokenKey(keys.getPrivate(), rsa.getModulus());
                    handshake("RSA with modulus " + version, pki, sized, certificate, version);
                }
            }
        }
        try {
            KeyPair keys = TestCertificates.keys("EC");
            X509Certificate other = pki.issue(new Request("CN=other", TestCertificates.keys("EC")));
            Identity.of(new TokenKey(keys.getPrivate()), List.of(other))
                    .findings()
                    .forEach(System.out::println);
        } catch (MtlsConfigurationException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void handshake(
            String name, TestCertificates pki, PrivateKey key, X509Certificate certificate, TlsVersion version) {
        Identity identity = Identity.of(key, List.of(certificate));
        MtlsContext server = MtlsContext.server()
                .identity(identity)
                .trust(pki.trust())
                .versions(TlsVersions.only(version))
                .build();
        MtlsContext client =
                MtlsContext.client().trust(pki.trust()).identity(identity).build();
        EnginePair pair = EnginePair.connect(client, server);
        System.out.println(name + (pair.completed() ? ": completed" : ": failed, " + pair.result()));
    }

    /** No encoding and no format: all that a program outside sees of it. */
    static class TokenKey implements PrivateKey {

        private static final long serialVersionUID = 1;

        private final transient PrivateKey inside;

        TokenKey(PrivateKey inside) {
            this.inside = inside;
        }

        @Override
        public String getAlgorithm() {
            return inside.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    /** JSSE wants to know how long an RSA key is. */
    static final class SizedTokenKey extends TokenKey implements RSAKey {

        private static final long serialVersionUID = 1;

        private final BigInteger modulus;

        SizedTokenKey(PrivateKey inside, BigInteger modulus) {
            super(inside);
            this.modulus = modulus;
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }
    }

    /** Signs with its own keys and with no others. */
    static final class Token extends Provider {

        private static final long serialVersionUID = 1;

        Token() {
            super("Token", "1", "signs with keys of a token");
            for (String algorithm : List.of(
                    "SHA256withECDSA",
                    "SHA384withECDSA",
                    "SHA512withECDSA",
                    "SHA256withRSA",
                    "SHA384withRSA",
                    "RSASSA-PSS")) {
                putService(new Service(this, "Signature", algorithm, "none", List.of(), null) {
                    @Override
                    public Object newInstance(Object parameter) {
                        return new TokenSignature(algorithm);
                    }

                    @Override
                    public boolean supportsParameter(Object key) {
                        return key instanceof TokenKey;
                    }
                });
            }
        }
    }

    /** The inside of the token. */
    static final class TokenSignature extends SignatureSpi {

        private final Signature inside;

        TokenSignature(String algorithm) {
            try {
                inside = Signature.getInstance(algorithm, algorithm.endsWith("ECDSA") ? "SunEC" : "SunRsaSign");
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof TokenKey mine)) {
                throw new InvalidKeyException("not a key of this token");
            }
            inside.initSign(mine.inside);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException("this token verifies nothing");
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            inside.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
            inside.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return inside.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("this token verifies nothing");
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
            inside.setParameter(parameters);
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return inside.getParameters();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }
}
