package dev.mtls.examples.cli;

import dev.mtls.core.Identity;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.code.Sender;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client itself knows of a connection, in words: under TLS 1.3 more than the wire shows.
 *
 * @param outcome what came of it
 * @param server what was connected to
 * @param identity the certificate that the client was given
 * @param insecure whether the client was told to accept any server
 */
record ClientView(Dial.Outcome outcome, HostPort server, Optional<Identity> identity, boolean insecure) {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

    /** A sentence to a line. */
    List<String> sentences() {
        List<String> lines = new ArrayList<>();
        Witness witness = outcome.witness();
        if (witness.serverChain().isEmpty()) {
            lines.add("No certificate of the server was seen.");
        } else {
            X509Certificate leaf = witness.serverChain().get(0);
            lines.add("The server showed " + Names.subject(leaf) + ", issued by " + Names.issuer(leaf) + ": "
                    + judgement());
        }
        if (witness.wasAsked()) {
            lines.add("The server asked for a certificate"
                    + (witness.authorities().isEmpty()
                            ? " and named no CA: any will do."
                            : " of one of these CAs: " + String.join("; ", witness.authorities()) + "."));
            lines.add(
                    identity.isPresent() && witness.sentCertificate()
                            ? "It was sent " + ownName() + "."
                            : "It was sent none"
                                    + (identity.isPresent()
                                            ? ": the one given does not fit what it asks for."
                                            : ": --cert was not given."));
        } else if (outcome.version().isPresent()) {
            lines.add("The server did not ask for a certificate"
                    + (identity.isPresent() ? ", so " + ownName() + " was not sent." : "."));
        }
        return lines;
    }

    private String judgement() {
        if (problems().isEmpty()) {
            return "accepted.";
        }
        return insecure ? "not accepted, but --insecure lets it pass." : "not accepted.";
    }

    /** How it ended, in one sentence. */
    String verdict() {
        if (outcome.failure().isEmpty()) {
            return "completed, " + outcome.version().orElse("") + " with "
                    + outcome.cipherSuite().orElse("")
                    + (outcome.silent()
                            ? ". (Under TLS 1.3 a refusal comes after the handshake: the server has said nothing within "
                                    + Dial.VERDICT.toSeconds() + " seconds.)"
                            : ".");
        }
        Throwable failure = outcome.failure().get();
        String said = String.valueOf(failure.getMessage());
        Matcher alert = ALERT.matcher(said);
        if (alert.find()) {
            return "refused by the server, alert " + alert.group(1) + "." + hint();
        }
        if (answeredWithoutTls()) {
            return "failed: the server does not speak TLS on this port.";
        }
        if (outcome.witness().objection().isPresent() && !insecure) {
            return "refused by this client, because of the server's certificate.";
        }
        return "failed: " + Names.escape(said) + "." + hint();
    }

    private boolean answeredWithoutTls() {
        return outcome.conversation().stream()
                .flatMap(said -> said.events().stream())
                .anyMatch(
                        event -> event instanceof PlaintextEvent && event.from().equals(Sender.SERVER));
    }

    /** Why the server may have refused, said only where this client knows what it did. */
    private String hint() {
        return outcome.witness().wasAsked() && !outcome.witness().sentCertificate()
                ? " It had asked for a certificate and was sent none."
                : "";
    }

    /** What is wrong with the server's certificate. */
    List<Remark> problems() {
        return ServerCheck.remarks(
                outcome.witness().serverChain(),
                server.host(),
                outcome.witness().objection());
    }

    /** What a person should know besides. */
    List<Remark> notes() {
        return identity.filter(this::isUnnamed)
                .map(own -> List.of(new Remark(
                        "ca-list-silences-client",
                        "The server named the CAs that it wants, and none of them issued " + ownName() + " (issued by "
                                + Names.issuer(own.chain().get(own.chain().size() - 1))
                                + "). It was sent all the same; a Java application with the JDK's own key manager would have sent no certificate at all.",
                        "Let the server trust and name that CA, or use a certificate of a CA that it names.")))
                .orElse(List.of());
    }

    /** Whether the server named CAs and none of them stands in the chain as an issuer, which is what the JDK looks at. */
    private boolean isUnnamed(Identity own) {
        List<String> named = outcome.witness().authorities();
        return !named.isEmpty() && own.chain().stream().map(Names::issuer).noneMatch(named::contains);
    }

    private String ownName() {
        return identity.map(own -> Names.subject(own.chain().get(0))).orElse("nothing");
    }
}
