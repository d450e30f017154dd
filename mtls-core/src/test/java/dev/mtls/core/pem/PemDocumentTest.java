package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;

class PemDocumentTest {

    private static final String BLOCK = "-----BEGIN A-----\nAAECAw==\n-----END A-----\n";

    private static PemDocument parse(String text) {
        return PemDocument.parse(text, "test.pem", PemLimits.IDENTITY);
    }

    private static MtlsConfigurationException failing(String text) {
        return catchThrowableOfType(MtlsConfigurationException.class, () -> parse(text));
    }

    @Test
    void tellsLabelNumberLineAndBytes() {
        PemDocument document = parse("a comment\n" + BLOCK + "\n" + BLOCK.replace(" A-", " B C-"));
        assertThat(document.blocks()).extracting(PemBlock::label).containsExactly("A", "B C");
        assertThat(document.blocks()).extracting(PemBlock::number).containsExactly(1, 2);
        assertThat(document.blocks()).extracting(PemBlock::line).containsExactly(2, 6);
        assertThat(document.blocks().get(0).der()).containsExactly(0, 1, 2, 3);
        assertThat(document.findings()).isEmpty();
    }

    @Test
    void readsHeaders() {
        PemDocument document =
                parse("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X,00\n\nAAEC\n-----END A-----\n");
        assertThat(document.blocks().get(0).headers())
                .isEqualTo(Map.of("Proc-Type", "4,ENCRYPTED", "DEK-Info", "X,00"));
        assertThat(document.blocks().get(0).der()).containsExactly(0, 1, 2);
    }

    @Test
    void takesWhatTheLaxGrammarAllowsWithoutAWord() {
        for (String allowed : new String[] {
            BLOCK.replace("\n", "\r\n"),
            BLOCK.replace("\n", "\r"),
            BLOCK.replace("\n", "  \n"),
            BLOCK.strip(),
            BLOCK.replace("AAEC", "AA\n\nEC"),
            "text\n" + BLOCK + "text"
        }) {
            assertThat(parse(allowed).blocks().get(0).der()).containsExactly(0, 1, 2, 3);
            assertThat(parse(allowed).findings()).isEmpty();
        }
    }

    @Test
    void reportsEachRepair() {
        Map.of(
                        "\ufeff" + BLOCK,
                        "byte order mark",
                        "  " + BLOCK,
                        "indented",
                        BLOCK.strip() + BLOCK,
                        "middle of a line",
                        BLOCK.replace("\n", ""),
                        "newlines were removed",
                        BLOCK.replace("\n", " "),
                        "blanks stand where newlines should",
                        BLOCK.replace("\n", "\\n"),
                        "two characters \\n",
                        BLOCK.replace("==", ""),
                        "padding",
                        Base64.getEncoder().encodeToString(BLOCK.getBytes(StandardCharsets.US_ASCII)),
                        "Base64 of PEM")
                .forEach((text, repair) -> {
                    PemDocument document = parse(text);
                    assertThat(document.blocks())
                            .allSatisfy(b -> assertThat(b.der()).containsExactly(0, 1, 2, 3));
                    assertThat(document.findings()).as(repair).hasSize(1);
                    Finding finding = document.findings().get(0);
                    assertThat(finding.id()).isEqualTo("pem-repaired");
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.detail()).contains(repair);
                });
        assertThat(PemDocument.parse(BLOCK.getBytes(StandardCharsets.UTF_16), "test.pem", PemLimits.IDENTITY)
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("UTF-16"));
    }

    @Test
    void neverLosesABlockSilently() {
        Map.of(
                        BLOCK + "-----BEGIN A-----\nAAEC\n", "pem-truncated",
                        BLOCK + "-----BEGIN A-----\nAAEC\n" + BLOCK, "pem-truncated",
                        BLOCK + "AAEC\n-----END A-----\n", "pem-truncated",
                        BLOCK + "-----BEG", "pem-truncated",
                        BLOCK + BLOCK.replace("END A", "END B"), "pem-corrupt",
                        BLOCK + BLOCK.replace("AAEC", "A*EC"), "pem-corrupt",
                        BLOCK + BLOCK.replace("AAEC", "=AEC"), "pem-corrupt",
                        BLOCK + BLOCK.replace("AAECAw==", "AAECA"), "pem-corrupt",
                        BLOCK + BLOCK.replace("AAECAw==", ""), "pem-corrupt",
                        BLOCK + BLOCK.replace("END A-----", "END A----"), "pem-corrupt")
                .forEach((text, id) -> {
                    MtlsConfigurationException e = failing(text);
                    assertThat(e).as(text).isNotNull();
                    assertThat(e.id()).as(text).isEqualTo(id);
                    assertThat(e).hasMessageContaining("test.pem, block 2, line ");
                });
    }

    @Test
    void saysWhatItFoundInTheOrderOfFacts() {
        assertThat(failing(BLOCK + BLOCK.replace("AAEC", "A*EC")))
                .hasMessage(
                        "pem-corrupt: A PEM block is damaged (test.pem, block 2, line 5): found \"*\" in the Base64, expected "
                                + "groups of four characters of Base64. Remedy: copy the whole block again from where it came");
    }

    @Test
    void saysWhatAFileIsThatIsNotPem() {
        assertThat(failing("").getMessage()).contains("an empty source");
        assertThat(failing("hello").getMessage()).contains("text without a PEM block");
    }

    @Test
    void limitsBytesAndBlocksBeforeReading() {
        assertThat(failing(" ".repeat((1 << 20) + 1)).id()).isEqualTo("pem-too-large");
        assertThat(parse(BLOCK.repeat(64)).blocks()).hasSize(64);
        MtlsConfigurationException e = failing(BLOCK.repeat(65));
        assertThat(e.id()).isEqualTo("pem-too-large");
        assertThat(e).hasMessageContaining("block 65");
        PemLimits bundle = PemLimits.TRUST_BUNDLE;
        assertThat(PemDocument.parse(BLOCK.repeat(10_000), "ca.pem", bundle).blocks())
                .hasSize(10_000);
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class,
                                () -> PemDocument.parse(BLOCK.repeat(10_001), "ca.pem", bundle))
                        .id())
                .isEqualTo("pem-too-large");
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class,
                                () -> PemDocument.parse(new byte[(32 << 20) + 1], "ca.pem", bundle))
                        .id())
                .isEqualTo("pem-too-large");
    }

    @Test
    void refusesKeysAndCertificatesThatAreTooLargeOrLieAboutTheirLength() {
        String large = Base64.getEncoder().encodeToString(new byte[64 * 1024 + 1]);
        PemDocument certificate = parse("-----BEGIN CERTIFICATE-----\n" + large + "\n-----END CERTIFICATE-----\n");
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, certificate::certificates)
                        .id())
                .isEqualTo("pem-too-large");
        PemDocument key = parse("-----BEGIN PRIVATE KEY-----\n" + large + "\n-----END PRIVATE KEY-----\n");
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, key::privateKey)
                        .id())
                .isEqualTo("pem-too-large");
        String twoGigabytes =
                Base64.getEncoder().encodeToString(new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1, 0, 0});
        PemDocument liar = parse("-----BEGIN CERTIFICATE-----\n" + twoGigabytes + "\n-----END CERTIFICATE-----\n");
        assertThat(catchThrowableOfType(MtlsConfigurationException.class, liar::certificates)
                        .id())
                .isEqualTo("pem-truncated");
    }

    @Test
    void refusesToDeriveAKeyAtAnyCost() throws Exception {
        assertExcessive(new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[8], Integer.MAX_VALUE)));
        // N = 2^24, r = 8, p = 1: 16 GiB.
        assertExcessive(
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(new byte[8], 1 << 24, 8, 1)));
    }

    private static void assertExcessive(KeyDerivationFunc derivation) throws Exception {
        EncryptionScheme aes =
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
        byte[] der = new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, aes)),
                        new byte[16])
                .getEncoded();
        PemDocument key = PemDocument.parse(der, "key.der", PemLimits.IDENTITY);
        assertThat(catchThrowableOfType(
                                MtlsConfigurationException.class, () -> key.privateKey("changeit".toCharArray()))
                        .id())
                .isEqualTo("key-encryption-excessive");
    }
}
