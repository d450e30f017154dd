package dev.mtls.parser.view;

import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.extension.ApplicationLayerProtocolNegotiation;
import dev.mtls.parser.extension.DistinguishedName;
import dev.mtls.parser.extension.ServerName;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.handshake.CertificateEntry;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.CertificateVerify;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.CompressedCertificate;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.handshake.ServerKeyExchange;
import dev.mtls.parser.record.Alert;
import dev.mtls.parser.record.Heartbeat;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.x509.CertificateDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The name of an event, and what is decisive in it for who speaks to whom, in a few words. */
final class Decisive {

    private static final int SHOWN_NAMES = 3;
    private static final int SHOWN_DATA = 60;

    private Decisive() {}

    /** What an event is called. */
    static String name(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return message.type().name();
        } else if (event instanceof AlertEvent) {
            return "alert";
        } else if (event instanceof ChangeCipherSpecEvent) {
            return ContentType.CHANGE_CIPHER_SPEC.name();
        } else if (event instanceof ApplicationDataEvent) {
            return ContentType.APPLICATION_DATA.name();
        } else if (event instanceof EncryptedEvent hidden) {
            // In TLS 1.3 the header says application_data whatever is inside.
            return hidden.contentType().equals(ContentType.APPLICATION_DATA)
                    ? "encrypted"
                    : "encrypted " + hidden.contentType().name();
        } else if (event instanceof HeartbeatEvent said) {
            return said.message()
                    .map(Heartbeat::type)
                    .filter(CodePoint::isRegistered)
                    .map(CodePoint::name)
                    .orElse(ContentType.HEARTBEAT.name());
        } else if (event instanceof Sslv2ClientHelloEvent) {
            return "sslv2_client_hello";
        } else if (event instanceof UnknownRecordEvent unknown) {
            return "record of type " + unknown.contentType().value();
        } else if (event instanceof PlaintextEvent) {
            return "no TLS";
        } else if (event instanceof GapEvent) {
            return "missing";
        } else if (event instanceof ClosedEvent closed) {
            return closed.how() == ClosedEvent.How.FIN ? "closed" : "reset";
        }
        return event.getClass().getSimpleName();
    }

    /** What is decisive in an event; empty where its name says all. */
    static String of(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return of(message);
        } else if (event instanceof AlertEvent said) {
            return alert(said.alert());
        } else if (event instanceof ApplicationDataEvent said) {
            return data(said.data());
        } else if (event instanceof EncryptedEvent hidden) {
            return hidden.length() + " bytes";
        } else if (event instanceof HeartbeatEvent said) {
            return said.message().map(Decisive::heartbeat).orElse(said.data().size() + " bytes");
        } else if (event instanceof Sslv2ClientHelloEvent said) {
            return said.hello().version().name();
        } else if (event instanceof UnknownRecordEvent said) {
            return said.data().size() + " bytes";
        } else if (event instanceof PlaintextEvent said) {
            return data(said.data());
        } else if (event instanceof GapEvent gap) {
            return gap.bytesMissing() + " bytes";
        }
        return "";
    }

    /** An alert in words: {@code fatal unknown_ca (48): no trusted authority issued the certificate}. */
    static String alert(Alert alert) {
        String words = AlertWords.of(alert.description());
        return alert.level().name() + " " + alert.description().name() + " ("
                + alert.description().value() + ")" + (words.isEmpty() ? "" : ": " + words);
    }

    /** Names of authorities: the first few, and how many more. */
    static String authorities(List<String> names) {
        String shown = names.stream().limit(SHOWN_NAMES).map(PeerText::shown).collect(Collectors.joining(" and "));
        return names.size() <= SHOWN_NAMES ? shown : shown + " and " + (names.size() - SHOWN_NAMES) + " more";
    }

    /** Who a certificate says it is, and who says so. */
    static String certificate(CertificateDetails certificate) {
        String subject = certificate.subject().isEmpty() ? "no subject" : PeerText.shown(certificate.subject());
        return certificate.subject().equals(certificate.issuer())
                ? subject + ", self-issued"
                : subject + ", issued by " + PeerText.shown(certificate.issuer());
    }

    private static String of(HandshakeEvent event) {
        if (event.message() instanceof ClientHello hello) {
            return hello(hello);
        } else if (event.message() instanceof ServerHello hello) {
            return (hello.isHelloRetryRequest() ? "asks for another client_hello, " : "")
                    + hello.version().name() + ", " + hello.cipherSuite().name();
        } else if (event.message() instanceof CertificateMessage certificate) {
            return chain(certificate);
        } else if (event.message() instanceof CompressedCertificate compressed) {
            return compressed(compressed);
        } else if (event.message() instanceof CertificateRequest request) {
            List<String> names = request.authorities().stream()
                    .map(DistinguishedName::toString)
                    .toList();
            return names.isEmpty() ? "names no authority" : "names " + authorities(names);
        } else if (event.message() instanceof ServerKeyExchange exchange
                && exchange.params().orElse(null) instanceof ServerKeyExchange.Ecdhe share) {
            return share.namedCurve().name();
        } else if (event.message() instanceof CertificateVerify verify) {
            return verify.algorithm().map(CodePoint::name).orElse("");
        }
        return "";
    }

    private static String heartbeat(Heartbeat message) {
        return message.payloadLength() == message.payload().size()
                ? message.payloadLength() + " bytes"
                : "announces " + message.payloadLength() + " bytes and has "
                        + message.payload().size();
    }

    private static String hello(ClientHello hello) {
        List<String> parts = new ArrayList<>();
        List<ProtocolVersion> versions = hello.extensions()
                .get(SupportedVersions.class)
                .map(SupportedVersions::versions)
                .orElse(List.of(hello.legacyVersion()));
        versions.stream().filter(version -> !version.isGrease()).forEach(version -> parts.add(version.name()));
        hello.extensions()
                .get(ServerName.class)
                .flatMap(ServerName::hostName)
                .ifPresent(name -> parts.add("to " + PeerText.shown(name)));
        hello.extensions()
                .get(ApplicationLayerProtocolNegotiation.class)
                .ifPresent(alpn -> parts.add(
                        "for " + alpn.names().stream().map(PeerText::shown).collect(Collectors.joining(" or "))));
        return String.join(", ", parts);
    }

    private static String compressed(CompressedCertificate message) {
        String how = message.algorithm().name() + ", ";
        if (message.certificate().isPresent()) {
            return how + chain(message.certificate().get());
        }
        return how
                + message.missingDecoder()
                        .map(dependency -> "not inflated: " + dependency + " is not there")
                        .orElse("not inflated");
    }

    /** A raw public key in words. */
    static String rawPublicKey(CertificateEntry entry) {
        return "a raw public key"
                + entry.subjectPublicKeyInfo().map(key -> ": " + key).orElse(" that cannot be read");
    }

    private static String chain(CertificateMessage message) {
        if (message.isEmpty()) {
            return "empty: no certificate";
        }
        CertificateEntry own = message.certificateList().get(0);
        if (own.isRawPublicKey()) {
            return rawPublicKey(own);
        }
        int more = message.certificateList().size() - 1;
        return own.x509()
                        .map(CertificateDetails::of)
                        .map(Decisive::certificate)
                        .orElse("a certificate that cannot be read")
                + (more == 0 ? "" : ", and " + more + " more of the chain");
    }

    private static String data(Bytes data) {
        int shown = Math.min(data.size(), SHOWN_DATA);
        String text = '"' + data.slice(0, shown).toEscapedText() + '"';
        return data.size() + " bytes " + text + (shown < data.size() ? "..." : "");
    }
}
