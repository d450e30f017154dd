package dev.mtls.parser;

import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.ApplicationLayerProtocolNegotiation;
import dev.mtls.parser.extension.DistinguishedName;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.KeyShare;
import dev.mtls.parser.extension.ServerName;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.CompressedCertificate;
import dev.mtls.parser.handshake.EncryptedExtensions;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.handshake.ServerKeyExchange;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Collects from the events of a connection, in whatever order of the directions, what they tell about its handshake. */
final class FactCollector {

    /** A context of at most 255 bytes, and the lengths of it and of the list. RFC 8446 4.4.2. */
    private static final int LONGEST_EMPTY_CERTIFICATE = 1 + 255 + 3;

    private final OutcomeTracker outcome = new OutcomeTracker();

    private @Nullable ClientHello clientHello;
    private boolean sslv2Hello;
    private @Nullable ServerHello serverHello;
    private boolean retried;
    private @Nullable NamedGroup curve;
    private @Nullable String alpn;
    /** The server showed that it makes a new session, or that it goes on with an old one. */
    private @Nullable Boolean resumed;

    private @Nullable HandshakeMessage serverCertificate;
    /** The last message by which the server asked for a certificate, and the client's last answer to such a one. */
    private @Nullable HandshakeEvent request;

    private @Nullable HandshakeEvent answer;
    private boolean serverHelloDone;
    private boolean ended;
    private boolean hidden;
    private boolean opened;
    /** Bytes that could have held a message were lost or could not be told apart. */
    private boolean lost;

    void event(ConversationEvent event) {
        outcome.event(event);
        opened |= event.encrypted() && !(event instanceof EncryptedEvent);
        if (event instanceof HandshakeEvent message) {
            if (message.from() == Sender.CLIENT) {
                clientSaid(message);
            } else {
                serverSaid(message);
            }
        } else if (event instanceof ChangeCipherSpecEvent change && change.from() == Sender.SERVER) {
            if (resumed == null && serverHello != null && !lost) {
                // Nothing of a full handshake came before it.
                resumed = true;
            }
        } else if (event instanceof Sslv2ClientHelloEvent) {
            sslv2Hello = true;
        } else if (event instanceof EncryptedEvent) {
            hidden = true;
        } else if (event instanceof GapEvent) {
            lost = true;
        } else if (event instanceof ClosedEvent
                || (event instanceof AlertEvent alert && alert.alert().isFatal())) {
            ended = true;
        }
    }

    void problem(ConversationProblem problem) {
        // A problem with no event has cost bytes of one side.
        lost |= problem.from().isPresent() && problem.event().isEmpty();
    }

    ConversationFacts snapshot() {
        Optional<ServerHello> hello = Optional.ofNullable(serverHello);
        return new ConversationFacts(
                hello.map(ServerHello::version),
                hello.map(ServerHello::cipherSuite),
                hello.map(ServerHello::extensions)
                        .flatMap(extensions -> extensions.get(KeyShare.class))
                        .flatMap(KeyShare::serverShare)
                        .map(KeyShare.Entry::group)
                        .or(() -> Optional.ofNullable(curve)),
                Optional.ofNullable(clientHello)
                        .map(ClientHello::extensions)
                        .flatMap(extensions -> extensions.get(ServerName.class))
                        .flatMap(ServerName::hostName),
                Optional.ofNullable(alpn),
                Optional.ofNullable(resumed),
                hello.map(seen -> retried),
                clientAuth(),
                serverAuth(),
                Optional.ofNullable(clientHello).map(Fingerprint::ja3),
                hello.filter(seen -> !seen.isHelloRetryRequest()).map(Fingerprint::ja3s),
                Optional.ofNullable(clientHello).map(Fingerprint::ja4),
                outcome.outcome(),
                decryption());
    }

    private void clientSaid(HandshakeEvent event) {
        if (event.message() instanceof ClientHello hello && clientHello == null) {
            clientHello = hello;
        } else if (isCertificate(event)) {
            answer = event;
        }
    }

    private void serverSaid(HandshakeEvent event) {
        boolean first = event.handshake().orElse(-1) == 0;
        if (event.type().equals(HandshakeType.CERTIFICATE_REQUEST)) {
            request = event;
        }
        if (!first) {
            return;
        }
        if (event.message() instanceof ServerHello hello) {
            serverHello(hello);
        } else if (event.message() instanceof EncryptedExtensions extensions) {
            alpn(extensions.extensions());
        } else if (isCertificate(event)) {
            serverCertificate = event.message();
            newSession();
        } else if (event.message() instanceof ServerKeyExchange exchange) {
            if (exchange.params().orElse(null) instanceof ServerKeyExchange.Ecdhe share) {
                curve = share.namedCurve();
            }
            newSession();
        } else if (event.type().equals(HandshakeType.SERVER_HELLO_DONE)) {
            serverHelloDone = true;
            newSession();
        }
    }

    /** Whether an event is a Certificate, as it is or compressed, and none that is malformed. */
    private static boolean isCertificate(HandshakeEvent event) {
        return event.message() instanceof CertificateMessage || event.message() instanceof CompressedCertificate;
    }

    private void serverHello(ServerHello hello) {
        retried |= hello.isHelloRetryRequest();
        if (serverHello == null || serverHello.isHelloRetryRequest()) {
            serverHello = hello;
        }
        alpn(hello.extensions());
        if (!hello.isHelloRetryRequest() && isTls13()) {
            resumed = hello.extensions().has(ExtensionType.PRE_SHARED_KEY);
        }
    }

    private void newSession() {
        if (!isTls13()) {
            resumed = false;
        }
    }

    private void alpn(Extensions extensions) {
        extensions
                .get(ApplicationLayerProtocolNegotiation.class)
                .flatMap(chosen -> chosen.names().stream().findFirst())
                .ifPresent(name -> alpn = name);
    }

    private boolean isTls13() {
        return serverHello != null && serverHello.version().value() >= ProtocolVersion.TLS_1_3.value();
    }

    private ClientAuthFacts clientAuth() {
        // A client sends a Certificate only when it was asked.
        HandshakeEvent asked = request;
        HandshakeEvent answered = answer;
        boolean answersIt = answered != null && (asked == null || number(asked).equals(number(answered)));
        Optional<Boolean> requested = asked != null || answered != null
                ? Optional.of(true)
                : allIsRead() ? Optional.of(false) : Optional.empty();
        Optional<HandshakeMessage> certificate =
                answersIt && answered != null ? Optional.of(answered.message()) : Optional.empty();
        return new ClientAuthFacts(
                requested,
                certificate.flatMap(FactCollector::isPresented),
                Optional.empty(),
                Optional.ofNullable(asked).flatMap(FactCollector::authorities),
                chain(certificate));
    }

    private static OptionalInt number(HandshakeEvent event) {
        return event.handshake();
    }

    /** Whether every handshake byte of the connection could be read, and a request would have been among them. */
    private boolean allIsRead() {
        return (clientHello != null || sslv2Hello) && !hidden && !lost && (serverHelloDone || ended);
    }

    private static Optional<List<String>> authorities(HandshakeEvent asked) {
        if (!(asked.message() instanceof CertificateRequest request)) {
            return Optional.empty();
        }
        return Optional.of(
                request.authorities().stream().map(DistinguishedName::toString).toList());
    }

    private ServerAuthFacts serverAuth() {
        Optional<HandshakeMessage> certificate = Optional.ofNullable(serverCertificate);
        return new ServerAuthFacts(
                certificate.flatMap(FactCollector::isPresented), Optional.empty(), chain(certificate));
    }

    /** Whether there is a certificate in a message; of one that cannot be inflated its length tells. */
    private static Optional<Boolean> isPresented(HandshakeMessage message) {
        if (message instanceof CompressedCertificate compressed
                && compressed.certificate().isEmpty()) {
            return compressed.uncompressedLength() > LONGEST_EMPTY_CERTIFICATE ? Optional.of(true) : Optional.empty();
        }
        return CertificateMessage.in(message).map(chain -> !chain.isEmpty());
    }

    private static List<X509Certificate> chain(Optional<HandshakeMessage> message) {
        List<X509Certificate> chain = new ArrayList<>();
        for (CertificateEntry entry : message.flatMap(CertificateMessage::in)
                .map(CertificateMessage::certificateList)
                .orElse(List.of())) {
            Optional<X509Certificate> certificate = entry.x509();
            if (certificate.isEmpty()) {
                break;
            }
            chain.add(certificate.get());
        }
        return chain;
    }

    private Decryption decryption() {
        if (!hidden) {
            return opened ? Decryption.FULL : Decryption.NOT_ENCRYPTED;
        }
        return opened ? Decryption.PARTIAL : Decryption.NONE;
    }
}
