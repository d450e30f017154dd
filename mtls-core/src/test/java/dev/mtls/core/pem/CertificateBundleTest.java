package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OutputStream;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What carries certificates and revocation lists: PKCS#7 and CMS in PEM, DER and BER, CRLs, and bundles of all of these. */
class CertificateBundleTest {

    @TempDir
    static Path folder;

    private static Openssl openssl;
    private static X509Certificate root;
    private static X509CRL crl;

    @BeforeAll
    static void makeMaterial() throws Exception {
        Openssl.assumeInstalled();
        openssl = new Openssl(folder);
        openssl.run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -keyout ca-key.pem"
                + " -out ca.pem -subj /CN=Root");
        Files.writeString(openssl.file("index.txt"), "");
        Files.writeString(openssl.file("crlnumber"), "01\n");
        Files.writeString(
                openssl.file("ca.cnf"),
                "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\n"
                        + "default_crl_days=30\n");
        openssl.run("ca -config ca.cnf -gencrl -keyfile ca-key.pem -cert ca.pem -out crl.pem");
        openssl.run("crl -in crl.pem -outform DER -out crl.der");
        openssl.run("crl2pkcs7 -in crl.pem -certfile ca.pem -out p7.pem");
        openssl.run("crl2pkcs7 -in crl.pem -certfile ca.pem -outform DER -out p7.der");
        root = document("ca.pem").certificates().get(0);
        crl = document("crl.pem").crls().get(0);
    }

    private static PemDocument document(String file) {
        return PemDocument.parse(openssl.file(file), PemLimits.TRUST_BUNDLE);
    }

    private static PemDocument parse(String text) {
        return PemDocument.parse(text, "bundle.pem", PemLimits.TRUST_BUNDLE);
    }

    private static String read(String file) throws Exception {
        return Files.readString(openssl.file(file), StandardCharsets.US_ASCII);
    }

    private static MtlsConfigurationException failing(Runnable reading) {
        return catchThrowableOfType(MtlsConfigurationException.class, reading::run);
    }

    @Test
    void signedDataCarriesBoth() throws Exception {
        ContentInfo theirs = ContentInfo.getInstance(Files.readAllBytes(openssl.file("p7.der")));
        // Lengths told by end marks, as S/MIME programs write them.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ASN1OutputStream.create(out, "BER").writeObject(new BERSequence(new ASN1Encodable[] {
            theirs.getContentType(), new BERTaggedObject(true, 0, theirs.getContent())
        }));
        byte[] ber = out.toByteArray();
        assertThat(ber).startsWith(0x30, 0x80);
        for (PemDocument document : List.of(
                document("p7.pem"),
                document("p7.der"),
                PemDocument.parse(ber, "ber.p7b", PemLimits.TRUST_BUNDLE),
                parse(Base64.getMimeEncoder().encodeToString(ber)),
                parse(read("p7.pem").replace("PKCS7", "CMS")),
                parse(read("p7.pem").replace("PKCS7", "PKCS #7 SIGNED DATA")))) {
            assertThat(document.certificates()).containsExactly(root);
            assertThat(document.crls()).containsExactly(crl);
        }
    }

    @Test
    void revocationListsAreReadFromPemAndDer() throws Exception {
        assertThat(document("crl.der").crls()).containsExactly(crl);
        PemDocument mixed = parse(read("ca.pem") + read("crl.pem") + read("crl.pem"));
        assertThat(mixed.crls()).containsExactly(crl, crl);
        assertThat(mixed.certificates()).containsExactly(root);
        assertThat(mixed.findings()).isEmpty();
    }

    @Test
    void aRevocationListThatCannotBeReadIsAnError() throws Exception {
        byte[] der = Files.readAllBytes(openssl.file("crl.der"));
        byte[] damaged = der.clone();
        damaged[20] ^= 0x20;
        String block = "-----BEGIN X509 CRL-----\n" + Base64.getEncoder().encodeToString(damaged)
                + "\n-----END X509 CRL-----\n";
        assertThat(failing(() -> parse(text("crl.pem") + block).crls()))
                .hasMessageContaining("crl-unreadable")
                .hasMessageContaining("bundle.pem, block 2, line ");
        assertThat(failing(
                        () -> parse(text("crl.pem").replace("X509 CRL", "CRL")).crls()))
                .hasMessageContaining("crl-unreadable")
                .hasMessageContaining("found the label \"CRL\"");
        assertThat(failing(() -> document("ca.pem").crls()))
                .hasMessageContaining("crl-missing")
                .hasMessageContaining("found CERTIFICATE in line 1");
        assertThat(failing(() -> document("crl.pem").certificates()))
                .hasMessageContaining("certificate-missing")
                .hasMessageContaining("found X509 CRL in line 1");
    }

    private static String text(String file) {
        try {
            return read(file);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDamagedSignedDataIsAnErrorAndNotAnEmptyOne() throws Exception {
        byte[] der = Files.readAllBytes(openssl.file("p7.der"));
        for (int cut : new int[] {1, 10, 100}) {
            byte[] shorter = Arrays.copyOf(der, der.length - cut);
            assertThat(failing(() -> PemDocument.parse(shorter, "p7.der", PemLimits.TRUST_BUNDLE)
                            .certificates()))
                    .isNotNull();
            String block =
                    "-----BEGIN PKCS7-----\n" + Base64.getEncoder().encodeToString(shorter) + "\n-----END PKCS7-----\n";
            assertThat(failing(() -> parse(block).certificates()).id()).isEqualTo("certificate-unreadable");
        }
    }

    /** OpenSSL's own settings of trust stand behind the certificate; one that says what it must not be used for is no plain anchor. */
    @Test
    void whatOpensslRejectsACertificateForIsNotLostSilently() {
        openssl.run("x509 -in ca.pem -trustout -setalias mine -out trusted.pem");
        assertThat(document("trusted.pem").certificates()).containsExactly(root);
        assertThat(document("trusted.pem").findings()).isEmpty();
        openssl.run("x509 -in ca.pem -trustout -addreject clientAuth -out rejected.pem");
        assertThat(failing(() -> document("rejected.pem").certificates()))
                .hasMessageContaining("certificate-rejected")
                .hasMessageContaining("clientAuth");
    }

    @Test
    void derOfEachIsToldByItsStructure() throws Exception {
        openssl.run("req -new -key ca-key.pem -subj /CN=x -outform DER -out csr.der");
        openssl.run("pkey -in ca-key.pem -pubout -outform DER -out public.der");
        assertThat(document("csr.der").blocks().get(0).label()).isEqualTo("CERTIFICATE REQUEST");
        assertThat(document("public.der").blocks().get(0).label()).isEqualTo("PUBLIC KEY");
        assertThat(document("crl.der").blocks().get(0).label()).isEqualTo("X509 CRL");
        assertThat(failing(() -> document("csr.der").certificates()))
                .hasMessageContaining("found CERTIFICATE REQUEST in line 1, expected CERTIFICATE");
    }

    /** What Windows' certutil -encode writes. */
    @Test
    void aLabelThatSaysCertificateIsNotTakenAtItsWord() throws Exception {
        PemDocument document = parse(read("p7.pem").replace("PKCS7", "CERTIFICATE"));
        assertThat(document.certificates()).containsExactly(root);
        assertThat(document.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail())
                        .contains("the label says \"CERTIFICATE\" and the content is that of PKCS7"));
        PemDocument key = parse(read("ca-key.pem").replace("PRIVATE KEY", "CERTIFICATE"));
        assertThat(key.privateKey().key().getAlgorithm()).isEqualTo("EC");
        assertThat(failing(key::certificates)).hasMessageContaining("certificate-missing");
    }

    /** A key that says it is encrypted and is not, or the reverse, is read, and said. */
    @Test
    void aLabelThatLiesAboutEncryptionIsSaid() throws Exception {
        PemKey plain = parse(read("ca-key.pem").replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"))
                .privateKey();
        assertThat(plain.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("\"ENCRYPTED PRIVATE KEY\""));
        openssl.run("pkcs8 -topk8 -in ca-key.pem -v2 aes-128-cbc -passout pass:changeit -out enc.pem");
        PemDocument encrypted = parse(read("enc.pem").replace("ENCRYPTED ", ""));
        assertThat(encrypted.privateKey("changeit".toCharArray()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.id()).isEqualTo("pem-repaired"));
        assertThat(failing(encrypted::privateKey).id()).isEqualTo("key-password-missing");
    }
}
