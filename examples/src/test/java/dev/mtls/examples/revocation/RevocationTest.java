package dev.mtls.examples.revocation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: revoke a client with a list, in a server that is running, also where the client holds a ticket. */
class RevocationTest {
    private final TestPki pki = TestPki.create();
    private final TestIdentity alice = pki.client("alice");
    private final TestIdentity mallory = pki.client("mallory");

    @TempDir
    private Path pem;

    private void write(X509CRL list) throws IOException, CRLException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list.getEncoded());
        Files.writeString(
                pem.resolve("ca.crl"), "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n", US_ASCII);
    }

    @Test
    void aRevokedClientIsOutAtItsNextConnection() throws Exception {
        Files.writeString(pem.resolve("ca.pem"), pki.caPem());
        write(pki.crl());
        try (EchoServer server = EchoServer.on(pki)
                .trust(Trust.pem(pem.resolve("ca.pem")).crls(pem.resolve("ca.crl")))
                .clientAuth(ClientAuth.REQUIRED)
                .start()) {
            MtlsContext client = pki.clientContext(mallory);
            assertThat(server.connect(client).accepted()).isTrue();
            assertThat(server.connect(client).accepted()).isTrue();
            server.awaitConnection();
            assertThat(server.awaitConnection().resumed()).contains(true);

            write(pki.crl(mallory.certificate()));
            MtlsContext context = server.context();
            // snippet: revoke
            context.update(Trust.pem(pem.resolve("ca.pem")).crls(pem.resolve("ca.crl")));
            // end

            assertThat(server.connect(client).accepted()).isFalse();
            assertThat(server.awaitConnection().cause()).contains("client-certificate-revoked");
            assertThat(context.peerVerdicts()
                            .get(context.peerVerdicts().size() - 1)
                            .reason())
                    .startsWith("CN=mallory was revoked at");
            assertThat(server.connect(pki.clientContext(alice)).accepted()).isTrue();
        }
    }
}
