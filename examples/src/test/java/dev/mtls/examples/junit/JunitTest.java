package dev.mtls.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import dev.mtls.testkit.junit.MtlsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recipe: a PKI and a server for each test class, and what the server saw of a client that it refused. */
class JunitTest {
    // snippet: testkit
    @RegisterExtension
    static final MtlsExtension MTLS =
            MtlsExtension.builder().clientAuth(ClientAuth.REQUIRED).build();

    @Test
    void refusesStrangers(EchoServer server, TestPki pki) {
        server.connect(pki.untrusted().client("mallory"));
        assertThat(server.awaitConnection().cause()).contains("client-certificate-untrusted");
    }
    // end

    @Test
    void refusesTheNameless(EchoServer server) {
        server.connect();

        assertThat(server.awaitConnection().cause()).contains("client-certificate-missing");
    }

    @Test
    void knowsItsOwn(EchoServer server, TestPki pki) {
        assertThat(server.connect(pki.client("alice")).accepted()).isTrue();

        assertThat(server.awaitConnection().verified()).isTrue();
    }
}
