package dev.mtls.parser;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.KeyShare;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.handshake.ServerHelloDone;
import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Talks made by hand: records of both sides, in the order in which they are written down. */
final class Wire {

    static final Bytes RANDOM = Bytes.ofHex("11".repeat(32));
    static final CipherSuite TLS12_SUITE = CipherSuite.of(0xc02b);
    static final CipherSuite TLS13_SUITE = CipherSuite.of(0x1301);

    private final List<JsseTalk.Chunk> chunks = new ArrayList<>();

    Wire client(String hex) {
        return say(Sender.CLIENT, Bytes.ofHex(hex));
    }

    Wire server(String hex) {
        return say(Sender.SERVER, Bytes.ofHex(hex));
    }

    Wire client(HandshakeMessage... messages) {
        return say(Sender.CLIENT, record(22, join(messages)));
    }

    Wire server(HandshakeMessage... messages) {
        return say(Sender.SERVER, record(22, join(messages)));
    }

    Wire say(Sender from, Bytes bytes) {
        chunks.add(new JsseTalk.Chunk(from, bytes));
        return this;
    }

    List<JsseTalk.Chunk> chunks() {
        return List.copyOf(chunks);
    }

    Bytes all(Sender from) {
        return JsseTalk.all(chunks, from);
    }

    /** Read in the order in which it was said. */
    Conversation conversation() {
        return JsseTalk.read(chunks);
    }

    static Bytes record(int type, Bytes fragment) {
        return Bytes.of((byte) type, (byte) 3, (byte) 3, (byte) (fragment.size() >> 8), (byte) fragment.size())
                .concat(fragment);
    }

    static Bytes join(HandshakeMessage... messages) {
        Bytes all = Bytes.EMPTY;
        for (HandshakeMessage message : messages) {
            all = all.concat(HandshakeMessages.write(message));
        }
        return all;
    }

    static ClientHello clientHello(ProtocolVersion... versions) {
        SupportedVersions offer = new SupportedVersions(List.of(versions), Optional.empty());
        return clientHello(offer);
    }

    static ClientHello clientHello(TlsExtension... extensions) {
        return new ClientHello(
                ProtocolVersion.TLS_1_2,
                RANDOM,
                Bytes.EMPTY,
                List.of(TLS13_SUITE, TLS12_SUITE),
                List.of(CompressionMethod.of(0)),
                Extensions.of(extensions));
    }

    static ServerHello serverHello12() {
        return serverHello(TLS12_SUITE, RANDOM);
    }

    static ServerHello serverHello13() {
        return serverHello(
                TLS13_SUITE,
                RANDOM,
                selected13(),
                new KeyShare(List.of(), Optional.of(new KeyShare.Entry(NamedGroup.of(29), RANDOM)), Optional.empty()));
    }

    static ServerHello serverHello13With(TlsExtension extension) {
        return serverHello(TLS13_SUITE, RANDOM, selected13(), extension);
    }

    static ServerHello helloRetryRequest() {
        return serverHello(
                TLS13_SUITE,
                ServerHello.HELLO_RETRY_REQUEST_RANDOM,
                selected13(),
                new KeyShare(List.of(), Optional.empty(), Optional.of(NamedGroup.of(29))));
    }

    private static SupportedVersions selected13() {
        return new SupportedVersions(List.of(), Optional.of(ProtocolVersion.TLS_1_3));
    }

    private static ServerHello serverHello(CipherSuite suite, Bytes random, TlsExtension... extensions) {
        return new ServerHello(
                ProtocolVersion.TLS_1_2,
                random,
                Bytes.EMPTY,
                suite,
                CompressionMethod.of(0),
                Extensions.of(extensions));
    }

    static CertificateRequest certificateRequest12() {
        return new CertificateRequest(
                Optional.empty(),
                List.of(dev.mtls.parser.code.ClientCertificateType.of(64)),
                List.of(dev.mtls.parser.code.SignatureScheme.of(0x0403)),
                List.of(),
                Extensions.ABSENT);
    }

    static CertificateMessage noCertificate12() {
        return new CertificateMessage(Optional.empty(), List.of());
    }

    static ServerHelloDone serverHelloDone() {
        return new ServerHelloDone();
    }
}
