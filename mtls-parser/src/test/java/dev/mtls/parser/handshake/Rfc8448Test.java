package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.extension.KeyShare;
import dev.mtls.parser.extension.PreSharedKey;
import dev.mtls.parser.extension.ServerName;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.record.HandshakeAssembler;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All messages of the traces of RFC 8448. */
class Rfc8448Test {
    static Stream<String> sections() {
        return Rfc8448.SECTIONS.stream();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyMessageIsReadAndWrittenAgain(String section) {
        List<Rfc8448.Line> messages = Rfc8448.lines(section, "message");
        assertThat(messages).hasSizeGreaterThan(5);
        for (Rfc8448.Line line : messages) {
            ReadContext context = tls13(line.sender());
            HandshakeMessage message = HandshakeMessages.read(line.bytes(), context, DecodeLimits.DEFAULTS);
            assertThat(message).isNotInstanceOf(UnknownHandshakeMessage.class);
            assertThat(HandshakeMessages.write(message)).isEqualTo(line.bytes());
            assertThat(message.body()).isEqualTo(line.bytes().slice(4));
            Decoded<HandshakeMessage> traced = HandshakeMessages.trace(line.bytes(), context, DecodeLimits.DEFAULTS);
            assertThat(traced.problems()).isEmpty();
            assertThat(traced.value()).isEqualTo(message);
            Tiling.check(traced.fields().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("sections")
    void plainRecordsHoldTheirMessages(String section) {
        for (Sender sender : Sender.values()) {
            RecordDecoder records = new RecordDecoder(DecodeLimits.DEFAULTS);
            HandshakeAssembler assembler = new HandshakeAssembler(DecodeLimits.DEFAULTS);
            List<Bytes> found = new ArrayList<>();
            List<Bytes> expected = new ArrayList<>();
            Rfc8448.lines(section, "record").stream()
                    .filter(line -> line.sender() == sender)
                    .forEach(line -> records.feed(line.bytes()));
            int count = 0;
            for (Optional<TlsRecord> next = records.next(); next.isPresent(); next = records.next()) {
                count++;
                assertThat(next.get().toBytes()).isEqualTo(records.wire());
                if (next.get().type().equals(ContentType.HANDSHAKE)) {
                    assembler.feed(next.get().fragment());
                    assembler.next().map(RawHandshakeMessage::bytes).ifPresent(found::add);
                }
            }
            assertThat(records.pending()).isEqualTo(Bytes.EMPTY);
            List<Rfc8448.Line> lines = Rfc8448.lines(section, "record").stream()
                    .filter(line -> line.sender() == sender)
                    .toList();
            assertThat(count).isEqualTo(lines.size());
            Rfc8448.lines(section, "message").stream()
                    .filter(line ->
                            line.sender() == sender && line.name().matches("ClientHello|ServerHello|HelloRetry.*"))
                    .forEach(line -> expected.add(line.bytes()));
            assertThat(found).startsWith(expected.get(0)).hasSameSizeAs(expected);
        }
    }

    @Test
    void theClientAuthenticationOfSection6IsSeen() {
        List<HandshakeMessage> messages = messages("section-6-client-auth");
        ClientHello hello = (ClientHello) messages.get(0);
        assertThat(hello.cipherSuites())
                .containsExactly(
                        CipherSuite.TLS_AES_128_GCM_SHA256,
                        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384);
        assertThat(hello.extensions().get(ServerName.class).flatMap(ServerName::hostName))
                .contains("server");
        assertThat(hello.extensions().get(SupportedVersions.class).orElseThrow().versions())
                .containsExactly(ProtocolVersion.TLS_1_3);
        assertThat(hello.extensions()
                        .get(KeyShare.class)
                        .orElseThrow()
                        .clientShares()
                        .get(0)
                        .group())
                .isEqualTo(NamedGroup.X25519);
        CertificateRequest request = messages.stream()
                .filter(CertificateRequest.class::isInstance)
                .map(CertificateRequest.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(request.certificateRequestContext()).contains(Bytes.EMPTY);
        assertThat(request.signatureSchemes())
                .contains(SignatureScheme.RSA_PSS_RSAE_SHA256)
                .hasSize(15);
        assertThat(request.authorities()).isEmpty();
        assertThat(messages.stream()
                        .filter(CertificateMessage.class::isInstance)
                        .map(m -> ((CertificateMessage) m)
                                .x509()
                                .get(0)
                                .getSubjectX500Principal()
                                .getName()))
                .containsExactly("CN=ecdsa256", "CN=client");
    }

    @Test
    void theRetryOfSection5IsSeen() {
        ServerHello retry =
                (ServerHello) messages("section-5-hello-retry-request").get(1);
        assertThat(retry.isHelloRetryRequest()).isTrue();
        assertThat(retry.version()).isEqualTo(ProtocolVersion.TLS_1_3);
        assertThat(retry.extensions().get(KeyShare.class).orElseThrow().selectedGroup())
                .contains(NamedGroup.SECP256R1);
        Rfc8448.Line line =
                Rfc8448.lines("section-5-hello-retry-request", "message").get(1);
        assertThat(HandshakeMessages.trace(line.bytes(), tls13(Sender.SERVER), DecodeLimits.DEFAULTS)
                        .fields()
                        .orElseThrow()
                        .child("hello_retry_request"))
                .isPresent();
    }

    @Test
    void theResumptionOfSection4IsSeen() {
        ClientHello hello = (ClientHello) messages("section-4-resumed-0rtt").get(0);
        PreSharedKey psk = hello.extensions().get(PreSharedKey.class).orElseThrow();
        assertThat(psk.identities()).hasSize(1);
        assertThat(psk.binders()).hasSize(1);
        assertThat(hello.extensions().list().get(hello.extensions().list().size() - 1))
                .isEqualTo(psk);
    }

    @Test
    void noExtensionOfTheTracesIsUnknown() {
        List<TlsExtension> unknown = new ArrayList<>();
        for (String section : Rfc8448.SECTIONS) {
            for (HandshakeMessage message : messages(section)) {
                Optional<Iterable<TlsExtension>> extensions = message instanceof ClientHello h
                        ? Optional.of(h.extensions())
                        : message instanceof EncryptedExtensions e ? Optional.of(e.extensions()) : Optional.empty();
                extensions.ifPresent(all -> all.forEach(e -> {
                    if (e instanceof UnknownExtension) {
                        unknown.add(e);
                    }
                }));
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<HandshakeMessage> messages(String section) {
        return Rfc8448.lines(section, "message").stream()
                .map(line -> HandshakeMessages.read(line.bytes(), tls13(line.sender()), DecodeLimits.DEFAULTS))
                .toList();
    }

    private static ReadContext tls13(Sender sender) {
        return ReadContext.negotiated(sender, ProtocolVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256);
    }
}
