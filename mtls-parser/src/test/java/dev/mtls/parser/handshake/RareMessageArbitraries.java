package dev.mtls.parser.handshake;

import static dev.mtls.parser.extension.ExtensionArbitraries.bytes;
import static dev.mtls.parser.extension.ExtensionArbitraries.points;

import dev.mtls.parser.code.CertChainType;
import dev.mtls.parser.code.CertificateCompressionAlgorithm;
import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ConnectionIdUsage;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.code.SupplementalDataType;
import dev.mtls.parser.extension.ExtensionArbitraries;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.handshake.MessageArbitraries.Sample;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages that most connections do without. */
final class RareMessageArbitraries {
    private static final ReadContext TLS13 =
            ReadContext.negotiated(Sender.SERVER, ProtocolVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256);
    private static final ReadContext TLS12 = ReadContext.negotiated(
            Sender.SERVER, ProtocolVersion.TLS_1_2, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);

    private RareMessageArbitraries() {}

    static Arbitrary<Sample> samples() {
        return Arbitraries.oneOf(List.of(
                in(TLS12, helloVerifyRequests()),
                in(TLS13, draftRetries()),
                in(TLS13, Arbitraries.integers().between(0, 255).map(RequestConnectionId::new)),
                in(
                        TLS13,
                        Combinators.combine(bytes(0, 20).list().ofMaxSize(3), points(ConnectionIdUsage.TABLE))
                                .as(NewConnectionId::new)),
                in(
                        TLS13,
                        Combinators.combine(bytes(0, 8), ExtensionArbitraries.in(MessageKind.CERTIFICATE_REQUEST))
                                .as(ClientCertificateRequest::new)),
                in(TLS12, certificateUrls()),
                in(TLS12, supplementalData()),
                in(
                        TLS12,
                        Combinators.combine(
                                        bytes(1, 40),
                                        bytes(1, 40),
                                        Arbitraries.integers().between(0, 0xffff),
                                        Arbitraries.integers().between(0, 0xffffff))
                                .as(EktKey::new)),
                in(TLS13, bytes(0, 48).map(MessageHash::new)),
                rawPublicKey12(),
                rawPublicKeys13(),
                in(TLS13, compressed()),
                in(TLS13, compressedOtherwise())));
    }

    private static Arbitrary<Sample> in(ReadContext context, Arbitrary<? extends HandshakeMessage> messages) {
        return messages.map(message -> new Sample(message, context));
    }

    private static Arbitrary<HelloVerifyRequest> helloVerifyRequests() {
        return Combinators.combine(points(ProtocolVersion.TABLE), bytes(0, 32)).as(HelloVerifyRequest::new);
    }

    private static Arbitrary<DraftHelloRetryRequest> draftRetries() {
        Arbitrary<Extensions> extensions = ExtensionArbitraries.in(MessageKind.HELLO_RETRY_REQUEST);
        Arbitrary<CipherSuite> suites = points(CipherSuite.TABLE);
        return Combinators.combine(Arbitraries.integers().between(13, 21), suites, extensions)
                .as((draft, suite, block) -> new DraftHelloRetryRequest(
                        ProtocolVersion.of(0x7f00 + draft), draft < 19 ? Optional.empty() : Optional.of(suite), block));
    }

    private static Arbitrary<CertificateUrl> certificateUrls() {
        return Combinators.combine(
                        points(CertChainType.TABLE),
                        Combinators.combine(bytes(1, 20), bytes(20, 20))
                                .as((url, hash) -> new CertificateUrl.UrlAndHash(url, 1, hash))
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3))
                .as(CertificateUrl::new);
    }

    private static Arbitrary<SupplementalData> supplementalData() {
        return Combinators.combine(points(SupplementalDataType.TABLE), bytes(0, 20))
                .as(SupplementalData.Entry::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(SupplementalData::new);
    }

    private static Arbitrary<Sample> rawPublicKey12() {
        return in(
                TLS12.with(CertificateType.RAW_PUBLIC_KEY),
                bytes(1, 40)
                        .map(key -> new CertificateMessage(
                                Optional.empty(),
                                List.of(new CertificateEntry(
                                        CertificateType.RAW_PUBLIC_KEY, key, Extensions.ABSENT)))));
    }

    private static Arbitrary<Sample> rawPublicKeys13() {
        Arbitrary<CertificateEntry> entries = Combinators.combine(
                        bytes(1, 40), ExtensionArbitraries.in(MessageKind.CERTIFICATE))
                .as((key, extensions) -> new CertificateEntry(CertificateType.RAW_PUBLIC_KEY, key, extensions));
        return in(
                TLS13.with(CertificateType.RAW_PUBLIC_KEY),
                Combinators.combine(bytes(0, 8), entries.list().ofMaxSize(1))
                        .as((context, list) -> new CertificateMessage(Optional.of(context), list)));
    }

    private static Arbitrary<CompressedCertificate> compressed() {
        return MessageArbitraries.certificates13().map(certificate -> {
            Bytes body = certificate.body();
            return new CompressedCertificate(
                    CertificateCompressionAlgorithm.ZLIB, body.size(), deflated(body), Optional.of(certificate));
        });
    }

    private static Arbitrary<CompressedCertificate> compressedOtherwise() {
        return Combinators.combine(
                        Arbitraries.of(0, 4, 0x1234, 0xffff).map(CertificateCompressionAlgorithm::of),
                        Arbitraries.integers().between(0, 64),
                        bytes(2, 40))
                .as((algorithm, length, bytes) ->
                        new CompressedCertificate(algorithm, length, bytes, Optional.empty()));
    }

    static Bytes deflated(Bytes bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes.toByteArray());
        deflater.finish();
        byte[] out = new byte[bytes.size() + 64];
        int size = deflater.deflate(out);
        deflater.end();
        return Bytes.of(out, 0, size);
    }
}
