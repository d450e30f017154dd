package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources made to break a reader: they are refused with what was found and expected, and never show a byte of a key. */
class HostileKeyTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SECRET = "MHcCAQEEIGsecretsecretsecretsecretsecretsecret";

    record Hostile(String name, String label, byte[] der) {
        @Override
        public String toString() {
            return name;
        }

        String pem() {
            return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(der) + "\n-----END " + label
                    + "-----\n";
        }
    }

    private static byte[] encrypted(ASN1Encodable parameters) {
        try {
            return new EncryptedPrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[64])
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Hostile> hostile() {
        AlgorithmIdentifier bare = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2);
        return Stream.of(
                new Hostile("DSA of empty integers", "DSA PRIVATE KEY", new byte[] {
                    0x30, 12, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0
                }),
                new Hostile("PBES2 without parameters", "ENCRYPTED PRIVATE KEY", encrypted(null)),
                new Hostile(
                        "PBES2 of nothing", "ENCRYPTED PRIVATE KEY", encrypted(new DERSequence(new ASN1Encodable[0]))),
                new Hostile(
                        "PBKDF2 without parameters",
                        "ENCRYPTED PRIVATE KEY",
                        encrypted(new DERSequence(new ASN1Encodable[] {bare, bare}))));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefused(Hostile hostile) {
        PemDocument document = PemDocument.parse(hostile.pem(), "hostile.pem", PemLimits.IDENTITY);
        assertThatThrownBy(() -> document.privateKey(PASSWORD))
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("hostile.pem, block 1, line 1")
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN EC PRIVATE KEY " + SECRET + "\n-----END EC PRIVATE KEY-----",
                "-----BEGIN X-----AAAA-----BEGIN EC PRIVATE KEY-----" + SECRET + "-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----MHcC-----" + SECRET + "-----END EC PRIVATE KEY-----",
                "-----END EC PRIVATE KEY-----" + SECRET,
                "-----BEGIN EC PRIVATE KEY-----\n" + SECRET + "%\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----" + SECRET + "-----END EC PRIVATE KEY " + SECRET
            })
    void aKeyIsNotShownByWhatIsSaidOfItsPlace(String text) {
        assertThatThrownBy(() ->
                        PemDocument.parse(text, "key.pem", PemLimits.IDENTITY).privateKey())
                .isInstanceOf(MtlsConfigurationException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("MHcC").doesNotContain("secret"));
    }

    @Test
    void aCertificateUnderALabelThatIsNearlyRightIsNotPassedOver() {
        String sound = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        PemDocument blank =
                PemDocument.parse(sound.replace("CERTIFICATE", "CERTIFICATE "), "ca.pem", PemLimits.TRUST_BUNDLE);
        assertThat(blank.blocks().get(0).isCertificate()).isTrue();
        assertThat(blank.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.detail()).contains("blanks stand around the label"));
        PemDocument lower =
                PemDocument.parse(sound.replace("CERTIFICATE", "certificate"), "ca.pem", PemLimits.TRUST_BUNDLE);
        assertThatThrownBy(lower::certificates).hasMessageContaining("found the label \"certificate\"");
    }

    private static MtlsConfigurationException failing(byte[] bytes, PemLimits limits) {
        return catchThrowableOfType(MtlsConfigurationException.class, () -> {
            PemDocument document = PemDocument.parse(bytes, "hostile", limits);
            document.privateKey(PASSWORD);
        });
    }

    private static byte[] nested(int tag, int depth) {
        byte[] der = {0x05, 0x00};
        for (int i = 0; i < depth; i++) {
            der = DerReader.encode(tag, der);
        }
        return der;
    }

    /** Each level of nesting costs a reader that recurses a frame; 10,000 of them are found out without one. */
    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "PKCS7", "PKCS12", "CERTIFICATE"})
    void nestingIsFoundOutBeforeAnybodyRecurses(String label) {
        byte[] pkcs8 = DerReader.encode(
                DerReader.SEQUENCE, new byte[] {2, 1, 0}, nested(DerReader.SEQUENCE, 4_000), new byte[] {4, 0});
        for (byte[] der : List.of(nested(DerReader.SEQUENCE, 4_000), nested(0xa0, 4_000), pkcs8)) {
            PemDocument document =
                    PemDocument.parse(new Hostile("nested", label, der).pem(), "hostile.pem", PemLimits.IDENTITY);
            assertThatThrownBy(() -> {
                        document.certificates();
                        document.privateKey(PASSWORD);
                    })
                    .isInstanceOf(MtlsConfigurationException.class);
        }
        byte[] indefinite = new byte[40_000];
        for (int i = 0; i < 10_000; i++) {
            indefinite[2 * i] = 0x30;
            indefinite[2 * i + 1] = (byte) 0x80;
        }
        PemDocument document = PemDocument.parse(
                new Hostile("nested", label, indefinite).pem(),
                "hostile.pem",
                PemLimits.IDENTITY.withKeyBytes(1 << 20));
        assertThatThrownBy(() -> {
                    document.certificates();
                    document.privateKey(PASSWORD);
                })
                .isInstanceOf(MtlsConfigurationException.class);
    }

    /** Bouncy Castle recurses into what stands in the OCTET STRING of a key, too. */
    @Test
    void nestingInsideAKeyOfAnUnknownKindIsFoundOut() {
        byte[] unknown = DerReader.encode(DerReader.SEQUENCE, new byte[] {6, 3, 0x2a, 3, 4});
        byte[] der = KeyReader.pkcs8(unknown, nested(DerReader.SEQUENCE, 4_000));
        assertThat(failing(der, PemLimits.IDENTITY).id()).isEqualTo("key-unreadable");
    }

    /** Nothing is allocated for a length that is only claimed. */
    @ParameterizedTest
    @ValueSource(strings = {"30847fffffff", "3084ffffffff", "3085010000000000", "30847fffffff0201", "308200"})
    void aClaimedLengthIsHeldAgainstTheBytes(String hex) {
        byte[] der = HexFormat.of().parseHex(hex);
        for (String label : List.of("PRIVATE KEY", "CERTIFICATE", "X509 CRL", "PKCS7", "PKCS12", "EC PRIVATE KEY")) {
            PemDocument document =
                    PemDocument.parse(new Hostile("", label, der).pem(), "hostile.pem", PemLimits.IDENTITY);
            for (Runnable reading :
                    List.<Runnable>of(document::certificates, document::crls, () -> document.privateKey(PASSWORD))) {
                assertThatThrownBy(reading::run).isInstanceOf(MtlsConfigurationException.class);
            }
        }
    }

    @Test
    void aMillionBlocksAndFiftyMegabytesAreRefusedByTheirCount() {
        byte[] million =
                "-----BEGIN A-----\nAA==\n-----END A-----\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(failing(million, PemLimits.IDENTITY).id()).isEqualTo("pem-too-large");
        assertThat(failing(million, PemLimits.IDENTITY.withBytes(million.length))
                        .finding()
                        .detail())
                .contains("more than 64 blocks");
        byte[] base64 = new byte[50 << 20];
        Arrays.fill(base64, (byte) 'A');
        assertThat(failing(base64, PemLimits.TRUST_BUNDLE).id()).isEqualTo("pem-too-large");
        byte[] dashes = new byte[1 << 20];
        Arrays.fill(dashes, (byte) '-');
        assertThat(failing(dashes, PemLimits.IDENTITY).id()).isEqualTo("pem-truncated");
    }

    private static byte[] rsa(BigInteger modulus, BigInteger d, BigInteger p, BigInteger q) throws IOException {
        BigInteger one = BigInteger.ONE;
        return new RSAPrivateKey(modulus, BigInteger.valueOf(65537), d, p, q, one, one, one).getEncoded();
    }

    @Test
    void anRsaModulusThatIsEvenOrEndlessIsRefused() throws Exception {
        BigInteger two = BigInteger.TWO;
        BigInteger large = two.pow(16400).add(BigInteger.ONE);
        assertThat(failing(rsa(large, two, two, two), PemLimits.IDENTITY))
                .hasMessageContaining("key-unreadable")
                .hasMessageContaining("an RSA modulus of 16401 bits that is odd")
                .hasMessageContaining("at most 16384 bits");
        assertThat(failing(rsa(two.pow(2047), two, two, two), PemLimits.IDENTITY))
                .hasMessageContaining("an RSA modulus of 2048 bits that is even");
        assertThat(failing(rsa(BigInteger.ZERO, two, two, two), PemLimits.IDENTITY)
                        .id())
                .isEqualTo("key-unreadable");
    }

    /** A byte that was damaged and left the Base64 and the DER whole would be found out by the first peer only. */
    @Test
    void rsaNumbersThatDoNotBelongTogetherAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        BigInteger n = key.getModulus();
        BigInteger d = key.getPrivateExponent();
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        BigInteger two = BigInteger.TWO;
        assertThat(failing(rsa(n, d, p, q), PemLimits.IDENTITY)).isNull();
        for (byte[] damaged : List.of(rsa(n.add(two), d, p, q), rsa(n, d.add(two), p, q), rsa(n, d, p.add(two), q))) {
            assertThat(failing(damaged, PemLimits.IDENTITY))
                    .hasMessageContaining("RSA numbers that do not belong together");
        }
    }

    @Test
    void anEcKeyOfValueZeroIsRefused() throws Exception {
        byte[] zero = new ECPrivateKey(256, BigInteger.ZERO, SECObjectIdentifiers.secp256r1).getEncoded();
        assertThat(failing(zero, PemLimits.IDENTITY)).hasMessageContaining("an EC key of value 0");
    }

    /** Explicit parameters are compared; nothing is ever computed with them. */
    @Test
    void explicitParametersOfNoKnownCurveAreRefused() throws Exception {
        X9ECParameters p256 = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
        byte[] sound = explicit(p256, p256.getN());
        assertThat(failing(sound, PemLimits.IDENTITY)).isNull();
        byte[] otherOrder = explicit(p256, p256.getN().add(BigInteger.TWO));
        assertThat(failing(otherOrder, PemLimits.IDENTITY))
                .hasMessageContaining("explicit EC parameters of no curve that has a name");
    }

    private static byte[] explicit(X9ECParameters curve, BigInteger order) throws IOException {
        X9ECParameters changed =
                new X9ECParameters(curve.getCurve(), new X9ECPoint(curve.getG(), false), order, BigInteger.ONE, null);
        return new ECPrivateKey(256, BigInteger.TEN, changed).getEncoded();
    }

    /** RFC 8410: an Ed25519 key that carries its public half, of which not every JDK knows. */
    @Test
    void aPublicHalfBehindTheKeyIsReadAndCompared() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        byte[] bits = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
        byte[] versionTwo =
                new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey(), null, bits).getEncoded();
        PemKey key = PemDocument.parse(versionTwo, "v2", PemLimits.IDENTITY).privateKey();
        assertThat(key.key()).isEqualTo(pair.getPrivate());
        assertThat(key.belongsTo(pair.getPublic())).contains(true);
        assertThat(key.belongsTo(other.getPublic())).contains(false);
    }

    /** The key of a certificate is an attacker's too. */
    @Test
    void aCertificateWithAnEvenModulusIsRefused() throws Exception {
        String sound = Files.readString(Path.of("src/test/resources/pem/certs/rsa.pem"));
        PemDocument document = PemDocument.parse(sound, "rsa.pem", PemLimits.IDENTITY);
        byte[] der = document.blocks().get(0).der();
        RSAPublicKey key = (RSAPublicKey) document.certificates().get(0).getPublicKey();
        byte[] modulus = key.getModulus().toByteArray();
        int at = PemText.indexOf(der, modulus, 0);
        der[at + modulus.length - 1] ^= 1;
        assertThatThrownBy(() ->
                        PemDocument.parse(der, "rsa.der", PemLimits.IDENTITY).certificates())
                .isInstanceOf(MtlsConfigurationException.class)
                .hasMessageContaining("an RSA modulus that is even or over 16384 bits");
    }
}
