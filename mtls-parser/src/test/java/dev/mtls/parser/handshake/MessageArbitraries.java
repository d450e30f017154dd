package dev.mtls.parser.handshake;

import static dev.mtls.parser.extension.ExtensionArbitraries.bytes;
import static dev.mtls.parser.extension.ExtensionArbitraries.list;
import static dev.mtls.parser.extension.ExtensionArbitraries.points;

import dev.mtls.parser.code.CertificateStatusType;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ClientCertificateType;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.KeyUpdateRequest;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.extension.ExtensionArbitraries;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Handshake messages that obey the rules, of every kind, with the context they are read in. */
public final class MessageArbitraries {
    private MessageArbitraries() {}

    /** A message and what its reader must know. */
    public record Sample(HandshakeMessage message, ReadContext context) {
        /** The message with its header. */
        public Bytes bytes() {
            return HandshakeMessages.write(message);
        }
    }

    /** Messages of every kind. */
    public static Arbitrary<Sample> samples() {
        return Arbitraries.oneOf(List.of(
                legacy(clientHello()),
                legacy(serverHello()),
                tls13(extensions(MessageKind.ENCRYPTED_EXTENSIONS).map(EncryptedExtensions::new)),
                tls13(certificates13()),
                legacy(certificates12()),
                tls13(certificateRequest13()),
                certificateRequestLegacy(),
                certificateVerify(),
                KeyExchangeArbitraries.server(),
                KeyExchangeArbitraries.client(),
                RareMessageArbitraries.samples(),
                tls13(newSessionTicket13()),
                legacy(newSessionTicket12()),
                legacy(certificateStatus()),
                legacy(bytes(0, 48).map(Finished::new)),
                tls13(Arbitraries.of(0, 1).map(KeyUpdateRequest::of).map(KeyUpdate::new)),
                legacy(Arbitraries.of(new HelloRequest(), new ServerHelloDone(), new EndOfEarlyData())),
                legacy(Combinators.combine(
                                Arbitraries.of(7, 18, 67, 99, 203, 255).map(HandshakeType::of), bytes(0, 30))
                        .as(UnknownHandshakeMessage::new))));
    }

    private static Arbitrary<Sample> tls13(Arbitrary<? extends HandshakeMessage> messages) {
        return messages.map(m -> new Sample(
                m, ReadContext.negotiated(Sender.SERVER, ProtocolVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256)));
    }

    private static Arbitrary<Sample> legacy(Arbitrary<? extends HandshakeMessage> messages) {
        return messages.map(m -> new Sample(m, ReadContext.initial(Sender.SERVER)));
    }

    private static ReadContext of(ProtocolVersion version, CipherSuite suite) {
        return ReadContext.negotiated(Sender.SERVER, version, suite);
    }

    private static Arbitrary<Extensions> extensions(MessageKind kind) {
        return ExtensionArbitraries.in(kind);
    }

    private static Arbitrary<ClientHello> clientHello() {
        return Combinators.combine(
                        points(ProtocolVersion.TABLE),
                        bytes(32, 32),
                        bytes(0, 32),
                        list(CipherSuite.TABLE),
                        list(CompressionMethod.TABLE),
                        Arbitraries.oneOf(extensions(MessageKind.CLIENT_HELLO), Arbitraries.just(Extensions.ABSENT)))
                .as(ClientHello::new);
    }

    private static Arbitrary<ServerHello> serverHello() {
        Arbitrary<ServerHello> retry = serverHello(
                Arbitraries.just(ServerHello.HELLO_RETRY_REQUEST_RANDOM), extensions(MessageKind.HELLO_RETRY_REQUEST));
        Arbitrary<Extensions> tls13 = extensions(MessageKind.SERVER_HELLO)
                .filter(e -> e.get(SupportedVersions.class).isPresent());
        Arbitrary<Extensions> older = extensions(MessageKind.LEGACY_SERVER_HELLO);
        Arbitrary<Extensions> none = Arbitraries.just(Extensions.ABSENT);
        return Arbitraries.oneOf(retry, serverHello(bytes(32, 32), Arbitraries.oneOf(tls13, older, none)));
    }

    private static Arbitrary<ServerHello> serverHello(Arbitrary<Bytes> random, Arbitrary<Extensions> extensions) {
        return Combinators.combine(
                        points(ProtocolVersion.TABLE),
                        random,
                        bytes(0, 32),
                        points(CipherSuite.TABLE),
                        points(CompressionMethod.TABLE),
                        extensions)
                .as(ServerHello::new);
    }

    static Arbitrary<CertificateMessage> certificates13() {
        Arbitrary<CertificateEntry> entry = Combinators.combine(bytes(1, 30), extensions(MessageKind.CERTIFICATE))
                .as(CertificateEntry::new);
        return Combinators.combine(bytes(0, 8), entry.list().ofMaxSize(3))
                .as((context, list) -> new CertificateMessage(Optional.of(context), list));
    }

    private static Arbitrary<CertificateMessage> certificates12() {
        return bytes(1, 30)
                .map(der -> new CertificateEntry(der, Extensions.ABSENT))
                .list()
                .ofMaxSize(3)
                .map(list -> new CertificateMessage(Optional.empty(), list));
    }

    private static Arbitrary<CertificateRequest> certificateRequest13() {
        return Combinators.combine(bytes(0, 8), extensions(MessageKind.CERTIFICATE_REQUEST))
                .as((context, extensions) ->
                        new CertificateRequest(Optional.of(context), List.of(), List.of(), List.of(), extensions));
    }

    private static Arbitrary<Sample> certificateRequestLegacy() {
        return Combinators.combine(
                        KeyExchangeArbitraries.oldVersions(),
                        list(ClientCertificateType.TABLE),
                        list(SignatureScheme.TABLE),
                        ExtensionArbitraries.names().list().ofMaxSize(3))
                .as((version, types, schemes, names) -> {
                    ReadContext context = of(version, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
                    return new Sample(
                            new CertificateRequest(
                                    Optional.empty(),
                                    types,
                                    context.isBeforeTls12() ? List.of() : schemes,
                                    names,
                                    Extensions.ABSENT),
                            context);
                });
    }

    private static Arbitrary<Sample> certificateVerify() {
        return Combinators.combine(KeyExchangeArbitraries.oldVersions(), points(SignatureScheme.TABLE), bytes(0, 40))
                .as((version, scheme, signature) -> {
                    ReadContext context = of(version, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
                    Optional<SignatureScheme> algorithm =
                            context.isBeforeTls12() ? Optional.empty() : Optional.of(scheme);
                    return new Sample(new CertificateVerify(algorithm, signature), context);
                });
    }

    private static Arbitrary<NewSessionTicket> newSessionTicket13() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 0xffffffffL),
                        Arbitraries.longs().between(0, 0xffffffffL),
                        bytes(0, 8),
                        bytes(1, 40),
                        extensions(MessageKind.NEW_SESSION_TICKET))
                .as((lifetime, ageAdd, nonce, ticket, extensions) -> new NewSessionTicket(
                        lifetime, OptionalLong.of(ageAdd), Optional.of(nonce), ticket, extensions));
    }

    private static Arbitrary<NewSessionTicket> newSessionTicket12() {
        return Combinators.combine(Arbitraries.longs().between(0, 0xffffffffL), bytes(0, 40))
                .as((hint, ticket) ->
                        new NewSessionTicket(hint, OptionalLong.empty(), Optional.empty(), ticket, Extensions.ABSENT));
    }

    private static Arbitrary<CertificateStatus> certificateStatus() {
        return Combinators.combine(
                        Arbitraries.of(1, 2, 3).map(CertificateStatusType::of),
                        bytes(1, 20),
                        bytes(0, 10).list().ofMinSize(1).ofMaxSize(3))
                .as((type, response, responses) -> type.equals(CertificateStatusType.OCSP_MULTI)
                        ? new CertificateStatus(type, Optional.empty(), responses)
                        : new CertificateStatus(type, Optional.of(response), List.of()));
    }
}
