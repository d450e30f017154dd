package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Nothing outside the objects that are built changes: no provider, no default, no property. */
class NoGlobalEffectTest {

    private record Globals(
            List<Object> providers,
            SSLContext context,
            Object socketFactory,
            Properties system,
            List<String> security) {

        static Globals now() throws Exception {
            return new Globals(
                    List.of((Object[]) Security.getProviders()),
                    SSLContext.getDefault(),
                    HttpsURLConnection.getDefaultSSLSocketFactory(),
                    (Properties) System.getProperties().clone(),
                    List.of(
                            Security.getProperty("jdk.tls.disabledAlgorithms"),
                            Security.getProperty("jdk.certpath.disabledAlgorithms"),
                            Security.getProperty("ssl.KeyManagerFactory.algorithm"),
                            Security.getProperty("ssl.TrustManagerFactory.algorithm")));
        }
    }

    @Test
    void buildingAndTalkingLeavesNoTrace() throws Exception {
        TestCertificates pki = new TestCertificates("CN=Test CA");
        Globals before = Globals.now();
        Path pem = Path.of("src/test/resources/pem");
        Identity.pem(pem.resolve("certs/rsa.pem"), pem.resolve("keys/p8-scrypt-aes256.pem"), "changeit".toCharArray());
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .identity(pki.client("CN=alice"))
                .build();
        MtlsContext server =
                MtlsContext.server().identity(pki.server()).trust(pki.trust()).build();
        Attack nothing = new Attack("nothing", s -> {});
        assertThat(SocketHandshake.run(
                                client.sslContext(),
                                SocketHandshake.ClientSurface.CONNECTED,
                                nothing,
                                server.sslContext(),
                                SocketHandshake.ServerSurface.LISTENING,
                                nothing)
                        .completed())
                .isTrue();
        assertThat(Globals.now()).isEqualTo(before);
    }
}
