package dev.mtls.examples.cli;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.ServedConnection;
import java.util.List;

/**
 * One handshake of the demo.
 *
 * @param number from 1
 * @param versions what the server speaks: one version
 * @param clientAuth whether the server asks for a certificate
 * @param withCertificate whether the client has one
 * @param title what is about to happen
 */
record Scene(int number, TlsVersions versions, ClientAuth clientAuth, boolean withCertificate, String title) {

    static final List<Scene> ALL = List.of(
            new Scene(
                    1,
                    TlsVersions.only(TLS_1_2),
                    ClientAuth.OPTIONAL,
                    false,
                    "TLS 1.2. The server asks for a client certificate but can do without; the client has none."),
            new Scene(
                    2,
                    TlsVersions.only(TLS_1_2),
                    ClientAuth.OPTIONAL,
                    true,
                    "TLS 1.2. The same server; now the client has a certificate."),
            new Scene(
                    3,
                    TlsVersions.only(TLS_1_3),
                    ClientAuth.OPTIONAL,
                    true,
                    "TLS 1.3. The same again: here certificates are encrypted on the wire."),
            new Scene(
                    4,
                    TlsVersions.only(TLS_1_3),
                    ClientAuth.REQUIRED,
                    false,
                    "TLS 1.3. The server insists on a client certificate; the client has none."));

    static String captureName(int number) {
        return "scene-" + number + ".pcapng";
    }

    /** How it ended, by what the server says. */
    String verdict(ServedConnection seen) {
        return switch (seen.outcome()) {
            case ACCEPTED ->
                seen.verified()
                        ? "accepted. The server knows that it talks to " + ServerView.name(seen) + "."
                        : "accepted, as a stranger. Who the client is, the server does not know.";
            case REFUSED -> "refused: " + ServerView.reason(seen) + ".";
            case ABORTED -> "not decided: " + ServerView.reason(seen) + ".";
        };
    }
}
