package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, keys and resumption as a client that is not JSSE meets them: {@code openssl s_client -servername}. */
class OpensslServerNameTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final KeyPair KEY = TestCertificates.keys("EC");

    private static Identity of(String name, KeyPair key, String... hosts) {
        return PKI.identity(new Request("CN=" + name, key).hosts(hosts));
    }

    private static ServerBuilder server() {
        List<Identity> more = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            more.add(of("h" + i, KEY, "h" + i + ".example"));
        }
        more.add(of("rsa", TestCertificates.keys("RSA"), "h7.example"));
        return MtlsContext.server()
                .identity(of("h0", KEY, "h0.example"))
                .trust(PKI.trust())
                .moreIdentities(more);
    }

    private static String subject(String said) {
        return said.lines()
                .filter(line -> line.startsWith("subject="))
                .map(line -> line.substring("subject=".length()).replace(" ", ""))
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2, h7.example, '', CN=h7",
        "-tls1_3, h7.example, '', CN=h7",
        "-tls1_2, h7.example, -sigalgs RSA+SHA256:RSA-PSS+SHA256, CN=rsa",
        "-tls1_3, h7.example, -sigalgs RSA+SHA256:RSA-PSS+SHA256, CN=rsa",
        "-tls1_2, h7.example, -cipher aRSA, CN=rsa",
        "-tls1_3, H8.Example, '', CN=h8",
        "-tls1_3, unknown.example, '', CN=h0",
        "-tls1_3, 127.0.0.1, '', CN=h0"
    })
    void theNameAndTheKeysOfTheClientDecide(
            String version, String name, String options, String expected, @TempDir Path folder) throws Exception {
        OpensslClient.assumeInstalled();
        MtlsContext server = server().build();
        OpensslClient client = new OpensslClient(folder, PKI.ca, PKI.client("CN=alice"));
        try (ListeningServer listening = new ListeningServer(server.sslContext())) {
            List<String> all = new ArrayList<>(List.of(version, "-servername", name));
            all.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
            String said = client.connect(listening.port(), all.toArray(String[]::new));
            assertThat(subject(said)).as(said).isEqualTo(expected);
            // Its own key is on a curve, which it does not sign with when it was told to take RSA alone.
            assertThat(listening.next().peer()).isEqualTo(options.startsWith("-sigalgs") ? null : "CN=alice");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2, h0",
        "-tls1_2, h9",
        "-tls1_2 -no_ticket, h0",
        "-tls1_2 -no_ticket, h9",
        "-tls1_3, h0",
        "-tls1_3, h9"
    })
    void sessionsAreResumed(String version, String name, @TempDir Path folder) throws Exception {
        OpensslClient.assumeInstalled();
        MtlsContext server = server().build();
        OpensslClient client = new OpensslClient(folder, PKI.ca, PKI.client("CN=alice"));
        // A ticket of TLS 1.2 for another identity than the first is the one thing that JSSE of JDK 25 does not let be
        // resumed.
        boolean resumable = !version.equals("-tls1_2")
                || name.equals("h0")
                || Runtime.version().feature() < 25;
        try (ListeningServer listening = new ListeningServer(server.sslContext())) {
            String[] options = (version + " -servername " + name + ".example").split(" ");
            for (int n = 0; n < 3; n++) {
                String said = client.connect(listening.port(), options);
                assertThat(said).contains(n > 0 && resumable ? "Reused, TLSv1." : "New, TLSv1.");
                assertThat(subject(said)).isEqualTo("CN=" + name);
                assertThat(listening.next().peer()).isEqualTo("CN=alice");
            }
        }
    }

    @Test
    void unknownNamesGetTheAlert(@TempDir Path folder) throws Exception {
        OpensslClient.assumeInstalled();
        MtlsContext server = server().refuseUnknownServerNames().build();
        OpensslClient client = new OpensslClient(folder, PKI.ca, PKI.client("CN=alice"));
        try (ListeningServer listening = new ListeningServer(server.sslContext())) {
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(client.connect(listening.port(), version, "-servername", "unknown.example"))
                        .contains("alert number 112");
                assertThat(listening.next().peer()).isNull();
            }
            assertThat(subject(client.connect(listening.port(), "-tls1_3", "-noservername")))
                    .isEqualTo("CN=h0");
        }
    }
}
