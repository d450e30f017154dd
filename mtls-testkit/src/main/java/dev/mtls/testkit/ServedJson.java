package dev.mtls.testkit;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What the server saw of a client, as one line of JSON: schema 1 of {@code /json}. Absent members are unknown. */
final class ServedJson {
    private ServedJson() {}

    static String of(ServedConnection connection, HttpRequest request) {
        return object(
                member("schema", "1"),
                member("tls", tls(connection)),
                member("client", client(connection)),
                member("http", http(request)));
    }

    private static String tls(ServedConnection connection) {
        return object(
                text("version_name", connection.version()),
                text("cipher_suite_name", connection.cipherSuite()),
                text("group_name", connection.group()),
                text("server_name", connection.serverName()),
                text("alpn", connection.alpn()),
                connection
                        .resumed()
                        .map(yes -> member("resumed", yes.toString()))
                        .orElse(""));
    }

    private static String client(ServedConnection connection) {
        String verified = member("verified", String.valueOf(connection.verified()));
        List<X509Certificate> chain = connection.peerCertificates();
        if (chain.isEmpty()) {
            return object(verified);
        }
        X509Certificate leaf = chain.get(0);
        return object(
                verified,
                text("subject", Optional.of(leaf.getSubjectX500Principal().getName())),
                text("issuer", Optional.of(leaf.getIssuerX500Principal().getName())),
                text("serial", Optional.of(leaf.getSerialNumber().toString(16))),
                member(
                        "subject_alt_names",
                        array(PeerNames.alternativeNames(leaf).stream()
                                .map(ServedJson::quote)
                                .toList())),
                member("chain", String.valueOf(chain.size())));
    }

    private static String http(HttpRequest request) {
        List<String> headers = request.headers().stream()
                .map(header ->
                        object(text("name", Optional.of(header.name())), text("value", Optional.of(header.value()))))
                .toList();
        return object(
                text("method", Optional.of(request.method())),
                text("path", Optional.of(request.path())),
                member("headers", array(headers)));
    }

    private static String object(String... members) {
        var joined = new StringJoiner(",", "{", "}");
        for (String member : members) {
            if (!member.isEmpty()) {
                joined.add(member);
            }
        }
        return joined.toString();
    }

    private static String array(List<String> values) {
        return values.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static String member(String name, String json) {
        return '"' + name + "\":" + json;
    }

    private static String text(String name, Optional<String> value) {
        return value.map(text -> member(name, quote(text))).orElse("");
    }

    private static String quote(String text) {
        return '"' + Escapes.escape(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }
}
