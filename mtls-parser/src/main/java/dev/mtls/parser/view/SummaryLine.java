package dev.mtls.parser.view;

import dev.mtls.parser.ClientAuthFacts;
import dev.mtls.parser.ConversationFacts;
import dev.mtls.parser.ConversationSummary;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.code.HandshakeType;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Writes a summary as one line of text; what is unknown is a dash. */
final class SummaryLine {

    private static final String UNKNOWN = "-";

    private final ConversationSummary summary;
    private final StringBuilder out = new StringBuilder(256);

    SummaryLine(ConversationSummary summary) {
        this.summary = summary;
    }

    String line() {
        Endpoints endpoints = summary.endpoints();
        ConversationFacts facts = summary.facts();
        endpoints.number().ifPresent(number -> out.append(number).append("  "));
        out.append(address(endpoints.client())).append(" > ").append(address(endpoints.server()));
        column(facts.version().map(Object::toString).orElse(UNKNOWN));
        column(facts.cipherSuite().map(Object::toString).orElse(UNKNOWN));
        column(facts.serverName().map(PeerText::shown).orElse(UNKNOWN));
        column("client auth " + clientAuth(facts.clientAuth()));
        column(facts.outcome().name().toLowerCase(Locale.ROOT));
        column(messages());
        if (!summary.problems().isEmpty()) {
            long problems = summary.problems().size() + summary.problemsDropped();
            column(problems + (problems == 1 ? " problem" : " problems"));
        }
        return out.toString();
    }

    private void column(String text) {
        out.append("  ").append(text);
    }

    private static String address(Optional<InetSocketAddress> address) {
        return address.map(Summary::address).orElse("?");
    }

    private static String clientAuth(ClientAuthFacts facts) {
        if (facts.requested().isEmpty()) {
            return "unseen";
        }
        if (!facts.requested().get()) {
            return "not asked";
        }
        if (facts.presented().isEmpty()) {
            return "asked, answer unseen";
        }
        if (!facts.presented().get()) {
            return "asked, none shown";
        }
        return "asked, shown "
                + facts.certificate()
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253))
                        .map(subject -> subject.isEmpty() ? "one without a subject" : PeerText.shown(subject))
                        .orElse("one that cannot be read");
    }

    private String messages() {
        StringBuilder counts = new StringBuilder();
        for (Map.Entry<HandshakeType, Integer> message : summary.messages().entrySet()) {
            counts.append(counts.isEmpty() ? "" : ", ")
                    .append(message.getKey().name())
                    .append(' ')
                    .append(message.getValue());
        }
        return counts.isEmpty() ? "no message" : counts.toString();
    }
}
