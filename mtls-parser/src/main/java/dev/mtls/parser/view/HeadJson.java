package dev.mtls.parser.view;

import dev.mtls.parser.ClientAuthFacts;
import dev.mtls.parser.ConversationFacts;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.ServerAuthFacts;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.Problem;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.security.auth.x500.X500Principal;

/** Writes the members that a conversation and its summary share: everything but what was said. */
final class HeadJson {

    static final int SCHEMA = 1;

    private final JsonWriter json;

    HeadJson(JsonWriter json) {
        this.json = json;
    }

    void endpoints(Endpoints endpoints) {
        number("conversation", endpoints.number());
        number("tcp_stream", endpoints.tcpStream());
        endpoints.start().ifPresent(time -> json.name("start").value(seconds(time)));
        endpoints.end().ifPresent(time -> json.name("end").value(seconds(time)));
        address("client", endpoints.client());
        address("server", endpoints.server());
        if (endpoints.clientGuessed()) {
            json.name("client_guessed").value(true);
        }
    }

    private void address(String name, Optional<InetSocketAddress> address) {
        address.ifPresent(known -> {
            String host = known.getAddress() == null
                    ? known.getHostString()
                    : known.getAddress().getHostAddress();
            json.name(name).beginObject();
            json.name("address").value(host);
            json.name("port").value(known.getPort()).endObject();
        });
    }

    void facts(ConversationFacts facts) {
        code("version", facts.version());
        code("cipher_suite", facts.cipherSuite());
        code("group", facts.group());
        text("server_name", facts.serverName());
        text("alpn", facts.alpn());
        flag("resumed", facts.resumed());
        flag("hello_retry", facts.helloRetry());
        text("ja3", facts.ja3().map(Fingerprint::value));
        text("ja3s", facts.ja3s().map(Fingerprint::value));
        text("ja4", facts.ja4().map(Fingerprint::value));
        clientAuth(facts.clientAuth());
        serverAuth(facts.serverAuth());
        json.name("decryption").value(lower(facts.decryption()));
        if (facts.outcome() != Outcome.UNKNOWN) {
            json.name("outcome").value(lower(facts.outcome()));
        }
    }

    private void clientAuth(ClientAuthFacts facts) {
        if (facts.requested().isEmpty()
                && facts.presented().isEmpty()
                && facts.signatureVerified().isEmpty()) {
            return;
        }
        json.name("client_auth").beginObject();
        flag("requested", facts.requested());
        flag("presented", facts.presented());
        flag("signature_verified", facts.signatureVerified());
        facts.authorities().ifPresent(names -> {
            json.name("authorities").beginArray();
            names.forEach(json::value);
            json.endArray();
        });
        subject(facts.certificate());
        json.endObject();
    }

    private void serverAuth(ServerAuthFacts facts) {
        if (facts.presented().isEmpty() && facts.signatureVerified().isEmpty()) {
            return;
        }
        json.name("server_auth").beginObject();
        flag("presented", facts.presented());
        flag("signature_verified", facts.signatureVerified());
        subject(facts.certificate());
        json.endObject();
    }

    private void subject(Optional<X509Certificate> certificate) {
        text("subject", certificate.map(c -> c.getSubjectX500Principal().getName(X500Principal.RFC2253)));
    }

    /**
     * What is wrong, and what it means.
     *
     * @param events how many events can be pointed at
     */
    void problems(List<ConversationProblem> problems, int events) {
        json.name("problems").beginArray();
        problems.forEach(found -> problem(found, events));
        json.endArray();
        // Diagnosis is another room; what it finds will stand here.
        json.name("findings").beginArray().endArray();
    }

    private void problem(ConversationProblem found, int events) {
        Problem problem = found.problem();
        json.beginObject();
        json.name("kind").value(problem.kind().label());
        found.from().ifPresent(from -> json.name("from").value(from.label()));
        found.event().stream()
                .filter(index -> index < events)
                .forEach(index -> json.name("event").value(index));
        json.name("path").value(problem.path());
        json.name("base").value(problem.base().label());
        json.name("offset").value(problem.span().offset());
        problem.needed().ifPresent(needed -> json.name("needed").value(needed));
        problem.available().ifPresent(available -> json.name("available").value(available));
        problem.rfc().ifPresent(rfc -> json.name("rfc").value(rfc));
        number("alert", problem.alert());
        json.name("message").value(problem.message());
        json.endObject();
    }

    private void code(String name, Optional<? extends CodePoint> code) {
        code.ifPresent(known -> {
            json.name(name).value(known.value());
            json.name(name + "_name").value(known.name());
        });
    }

    void number(String name, OptionalInt number) {
        number.ifPresent(known -> json.name(name).value(known));
    }

    private void text(String name, Optional<String> text) {
        text.ifPresent(known -> json.name(name).value(known));
    }

    private void flag(String name, Optional<Boolean> flag) {
        flag.ifPresent(known -> json.name(name).value(known));
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Decimal seconds since the epoch with nine decimals. */
    static String seconds(Instant time) {
        String nanos = Integer.toString(time.getNano());
        return time.getEpochSecond() + "." + "0".repeat(9 - nanos.length()) + nanos;
    }
}
