package dev.mtls.examples.cli;

import dev.mtls.core.ClientAuth;
import dev.mtls.testkit.ServedConnection;
import java.util.ArrayList;
import java.util.List;

/** What a server itself says of a connection, in words. */
final class ServerView {
    private ServerView() {}

    /** One line, without the address. */
    static String line(ServedConnection connection) {
        String version = connection.version().map(name -> name + " ").orElse("")
                + connection.cipherSuite().map(name -> name + "  ").orElse("");
        return switch (connection.outcome()) {
            case ACCEPTED -> "accepted  " + version + client(connection);
            case REFUSED -> "refused   " + reason(connection);
            case ABORTED -> "aborted   " + reason(connection);
        };
    }

    /** Who the client is, as far as the server knows. */
    private static String client(ServedConnection connection) {
        return connection.peerCertificates().isEmpty()
                ? "no client certificate"
                : name(connection) + (connection.verified() ? ", verified" : ", not verified");
    }

    /** Subject of the client's certificate; there must be one. */
    static String name(ServedConnection connection) {
        return Names.subject(connection.peerCertificates().get(0));
    }

    /** Why it was not accepted. */
    static String reason(ServedConnection connection) {
        return connection
                .cause()
                .map(Causes::text)
                .orElseGet(() -> connection.error().orElse("for a reason that this server cannot name"));
    }

    /** The whole view of one connection, a sentence to a line. */
    static List<String> sentences(ServedConnection connection, ClientAuth mode) {
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (mode) {
                    case NONE -> "It asks no client for a certificate.";
                    case OPTIONAL -> "It asks every client for a certificate and can do without.";
                    case REQUIRED -> "It asks every client for a certificate and insists on one.";
                    case ANY -> "It asks every client for a certificate and verifies none.";
                });
        if (connection.peerCertificates().isEmpty()) {
            lines.add("It got no certificate from this client.");
        } else {
            lines.add("It got " + Names.subject(connection.peerCertificates().get(0)) + ", issued by "
                    + Names.issuer(connection.peerCertificates().get(0)) + ", and "
                    + (connection.verified() ? "verified it." : "did not verify it."));
        }
        switch (connection.outcome()) {
            case ACCEPTED -> lines.add("It accepted the connection.");
            case REFUSED -> {
                lines.add("It refused the connection: " + reason(connection) + ".");
                connection.error().ifPresent(said -> lines.add("Its TLS said: " + said));
            }
            case ABORTED -> lines.add("Nothing was decided: " + reason(connection) + ".");
        }
        return lines;
    }
}
