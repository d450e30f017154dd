package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.ClientCertificateType;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.extension.CertificateAuthorities;
import dev.mtls.parser.extension.DistinguishedName;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.CertificateStatus;
import dev.mtls.parser.handshake.CompressedCertificate;
import dev.mtls.parser.handshake.EncryptedExtensions;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** What a conversation makes of certificates that are compressed, of raw public keys, and of what it cannot read. */
class CarriedCertificatesTest {
    private static final X509Certificate ALICE = certificate();
    private static final Bytes DER = der(ALICE);
    private static final Bytes KEY = Bytes.owning(ALICE.getPublicKey().getEncoded());

    @Test
    void theFactsComeOutOfCompressedCertificatesToo() {
        Conversation said = tls13().server(
                        new EncryptedExtensions(Extensions.of()), request13(), compressed(chain13(DER)))
                .client(compressed(chain13(DER)))
                .conversation();

        assertThat(said.problems()).isEmpty();
        assertThat(said.serverAuth().certificate()).contains(ALICE);
        assertThat(said.clientAuth().presented()).contains(true);
        assertThat(said.clientAuth().certificate()).contains(ALICE);
        assertThat(View.ladder(said)).contains("zlib, CN=alice");
        assertThat(View.json(said))
                .contains("\"fields\":{\"algorithm\":1,\"uncompressed_length\":")
                .contains("\"compressed_length\":")
                .contains("\"certificate_request_context\":\"\",\"certificate_list\":[{\"cert_data\":\"" + DER.toHex()
                        + "\",\"subject\":\"CN=alice");
    }

    @Test
    void anEmptyCertificateThatIsCompressedIsAnEmptyOne() {
        Conversation said = tls13().server(request13())
                .client(compressed(new CertificateMessage(Optional.of(Bytes.EMPTY), List.of())))
                .conversation();

        assertThat(said.clientAuth().presented()).contains(false);
    }

    @Test
    void ofACertificateThatCannotBeInflatedItIsKnownThatItIsThere() {
        CompressedCertificate strange = new CompressedCertificate(
                CertificateCompressionAlgorithm.of(0x1234), 800, Bytes.ofText("?"), Optional.empty());
        Conversation said = tls13().server(request13(), strange).client(strange).conversation();

        assertThat(said.serverAuth().presented()).contains(true);
        assertThat(said.serverAuth().chain()).isEmpty();
        assertThat(said.clientAuth().presented()).contains(true);
        assertThat(said.clientAuth().certificate()).isEmpty();
        assertThat(View.ladder(said)).contains("unknown(0x1234), not inflated\n");
    }

    @Test
    void aRawPublicKeyOfTls13IsOneWhetherItsNegotiationWasSeenOrNot() {
        CertificateEntry key = new CertificateEntry(CertificateType.RAW_PUBLIC_KEY, KEY, Extensions.of());
        HandshakeMessage carried = new CertificateMessage(Optional.of(Bytes.EMPTY), List.of(key));
        EncryptedExtensions both = new EncryptedExtensions(Extensions.of(
                new UnknownExtension(ExtensionType.CLIENT_CERTIFICATE_TYPE, Bytes.ofHex("02")),
                new UnknownExtension(ExtensionType.SERVER_CERTIFICATE_TYPE, Bytes.ofHex("02"))));

        Conversation seen =
                tls13().server(both, request13(), carried).client(carried).conversation();
        Conversation unseen =
                tls13().server(request13(), carried).client(carried).conversation();

        for (Conversation said : List.of(seen, unseen)) {
            assertThat(said.problems()).isEmpty();
            assertThat(said.serverAuth().presented()).contains(true);
            assertThat(said.clientAuth().presented()).contains(true);
            assertThat(said.clientAuth().certificate()).isEmpty();
            assertThat(View.ladder(said)).contains("a raw public key: EC, 256 bits, secp256r1\n");
            assertThat(View.text(said))
                    .contains("subject_public_key_info: 91 bytes\n          key: EC, 256 bits, secp256r1\n");
            assertThat(View.json(said))
                    .contains("{\"subject_public_key_info\":\"" + KEY.toHex() + "\",\"extensions\":[]}");
        }
    }

    @Test
    void aRawPublicKeyOfTls12HasNoList() {
        CertificateEntry key = new CertificateEntry(CertificateType.RAW_PUBLIC_KEY, KEY, Extensions.ABSENT);
        HandshakeMessage carried = new CertificateMessage(Optional.empty(), List.of(key));
        ServerHello hello = new ServerHello(
                ProtocolVersion.TLS_1_2,
                Wire.RANDOM,
                Bytes.EMPTY,
                Wire.TLS12_SUITE,
                CompressionMethod.of(0),
                Extensions.of(new UnknownExtension(ExtensionType.SERVER_CERTIFICATE_TYPE, Bytes.ofHex("02"))));
        Conversation said = new Wire()
                .client(Wire.clientHello(ProtocolVersion.TLS_1_2))
                .server(hello, carried)
                .conversation();

        assertThat(carried.body()).isEqualTo(Bytes.ofHex("00005b").concat(KEY));
        assertThat(said.problems()).isEmpty();
        assertThat(said.serverAuth().presented()).contains(true);
        assertThat(View.json(said))
                .contains("\"certificate_list\":[{\"subject_public_key_info\":\"" + KEY.toHex() + "\"}]");
    }

    @Test
    void whatWasNegotiatedDecidesOverWhatTheBytesLookLike() {
        HandshakeMessage key =
                new CertificateMessage(Optional.of(Bytes.EMPTY), List.of(new CertificateEntry(KEY, Extensions.of())));
        Conversation said =
                tls13().server(new EncryptedExtensions(Extensions.of()), key).conversation();

        assertThat(said.problems()).hasSize(1);
        Problem problem = said.problems().get(0).problem();
        assertThat(problem.path()).isEqualTo("certificate.certificate_list[0].cert_data");
        assertThat(problem.message()).isEqualTo("no X.509 certificate that can be read");
    }

    @Test
    void anUnreadableCertificateIsShownAsFarAsItIsDer() {
        Bytes cut = DER.slice(0, 40);
        Conversation said = tls13().server(chain13(cut)).conversation();

        Problem problem = said.problems().get(0).problem();
        assertThat(problem.message()).isEqualTo("no X.509 certificate that can be read: truncated at byte 4 of it");
        assertThat(problem.span().offset()).isEqualTo(11);
        assertThat(problem.span().length()).isEqualTo(40);
        assertThat(View.text(said))
                .containsSubsequence(
                        "cert_data: 40 bytes\n",
                        "          SEQUENCE\n            SEQUENCE\n              [0xa0]\n                INTEGER 02\n",
                        "                  SEQUENCE\n",
                        "          ! truncated at offset 4\n");
    }

    @Test
    void anUnreadableCertificateIsFoundInACompressedOneToo() {
        Conversation said =
                tls13().server(compressed(chain13(DER.slice(0, 40)))).conversation();

        Problem problem = said.problems().get(0).problem();
        assertThat(said.problems()).hasSize(1);
        assertThat(problem.path()).isEqualTo("compressed_certificate.certificate_list[0].cert_data");
        assertThat(problem.message()).startsWith("no X.509 certificate that can be read");
        assertThat(problem.base()).isEqualTo(Problem.Base.MESSAGE);
    }

    @Test
    void theTextSaysWhetherAStapledResponseRevokesWhatAndWhy() throws IOException {
        Bytes response;
        try (InputStream in = Optional.ofNullable(CarriedCertificatesTest.class.getResourceAsStream("/ocsp/three.der"))
                .orElseThrow()) {
            response = Bytes.owning(in.readAllBytes());
        }
        Conversation said = new Wire()
                .client(Wire.clientHello(ProtocolVersion.TLS_1_2))
                .server(
                        Wire.serverHello12(),
                        new CertificateStatus(CertificateStatusType.OCSP, Optional.of(response), List.of()),
                        new CertificateStatus(
                                CertificateStatusType.OCSP_MULTI, Optional.empty(), List.of(response, Bytes.EMPTY)))
                .conversation();

        assertThat(View.text(said))
                .containsSubsequence(
                        "response: 437 bytes\n",
                        "response_status: successful\n",
                        "responder_id: key hash: 006075ee",
                        "certificate 1002: revoked since 2025-01-02T03:04:05Z, keyCompromise\n        as of ",
                        "signature_algorithm: ecdsa-with-SHA256\n",
                        "responses: 2\n",
                        "certificate 1003: unknown\n",
                        "- empty\n");
        assertThat(View.json(said)).contains("\"response\":\"" + response.toHex() + "\"");
    }

    @Test
    void aNameOfAnAuthorityIsReadStrictlyAndTheProblemPointsAtTheByte() {
        Bytes good = Bytes.owning(new X500Principal("CN=Test CA").getEncoded());
        // As rustls 0.21 sent them: the sequence around the name is missing, which the JDK forgives.
        DistinguishedName bare = new DistinguishedName(good.slice(2));
        assertThat(bare.name()).contains("CN=Test CA");
        CertificateRequest request12 = new CertificateRequest(
                Optional.empty(),
                List.of(ClientCertificateType.of(64)),
                List.of(SignatureScheme.of(0x0403)),
                List.of(new DistinguishedName(good), bare),
                Extensions.ABSENT);
        Conversation said = new Wire()
                .client(Wire.clientHello(ProtocolVersion.TLS_1_2))
                .server(Wire.serverHello12(), request12)
                .conversation();

        Problem problem = said.problems().get(0).problem();
        assertThat(problem.path()).isEqualTo("certificate_request.certificate_authorities[1]");
        assertThat(problem.message()).isEqualTo("tag 0x31 where 0x30 is expected");
        assertThat(problem.base()).isEqualTo(Problem.Base.MESSAGE);
        int second = 4 + 2 + 4 + 2 + 2 + good.size() + 2;
        assertThat(problem.span().offset()).isEqualTo(second);
        assertThat(said.problems()).hasSize(1);
        assertThat(said.clientAuth().authorities()).contains(List.of("CN=Test CA", "CN=Test CA"));

        Conversation said13 = tls13().server(new CertificateRequest(
                        Optional.of(Bytes.EMPTY),
                        List.of(),
                        List.of(),
                        List.of(),
                        Extensions.of(new CertificateAuthorities(List.of(bare)))))
                .conversation();
        assertThat(said13.problems().get(0).problem().path())
                .isEqualTo("certificate_request.extensions[0].certificate_authorities.authorities[0]");
    }

    private static Wire tls13() {
        return new Wire().client(Wire.clientHello(ProtocolVersion.TLS_1_3)).server(Wire.serverHello13());
    }

    private static CertificateRequest request13() {
        return new CertificateRequest(Optional.of(Bytes.EMPTY), List.of(), List.of(), List.of(), Extensions.of());
    }

    private static CertificateMessage chain13(Bytes der) {
        return new CertificateMessage(Optional.of(Bytes.EMPTY), List.of(new CertificateEntry(der, Extensions.of())));
    }

    private static CompressedCertificate compressed(CertificateMessage certificate) {
        Bytes body = certificate.body();
        Deflater deflater = new Deflater();
        deflater.setInput(body.toByteArray());
        deflater.finish();
        byte[] out = new byte[body.size() + 64];
        int size = deflater.deflate(out);
        deflater.end();
        return new CompressedCertificate(
                CertificateCompressionAlgorithm.ZLIB, body.size(), Bytes.of(out, 0, size), Optional.of(certificate));
    }

    private static X509Certificate certificate() {
        try (InputStream in = Optional.ofNullable(CarriedCertificatesTest.class.getResourceAsStream("pki/client.pem"))
                .orElseThrow()) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.owning(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
