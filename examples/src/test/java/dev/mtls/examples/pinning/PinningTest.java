package dev.mtls.examples.pinning;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.ClientResult;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Recipe: speak one version of TLS and no other, whatever anybody sets on the socket later. */
class PinningTest {
    private final TestPki pki = TestPki.create();

    @Test
    void aPinnedClientMeetsAPinnedServer() {
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .noIdentity()
                .versions(TlsVersions.only(TLS_1_3))
                .build();
        try (EchoServer old = EchoServer.on(pki)
                        .clientAuth(ClientAuth.NONE)
                        .versions(TlsVersions.only(TLS_1_2))
                        .start();
                EchoServer modern =
                        EchoServer.on(pki).clientAuth(ClientAuth.NONE).start()) {
            ClientResult refused = old.newView().connect(client);
            ClientResult accepted = modern.connect(client);

            assertThat(refused.alert()).contains("protocol_version");
            assertThat(old.awaitConnection().cause()).contains("version-not-shared");
            assertThat(accepted.version()).contains("TLSv1.3");
        }
    }

    @Test
    void aSetterCannotUndoThePin() throws Exception {
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .noIdentity()
                .versions(TlsVersions.only(TLS_1_2))
                .build();
        try (EchoServer server = EchoServer.on(pki).clientAuth(ClientAuth.NONE).start();
                SSLSocket socket =
                        (SSLSocket) client.sslContext().getSocketFactory().createSocket("localhost", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }
}
