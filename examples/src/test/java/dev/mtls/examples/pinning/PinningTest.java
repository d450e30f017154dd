package dev.mtls.examples.pinning;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.finding.Refusal;
import dev.mtls.examples.cli.Tool;
import dev.mtls.testkit.ClientResult;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recipe: speak TLS 1.2 and nothing else with an old peer, whatever anybody sets on the connection later, and prove it. */
@Timeout(60)
class PinningTest {
    private static final String[] BOTH = {"TLSv1.2", "TLSv1.3"};
    private static final String[] ONLY_1_3 = {"TLSv1.3"};

    private final TestPki pki = TestPki.create();

    private MtlsContext client(TlsVersion pin) {
        return MtlsContext.client()
                .trust(pki.trust())
                .identity(pki.client("alice").identity())
                .versions(TlsVersions.only(pin))
                .build();
    }

    /** A server that would rather speak TLS 1.3. */
    private EchoServer modern() {
        return EchoServer.on(pki).clientAuth(ClientAuth.REQUIRED).start();
    }

    @Test
    void aClientIsPinnedForAnOldServer() {
        // snippet: pin
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .identity(pki.client("alice").identity())
                .versions(TlsVersions.only(TLS_1_2))
                .build();
        assertThat(client.describe()).contains("versions: TLSv1.2\n"); // what this JDK makes of it
        // end
        assertThat(client.describe())
                .as("no suite of TLS 1.3 is left")
                .contains("suite: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n")
                .doesNotContain("suite: TLS_AES_");
        try (EchoServer old = EchoServer.on(pki)
                        .clientAuth(ClientAuth.REQUIRED)
                        .versions(TlsVersions.only(TLS_1_2))
                        .start();
                EchoServer modern = modern()) {
            assertThat(old.connect(client).version()).contains("TLSv1.2");
            assertThat(modern.connect(client).version()).contains("TLSv1.2");

            ClientResult refused = old.connect(client(TLS_1_3));
            assertThat(refused.alert()).contains("protocol_version");
        }
    }

    @Test
    void aServerIsPinnedForOldClients() {
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(TLS_1_2))
                .start()) {
            assertThat(server.context().describe()).contains("versions: TLSv1.2\n");
            assertThat(server.connect(pki.client("alice")).version()).contains("TLSv1.2");
            assertThat(server.awaitConnection().version()).contains("TLSv1.2");

            assertThat(server.connect(client(TLS_1_3)).accepted()).isFalse();
            assertThat(server.awaitConnection().cause()).contains("version-not-shared");
        }
    }

    @Test
    void anOldServerOfOpensslIsSpokenTo(@TempDir Path folder) throws Exception {
        Tool.assumeInstalled("openssl");
        pki.server().writeTo(folder, "server");
        MtlsContext client = client(TLS_1_2);
        try (Tool old = Tool.start(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                folder.resolve("server.pem").toString(),
                "-key",
                folder.resolve("server-key.pem").toString(),
                "-rev",
                "-tls1_2")) {
            int port =
                    Integer.parseInt(old.await("^ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1));
            try (SSLSocket socket = (SSLSocket) client.sslSocketFactory().createSocket("127.0.0.1", port)) {
                socket.setEnabledProtocols(BOTH); // as a library does that wants to help
                socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                String answer = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();

                assertThat(answer).isEqualTo("olleh");
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
                assertThat(client.refusalOf(socket).map(Refusal::reason))
                        .contains("TLSv1.3 was enabled on this connection but it is pinned to [TLSv1.2]");
            }
            try (SSLSocket socket =
                    (SSLSocket) client(TLS_1_3).sslSocketFactory().createSocket("127.0.0.1", port)) {
                assertThatThrownBy(socket::startHandshake).hasMessageContaining("protocol_version");
            }
        }
    }

    /** What frameworks do to a connection that was made for them. */
    private enum Setting {
        SET_ENABLED_PROTOCOLS {
            @Override
            void on(SSLSocket socket, String... versions) {
                socket.setEnabledProtocols(versions);
                socket.setEnabledCipherSuites(socket.getSupportedCipherSuites());
            }
        },
        NEW_PARAMETERS {
            @Override
            void on(SSLSocket socket, String... versions) {
                SSLParameters parameters = new SSLParameters(socket.getSupportedCipherSuites(), versions);
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
        },
        CHANGED_PARAMETERS {
            @Override
            void on(SSLSocket socket, String... versions) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(versions);
                parameters.setCipherSuites(socket.getSupportedCipherSuites());
                parameters.setAlgorithmConstraints(null);
                socket.setSSLParameters(parameters);
            }
        };

        abstract void on(SSLSocket socket, String... versions);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void whatIsSetLaterGetsNoOtherVersion(Setting setting) throws Exception {
        MtlsContext client = client(TLS_1_2);
        try (EchoServer server = modern()) {
            try (SSLSocket socket = (SSLSocket) client.sslSocketFactory().createSocket("localhost", server.port())) {
                setting.on(socket, BOTH);
                socket.startHandshake();

                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
                assertThat(client.refusalOf(socket).map(Refusal::reason))
                        .contains("TLSv1.3 was enabled on this connection but it is pinned to [TLSv1.2]");
            }
            try (SSLSocket socket = (SSLSocket) client.sslSocketFactory().createSocket("localhost", server.port())) {
                setting.on(socket, ONLY_1_3);

                assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
                assertThat(client.refusalOf(socket).map(Refusal::reason))
                        .contains("only [TLSv1.3] was enabled on this connection but it is pinned to [TLSv1.2]");
            }
        }
    }

    @Test
    void theParametersOfAnHttpClientGetNoOtherVersion() throws Exception {
        MtlsContext client = client(TLS_1_2);
        try (EchoServer server =
                EchoServer.on(pki).clientAuth(ClientAuth.REQUIRED).http(true).start()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri()).build();
            HttpClient.Builder http = HttpClient.newBuilder().sslContext(client.sslContext());
            SSLParameters both = new SSLParameters();
            both.setProtocols(BOTH);
            assertThat(http.sslParameters(both)
                            .build()
                            .send(request, BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.awaitConnection().version()).contains("TLSv1.2");

            SSLParameters newer = new SSLParameters();
            newer.setProtocols(ONLY_1_3);
            HttpClient misled = http.sslParameters(newer).build();
            assertThatThrownBy(() -> misled.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(client.refusals())
                    .isNotEmpty()
                    .allSatisfy(refusal -> assertThat(refusal.reason()).endsWith("it is pinned to [TLSv1.2]"));
        }
    }

    @Test
    void anEngineOfAPinnedServerGetsNoOtherVersion() {
        MtlsContext server = MtlsContext.server()
                .identity(pki.server().identity())
                .trust(pki.trust())
                .versions(TlsVersions.only(TLS_1_2))
                .build();
        SSLEngine engine = server.sslContext().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(ONLY_1_3);
        engine.setEnabledCipherSuites(engine.getSupportedCipherSuites());

        assertThatThrownBy(engine::beginHandshake).hasMessageContaining("No appropriate protocol");
        Optional<String> reason = server.refusalOf(engine).map(Refusal::reason);
        assertThat(reason).contains("only [TLSv1.3] was enabled on this connection but it is pinned to [TLSv1.2]");
    }
}
