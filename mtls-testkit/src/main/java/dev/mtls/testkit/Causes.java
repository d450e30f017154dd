package dev.mtls.testkit;

import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.code.Sender;
import dev.mtls.testkit.ServedConnection.Outcome;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Why a handshake failed, as an id: from what is structured first (what core refused and decided about the peer, what
 * was said on the wire, the types of exceptions), from the text of JSSE's exception only where nothing else tells.
 */
final class Causes {
    /** What became of the connection, and why. */
    record Verdict(Outcome outcome, Optional<String> cause) {}

    private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** Alerts by which a client says what it thinks of the server's certificate (RFC 8446, section 6.2). */
    private static final Map<String, String> CLIENT_SAYS = Map.ofEntries(
            Map.entry("bad_certificate", "server-certificate-refused"),
            Map.entry("unsupported_certificate", "server-certificate-refused"),
            Map.entry("certificate_revoked", "server-certificate-refused"),
            Map.entry("certificate_expired", "server-certificate-expired"),
            Map.entry("certificate_unknown", "server-certificate-refused"),
            Map.entry("unknown_ca", "server-certificate-untrusted"),
            Map.entry("access_denied", "server-certificate-refused"),
            Map.entry("bad_certificate_status_response", "server-certificate-refused"),
            Map.entry("certificate_unobtainable", "server-certificate-refused"),
            Map.entry("protocol_version", "version-not-shared"),
            Map.entry("no_application_protocol", "alpn-not-shared"),
            Map.entry("unrecognized_name", "server-name-unrecognized"));

    /** Parts of JSSE's texts, the same from 17 to 25, in the order in which they are tried. */
    private static final List<Map.Entry<String, String>> TEXTS = List.of(
            Map.entry("Empty client certificate chain", "client-certificate-missing"),
            Map.entry("Invalid CertificateVerify", "client-key-mismatch"),
            Map.entry("not accepted by server preferences", "version-not-shared"),
            Map.entry("is not enabled or supported in server context", "version-not-shared"),
            Map.entry("No common named group", "group-not-shared"),
            Map.entry("No available authentication scheme", "signature-scheme-not-shared"),
            Map.entry("No matching application layer protocol values", "alpn-not-shared"),
            Map.entry("Unrecognized server name indication", "server-name-unrecognized"),
            Map.entry("Unsupported or unrecognized SSL message", "plaintext-not-tls"),
            Map.entry("certificate chain length", "chain-too-long"),
            Map.entry("size of the handshake message", "message-too-large"),
            Map.entry("no cipher suites in common", "suite-not-shared"));

    private final EchoListener.Plan plan;
    private final Optional<Conversation> said;
    private final @Nullable SSLSocket tls;

    Causes(EchoListener.Plan plan, Optional<Conversation> said, @Nullable SSLSocket tls) {
        this.plan = plan;
        this.said = said;
        this.tls = tls;
    }

    Verdict of(@Nullable Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (tls != null
                && plan.context()
                        .refusalOf(tls)
                        .filter(refusal -> !refusal.overruled())
                        .isPresent()) {
            return refused("policy-refused");
        }
        Optional<String> certificate = tls == null
                ? Optional.empty()
                : plan.context().peerVerdictOf(tls).flatMap(PeerVerdict::cause);
        if (certificate.isPresent()) {
            return refused(certificate.get());
        }
        if (said.filter(SaidFacts::startsInPlaintext).isPresent()) {
            return refused("plaintext-not-tls");
        }
        Optional<String> wire = wire(chain);
        if (wire.isPresent()) {
            return new Verdict(Outcome.REFUSED, wire);
        }
        Optional<String> gone = gone(chain);
        if (gone.isPresent()) {
            return new Verdict(Outcome.ABORTED, gone);
        }
        if (has(chain, SocketTimeoutException.class)) {
            return new Verdict(Outcome.ABORTED, Optional.empty());
        }
        return new Verdict(Outcome.REFUSED, text(chain));
    }

    private static Verdict refused(String cause) {
        return new Verdict(Outcome.REFUSED, Optional.of(cause));
    }

    /** What an alert or a message on the wire tells. */
    private Optional<String> wire(List<Throwable> chain) {
        Optional<String> client = said.flatMap(conversation -> SaidFacts.fatalAlert(conversation, Sender.CLIENT))
                .or(() -> chain.stream()
                        .map(e -> RECEIVED_ALERT.matcher(String.valueOf(e.getMessage())))
                        .filter(Matcher::find)
                        .map(found -> found.group(1))
                        .findFirst());
        if (client.isPresent()) {
            return Optional.ofNullable(CLIENT_SAYS.get(client.get()));
        }
        if (tls != null && tls.getNeedClientAuth()) {
            if (said.flatMap(SaidFacts::presented).filter(yes -> !yes).isPresent()) {
                return Optional.of("client-certificate-missing");
            }
        }
        Optional<String> server = said.flatMap(conversation -> SaidFacts.fatalAlert(conversation, Sender.SERVER));
        if (server.isEmpty()) {
            return Optional.empty();
        }
        return switch (server.get()) {
            case "protocol_version" -> Optional.of("version-not-shared");
            case "no_application_protocol" -> Optional.of("alpn-not-shared");
            case "unrecognized_name" -> Optional.of("server-name-unrecognized");
            default -> Optional.empty();
        };
    }

    /** Whether the client went away. */
    private Optional<String> gone(List<Throwable> chain) {
        if (has(chain, SocketException.class)) {
            return Optional.of("connection-reset");
        }
        return has(chain, EOFException.class) ? Optional.of("connection-closed") : Optional.empty();
    }

    private static Optional<String> text(List<Throwable> chain) {
        for (Map.Entry<String, String> known : TEXTS) {
            for (Throwable e : chain) {
                if (String.valueOf(e.getMessage()).contains(known.getKey())) {
                    return Optional.of(known.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static List<Throwable> chain(@Nullable Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (Throwable e = failure; e != null && chain.size() < 20; e = e.getCause()) {
            chain.add(e);
        }
        return chain;
    }
}
