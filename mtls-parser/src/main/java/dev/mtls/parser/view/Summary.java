package dev.mtls.parser.view;

import dev.mtls.parser.ClientAuthFacts;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.Decryption;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.x509.CertificateDetails;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a conversation comes to, in a few lines of which each begins with what it is about. */
final class Summary {

    private final Conversation conversation;
    private final StringBuilder out = new StringBuilder();

    Summary(Conversation conversation) {
        this.conversation = conversation;
    }

    String lines() {
        Endpoints endpoints = conversation.endpoints();
        endpoints.number().ifPresent(number -> line("conversation", Integer.toString(number)));
        endpoints.client().ifPresent(address -> line("client", address(address) + guessed(endpoints)));
        endpoints.server().ifPresent(address -> line("server", address(address)));
        line("negotiated", negotiated());
        conversation.serverName().ifPresent(name -> line("server name", PeerText.shown(name)));
        conversation.alpn().ifPresent(name -> line("alpn", PeerText.shown(name)));
        serverCertificate();
        clientCertificate();
        line("outcome", outcome());
        hidden();
        if (!conversation.problems().isEmpty()) {
            line("problems", Long.toString(conversation.problems().size() + conversation.problemsDropped()));
        }
        return out.toString();
    }

    private void line(String about, String text) {
        out.append(String.format("%-16s%s\n", about, text));
    }

    private static String guessed(Endpoints endpoints) {
        return endpoints.clientGuessed() ? " (guessed from the ports)" : "";
    }

    static String address(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return PeerText.shown(address.getHostString()) + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private String negotiated() {
        Optional<ProtocolVersion> version = conversation.version();
        if (version.isEmpty()) {
            return conversation.outcome() == Outcome.REFUSED ? "nothing" : "unknown: no server_hello was seen";
        }
        List<String> parts = new ArrayList<>();
        parts.add(version.get().name());
        conversation.cipherSuite().ifPresent(suite -> parts.add(suite.name()));
        conversation.group().ifPresent(group -> parts.add(group.name()));
        if (conversation.resumed().orElse(false)) {
            parts.add("resuming an earlier session");
        }
        if (conversation.helloRetry().orElse(false)) {
            parts.add("after a retry");
        }
        return String.join(", ", parts);
    }

    private void serverCertificate() {
        if (conversation.serverAuth().presented().orElse(false)) {
            line(
                    "server showed",
                    conversation
                            .serverAuth()
                            .certificate()
                            .map(CertificateDetails::of)
                            .map(Decisive::certificate)
                            .orElse("a certificate that cannot be read"));
        }
    }

    private void clientCertificate() {
        ClientAuthFacts facts = conversation.clientAuth();
        if (facts.requested().isEmpty()) {
            boolean readable = says(HandshakeType.SERVER_HELLO_DONE);
            if (readable) {
                line("client auth", "the server did not ask for a certificate in the first handshake");
            } else if (conversation.resumed().orElse(false)) {
                line("client auth", "not in this handshake: it resumes an earlier session");
            } else if (hiddenRecords().findAny().isPresent()) {
                line("client auth", "cannot be seen: it is in the encrypted records");
            }
            return;
        }
        if (!facts.requested().get()) {
            line("client auth", "the server did not ask for a certificate");
            return;
        }
        line(
                "client auth",
                "the server asked for a certificate"
                        + facts.authorities()
                                .map(names -> " and named "
                                        + (names.isEmpty() ? "no authority" : Decisive.authorities(names)))
                                .orElse(": how cannot be seen"));
        if (facts.presented().isEmpty()) {
            line("", "what the client answered cannot be seen");
        } else if (facts.presented().get()) {
            line(
                    "",
                    "the client answered with "
                            + facts.certificate()
                                    .map(CertificateDetails::of)
                                    .map(Decisive::certificate)
                                    .orElse("a certificate that cannot be read"));
        } else {
            line("", "the client answered with an empty Certificate: it showed none");
        }
    }

    private String outcome() {
        return switch (conversation.outcome()) {
            case COMPLETED -> "completed: both sides sent Finished";
            case REFUSED -> "refused: " + refusal();
            case ABORTED -> "aborted: " + abort();
            case INCOMPLETE -> "incomplete: the bytes end before the handshake does";
            case UNKNOWN ->
                conversation.decryption() == Decryption.NONE
                        ? "cannot be seen: it is in the encrypted records"
                        : "cannot be told from these bytes";
        };
    }

    private String refusal() {
        return conversation.events().stream()
                .filter(AlertEvent.class::isInstance)
                .map(AlertEvent.class::cast)
                .filter(event -> !event.alert().description().equals(AlertDescription.CLOSE_NOTIFY))
                .filter(event ->
                        event.alert().isFatal() || conversation.version().isPresent())
                .findFirst()
                .map(event -> "the " + event.from().label() + " said " + Decisive.alert(event.alert()))
                .orElse("by an alert");
    }

    private String abort() {
        return conversation.events().stream()
                .filter(ClosedEvent.class::isInstance)
                .map(ClosedEvent.class::cast)
                .findFirst()
                .map(event -> "the " + event.from().label()
                        + (event.how() == ClosedEvent.How.RESET ? " reset" : " closed")
                        + " the connection before the handshake was over, without an alert")
                .orElse("the connection was closed before the handshake was over, without an alert");
    }

    private void hidden() {
        long records = hiddenRecords().count();
        if (records > 0) {
            line("encrypted", records == 1 ? "1 record could not be read" : records + " records could not be read");
        }
    }

    private Stream<ConversationEvent> hiddenRecords() {
        return conversation.events().stream().filter(EncryptedEvent.class::isInstance);
    }

    private boolean says(HandshakeType type) {
        return conversation.events().stream()
                .anyMatch(event -> event instanceof HandshakeEvent message
                        && message.type().equals(type));
    }
}
