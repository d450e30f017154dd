package dev.mtls.parser;

import dev.mtls.parser.code.CertificateType;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.KeyShare;
import dev.mtls.parser.extension.PreSharedKey;
import dev.mtls.parser.extension.SessionTicket;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ClientKeyExchange;
import dev.mtls.parser.handshake.EncryptedExtensions;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.handshake.ServerKeyExchange;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the hellos of a connection settle, and what its secrets depend on. */
final class Negotiation {

    private final Transcript transcript;
    private final ReaderTable readers;

    private @Nullable ClientHello clientHello;
    private @Nullable Sslv2ClientHello sslv2Hello;
    private @Nullable ServerHello serverHello;
    private @Nullable ProtocolVersion version;
    private @Nullable CipherSuite cipherSuite;
    private @Nullable NamedGroup group;
    private @Nullable Bytes serverShare;
    /** The client's public key in TLS 1.2, whose group the server says. */
    private @Nullable Bytes clientPoint;

    /** What each side's certificates are, once the server has said it. RFC 7250 3. */
    private @Nullable CertificateType clientCertificate;

    private @Nullable CertificateType serverCertificate;

    private final Map<NamedGroup, Bytes> clientShares = new LinkedHashMap<>();
    private boolean retryAsked;
    private boolean retryAnswered;
    private boolean gaveUp;

    Negotiation(DecodeLimits limits, ReaderTable readers) {
        this.readers = readers;
        transcript = new Transcript(limits.buffered());
    }

    /** Whether the server has answered, or no answer is waited for. */
    boolean isDecided() {
        return version != null || gaveUp;
    }

    void giveUp() {
        gaveUp = true;
    }

    /** Bytes of a side were lost. */
    void lost(Sender from) {
        transcript.broken();
        if (from == Sender.SERVER) {
            gaveUp = true;
        }
    }

    Optional<CipherSuite> cipherSuite() {
        return Optional.ofNullable(cipherSuite);
    }

    /** Takes what opened a record for negotiated where the server's answer was not seen. */
    void found(ProtocolVersion itsVersion, CipherSuite itsSuite) {
        if (version == null) {
            version = itsVersion;
            cipherSuite = itsSuite;
        }
    }

    boolean isTls13() {
        return version != null && version.value() >= ProtocolVersion.TLS_1_3.value();
    }

    /** Whether it is sure that the version is older than TLS 1.3: it was negotiated, or nothing newer was offered. */
    boolean isBeforeTls13() {
        return version != null
                ? version.value() < ProtocolVersion.TLS_1_3.value()
                : sslv2Hello != null || (clientHello != null && !offersTls13(clientHello));
    }

    /** What a message is to be read with. */
    ReadContext context(Sender from, HandshakeType type, Provenance provenance) {
        boolean isHello = type.equals(HandshakeType.CLIENT_HELLO) || type.equals(HandshakeType.SERVER_HELLO);
        Optional<ProtocolVersion> known = Optional.ofNullable(version);
        if (known.isEmpty() && !isHello) {
            // Of what comes in the clear before TLS 1.3, the record's header says the version.
            known = provenance.records().stream()
                    .map(RecordInfo::version)
                    .filter(found -> found.value() < ProtocolVersion.TLS_1_2.value())
                    .findFirst();
        }
        return new ReadContext(
                known,
                Optional.ofNullable(cipherSuite),
                MessageKind.OTHER,
                from,
                Optional.ofNullable(from == Sender.CLIENT ? clientCertificate : serverCertificate),
                readers);
    }

    /**
     * Counts handshakes: each direction by its own hellos, so that the order in which the directions are read does not
     * matter.
     *
     * @return number of the handshake that a message belongs to
     */
    OptionalInt number(Direction direction, HandshakeType type) {
        boolean starts =
                type.equals(direction.side == Sender.CLIENT ? HandshakeType.CLIENT_HELLO : HandshakeType.SERVER_HELLO);
        if (starts) {
            boolean again = retryAsked && !retryAnswered && direction.handshake >= 0;
            if (direction.side == Sender.CLIENT) {
                retryAnswered |= again;
                direction.handshake += again ? 0 : 1;
            } else if (!direction.retried) {
                direction.handshake++;
            }
        } else if (type.equals(HandshakeType.HELLO_REQUEST) && direction.changedCipherSpec) {
            return OptionalInt.of(direction.handshake + 1);
        } else if (direction.handshake < 0) {
            // Whatever was lost before: what comes in the clear is of the first.
            return direction.sawProtected ? OptionalInt.empty() : OptionalInt.of(0);
        }
        return OptionalInt.of(direction.handshake);
    }

    private static HandshakeType helloOf(Sender side) {
        return side == Sender.CLIENT ? HandshakeType.CLIENT_HELLO : HandshakeType.SERVER_HELLO;
    }

    /** Takes from a message what later messages depend on. */
    void learn(Direction direction, HandshakeMessage message, Bytes whole) {
        Sender from = direction.side;
        if (direction.handshake <= 0) {
            transcript.add(from, whole);
        }
        direction.sawHello |= message.type().equals(helloOf(from));
        if (message instanceof ClientHello hello) {
            clientHello(hello);
        } else if (message instanceof ServerHello hello) {
            serverHello(direction, hello);
        } else if (message instanceof EncryptedExtensions answer) {
            certificateTypes(answer.extensions());
        } else if (from == Sender.SERVER && message.type().equals(HandshakeType.SERVER_HELLO)) {
            // An answer that cannot be read: there will be no other.
            gaveUp = true;
        } else if (message instanceof ServerKeyExchange exchange && direction.handshake <= 0) {
            if (exchange.params().orElse(null) instanceof ServerKeyExchange.Ecdhe share) {
                group = share.namedCurve();
                serverShare = share.publicKey();
            }
        } else if (message instanceof ClientKeyExchange exchange && direction.handshake <= 0) {
            clientPoint = exchange.ecdhYc().orElse(null);
        }
    }

    /** As {@link #learn}, of the hello that has no message: what is hashed of it starts behind its length. */
    void learn(Direction direction, Sslv2ClientHello hello, Bytes wire) {
        direction.handshake = 0;
        direction.sawHello = true;
        transcript.add(direction.side, wire.slice(Sslv2ClientHello.HEADER));
        sslv2Hello = hello;
    }

    private void clientHello(ClientHello hello) {
        if (clientHello == null) {
            clientHello = hello;
        }
        hello.extensions()
                .get(KeyShare.class)
                .ifPresent(shares -> shares.clientShares().forEach(share -> {
                    clientShares.remove(share.group());
                    clientShares.put(share.group(), share.keyExchange());
                }));
    }

    private void serverHello(Direction direction, ServerHello hello) {
        version = hello.version();
        cipherSuite = hello.cipherSuite();
        direction.retried = hello.isHelloRetryRequest();
        if (!isTls13()) {
            certificateTypes(hello.extensions());
        }
        if (hello.isHelloRetryRequest()) {
            retryAsked = true;
            return;
        }
        if (serverHello == null) {
            serverHello = hello;
            hello.extensions()
                    .get(KeyShare.class)
                    .flatMap(KeyShare::serverShare)
                    .ifPresent(share -> {
                        group = share.group();
                        serverShare = share.keyExchange();
                    });
        }
    }

    /** Takes from the server's answer what kinds of certificates it chose; X.509 where it says nothing. */
    private void certificateTypes(Extensions answer) {
        CertificateType both = certificateType(answer, ExtensionType.CERT_TYPE, CertificateType.X509);
        clientCertificate = certificateType(answer, ExtensionType.CLIENT_CERTIFICATE_TYPE, both);
        serverCertificate = certificateType(answer, ExtensionType.SERVER_CERTIFICATE_TYPE, both);
    }

    private static CertificateType certificateType(Extensions answer, ExtensionType type, CertificateType otherwise) {
        return answer.find(type)
                .map(TlsExtension::body)
                .filter(body -> body.size() == 1)
                .map(body -> CertificateType.of(body.u8(0)))
                .orElse(otherwise);
    }

    private static boolean offersTls13(ClientHello hello) {
        return hello.extensions()
                .get(SupportedVersions.class)
                .map(offer -> offer.versions().stream()
                        .anyMatch(offered -> offered.value() >= ProtocolVersion.TLS_1_3.value() && !offered.isGrease()))
                .orElse(hello.extensions().has(ExtensionType.SUPPORTED_VERSIONS));
    }

    HandshakeFacts facts() {
        Optional<ClientHello> asked = Optional.ofNullable(clientHello);
        Optional<ServerHello> answered = Optional.ofNullable(serverHello);
        return new HandshakeFacts(
                asked.map(ClientHello::random)
                        .or(() -> Optional.ofNullable(sslv2Hello).map(Sslv2ClientHello::random)),
                answered.map(ServerHello::random),
                Optional.ofNullable(version),
                Optional.ofNullable(cipherSuite),
                Optional.ofNullable(group),
                clientShares(),
                Optional.ofNullable(serverShare),
                asked.map(ClientHello::legacySessionId),
                answered.map(ServerHello::legacySessionIdEcho),
                asked.map(ClientHello::extensions).flatMap(Negotiation::offeredTicket),
                answered.map(hello -> hello.extensions().has(ExtensionType.PRE_SHARED_KEY))
                        .orElse(false),
                both(asked, answered, ExtensionType.EXTENDED_MAIN_SECRET),
                both(asked, answered, ExtensionType.ENCRYPT_THEN_MAC),
                transcript.inOrder(),
                transcript.isComplete());
    }

    private Map<NamedGroup, Bytes> clientShares() {
        return clientPoint == null || group == null ? clientShares : Map.of(group, clientPoint);
    }

    private static Optional<Bytes> offeredTicket(Extensions offered) {
        return offered.get(PreSharedKey.class)
                .flatMap(keys -> keys.identities().stream().findFirst())
                .map(PreSharedKey.Identity::identity)
                .or(() -> offered.get(SessionTicket.class).map(SessionTicket::ticket))
                .filter(ticket -> !ticket.isEmpty());
    }

    private static Optional<Boolean> both(
            Optional<ClientHello> asked, Optional<ServerHello> answered, ExtensionType type) {
        return answered.map(answer -> answer.extensions().has(type)
                && asked.map(hello -> hello.extensions().has(type)).orElse(true));
    }
}
