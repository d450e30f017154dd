package dev.mtls.parser.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DerReader;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class X509Test {
    @Test
    void tellsWhatIsInACertificate() {
        CertificateDetails server =
                CertificateDetails.of(X509Files.certificate("server")).orElseThrow();
        assertThat(server.subject()).isEqualTo("CN=localhost");
        assertThat(server.issuer()).isEqualTo("CN=Test CA");
        assertThat(server.serial()).isEqualTo("a01");
        assertThat(server.notBefore()).isEqualTo(Instant.parse("2026-11-23T23:28:41Z"));
        assertThat(server.subjectAltNames()).containsExactly("DNS:localhost", "IP:127.0.0.1");
        assertThat(server.keyUsage()).containsExactly("digitalSignature");
        assertThat(server.extendedKeyUsage()).containsExactly("serverAuth");
        assertThat(server.authority()).isFalse();
        assertThat(server.publicKey()).hasToString("EC, 256 bits, secp256r1");
        assertThat(CertificateDetails.of(X509Files.certificate("ca"))
                        .orElseThrow()
                        .authority())
                .isTrue();
        assertThat(CertificateDetails.of(Bytes.ofHex("3000"))).isEmpty();
    }

    @Test
    void theSameBytesGiveTheSameCertificateAndTooLongOnesAreNotKept() {
        Bytes der = X509Files.certificate("client");
        X509Certificate first = Certificates.read(der).orElseThrow();
        Bytes within = Bytes.ofHex("ff").concat(der).slice(1);
        assertThat(Certificates.read(within)).containsSame(first);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Certificates.read(Bytes.ofText("none " + i))).isEmpty();
        }
        assertThat(Certificates.read(der)).contains(first);
        assertThat(Certificates.read(der.concat(Bytes.ofHex("00")))).isEmpty();
        assertThat(Certificates.read(Bytes.owning(new byte[10_000]))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, 'RSA, 2048 bits'",
        "EC, 384, 'EC, 384 bits, secp384r1'",
        "Ed25519, 255, Ed25519",
        "X25519, 255, X25519",
        "RSASSA-PSS, 1024, 'RSASSA-PSS, 1024 bits'"
    })
    void readsThePublicKeysOfTheJdk(String algorithm, int size, String text) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        var key = generator.generateKeyPair().getPublic();
        SubjectPublicKeyInfo read = SubjectPublicKeyInfo.read(Bytes.owning(key.getEncoded()));
        assertThat(read).hasToString(text).isEqualTo(SubjectPublicKeyInfo.of(key));
        assertThat(read.publicKey()).contains(key);
        assertThat(SubjectPublicKeyInfo.startsOne(read.der())).isTrue();
        assertThat(SubjectPublicKeyInfo.startsOne(X509Files.certificate("client")))
                .isFalse();
    }

    @Test
    void tellsWhatAnOcspResponseSays() {
        OcspResponse good = OcspResponse.read(X509Files.ocsp("good"));
        assertThat(good.responseStatusName()).isEqualTo("successful");
        OcspResponse.Basic basic = good.basic().orElseThrow();
        assertThat(basic.responderId()).isEqualTo("name: CN=Responder");
        assertThat(basic.certificates())
                .singleElement()
                .satisfies(der -> assertThat(
                                CertificateDetails.of(der).orElseThrow().extendedKeyUsage())
                        .containsExactly("OCSPSigning"));
        OcspResponse.Single single = basic.responses().get(0);
        assertThat(single.certStatus()).isEqualTo("good");
        assertThat(single.serial()).isEqualTo("1001");
        assertThat(single.hashAlgorithm()).isEqualTo("SHA-1");
        assertThat(single.issuerNameHash().size()).isEqualTo(20);
        assertThat(single.nextUpdate())
                .hasValueSatisfying(
                        next -> assertThat(next).isEqualTo(single.thisUpdate().plusSeconds(7 * 86_400)));
    }

    @Test
    void tellsWhenAndWhyACertificateWasRevoked() {
        OcspResponse.Basic basic =
                OcspResponse.read(X509Files.ocsp("three")).basic().orElseThrow();
        assertThat(basic.responderId()).isEqualTo("key hash: 006075ee1558e8f5b4fa0b654a54ff3dc05ac40c");
        assertThat(basic.signatureAlgorithm()).isEqualTo("ecdsa-with-SHA256");
        assertThat(basic.certificates()).isEmpty();
        assertThat(basic.responses())
                .extracting(OcspResponse.Single::certStatus)
                .containsExactly("good", "revoked", "unknown");
        OcspResponse.Single revoked = basic.responses().get(1);
        assertThat(revoked.revocationTime()).contains(Instant.parse("2025-01-02T03:04:05Z"));
        assertThat(revoked.revocationReason()).contains("keyCompromise");
        assertThat(revoked.nextUpdate()).isEmpty();
    }

    @Test
    void anOcspResponseWithoutAnAnswerHasItsStatusAlone() {
        OcspResponse later = OcspResponse.read(Bytes.ofHex("30030a0103"));
        assertThat(later.responseStatusName()).isEqualTo("tryLater");
        assertThat(later.basic()).isEmpty();
        assertThat(OcspResponse.read(Bytes.ofHex("30030a0109")).responseStatusName())
                .isEqualTo("unknown(9)");
    }

    @Test
    void everyProperPrefixOfAnOcspResponseIsAProblem() {
        Bytes der = X509Files.ocsp("three");
        for (int i = 0; i < der.size(); i++) {
            Bytes prefix = der.slice(0, i);
            assertThatThrownBy(() -> OcspResponse.read(prefix)).isInstanceOf(MalformedTlsException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "310b300906035504030c024341, 0, 'tag 0x31 where 0x30 is expected'",
        "300d310b300906035504030c02434100, 15, bytes are left over",
        "300d310b300906035504030c0243, 2, truncated",
        "30023100, 4, missing",
        "300d310b30090603550403130243ff, 11, 'characters that this type of string cannot hold'",
        "300d310b300906035504030c02c3ff, 11, 'characters that this type of string cannot hold'",
        "300d310b300906035504031602c341, 11, 'characters that this type of string cannot hold'",
        "300c310a300806035504031e0141, 11, 'characters that this type of string cannot hold'",
        "300d310b300906038004030c024341, 8, no object identifier",
        "3080310b300906035504030c0243410000, 1, an indefinite length",
        "30810d310b300906035504030c024341, 1, not the shortest length"
    })
    void readsNamesStrictly(String hex, int offset, String message) {
        Problem problem = RdnSequence.problem(Bytes.ofHex(hex)).orElseThrow();
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.span().offset()).isEqualTo(offset);
        assertThat(problem.path()).startsWith("name");
    }

    @Test
    void takesNamesThatAllPeersTake() {
        for (String name : new String[] {"", "CN=Test CA", "CN=AT\\26T *.example,O=\u00e4,C=DE+ST=x", "DC=example"}) {
            assertThat(RdnSequence.problem(Bytes.owning(new X500Principal(name).getEncoded())))
                    .as(name)
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void nestsAtMost32Deep() {
        Bytes deep = Bytes.EMPTY;
        for (int i = 0; i < 40; i++) {
            deep = Bytes.of((byte) 0x30, (byte) deep.size()).concat(deep);
        }
        assertThat(DerOutline.problem(deep)).hasValueSatisfying(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
            assertThat(problem.span().offset()).isEqualTo(2 * (DerReader.DEPTH - 1));
        });
        assertThat(DerOutline.of(deep)).hasSize(DerReader.DEPTH + 2);
    }

    @Test
    void outlinesWhatIsBroken() {
        assertThat(DerOutline.of(Bytes.ofHex("3009 0201 05 0c02 c3 41 a0 09")))
                .containsExactly(
                        "SEQUENCE", "  INTEGER 05", "  UTF8String \"\\xc3A\"", "  [0xa0]", "! truncated at offset 11");
        assertThat(DerOutline.of(Bytes.EMPTY)).isEmpty();
        assertThat(DerOutline.of(Bytes.owning(new byte[2_000]))).hasSize(201).endsWith("and more");
    }
}
