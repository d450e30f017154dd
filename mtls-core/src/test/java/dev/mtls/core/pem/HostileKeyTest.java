package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
}
