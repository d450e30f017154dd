package dev.mtls.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.mtls.core.ClientAuth;
import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's {@code HttpsServer} over a recorded context: whatever its configurator does, nobody gets in without a certificate. */
@Timeout(60)
class RecordedHttpServerTest {
    private static final TestPki PKI = TestPki.create();

    /** What a configurator does. */
    private enum Way {
        DEFAULT_PARAMETERS((parameters, context) -> parameters.setSSLParameters(context.getDefaultSSLParameters())),
        NOTHING((parameters, context) -> {}),
        NEED((parameters, context) -> parameters.setNeedClientAuth(true)),
        WANT((parameters, context) -> parameters.setWantClientAuth(true)),
        EMPTY_PARAMETERS((parameters, context) -> parameters.setSSLParameters(new SSLParameters())),
        SUPPORTED_PARAMETERS((parameters, context) -> parameters.setSSLParameters(context.getSupportedSSLParameters()));

        private final BiConsumer<HttpsParameters, SSLContext> configuring;

        Way(BiConsumer<HttpsParameters, SSLContext> configuring) {
            this.configuring = configuring;
        }

        HttpsConfigurator of(SSLContext context) {
            return new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    configuring.accept(parameters, context);
                }
            };
        }
    }

    record Cell(Way way, TlsVersion version, Enforcement enforcement) {}

    static Stream<Cell> cells() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                        .flatMap(version -> Stream.of(Enforcement.values()).map(e -> new Cell(way, version, e))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void requiredStaysRequired(Cell cell) throws Exception {
        Recorder recorder = Recorder.create();
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server().identity())
                .trust(PKI.trust())
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(cell.version))
                .enforcement(cell.enforcement)
                .contextFactory(recorder::newContext)
                .build();
        HttpsServer serving = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serving.setHttpsConfigurator(cell.way.of(server.sslContext()));
        serving.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        ExecutorService workers = Executors.newCachedThreadPool();
        serving.setExecutor(workers);
        serving.start();
        try {
            URI uri = URI.create("https://localhost:" + serving.getAddress().getPort() + "/");
            assertThat(served(PKI.clientContext(), uri)).isFalse();
            MtlsContext alice = PKI.clientContext(PKI.client("alice"));
            TlsVersion other = cell.version == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
            MtlsContext offPin =
                    alice.toBuilder().versions(TlsVersions.only(other)).build();
            assertThat(served(offPin, uri)).isFalse();
            assertThat(recorder.conversations()).hasSizeGreaterThanOrEqualTo(2);
            if (cell.way == Way.WANT || cell.way == Way.EMPTY_PARAMETERS) { // lost on every JDK, but for the context
                assertThat(server.refusals()).isNotEmpty();
            }
            if (cell.way == Way.DEFAULT_PARAMETERS || cell.enforcement == Enforcement.STRICT) {
                assertThat(served(alice, uri)).isTrue();
                assertThat(recorder.conversations()).hasSizeGreaterThanOrEqualTo(3);
            }
        } finally {
            serving.stop(0);
            workers.shutdownNow();
        }
    }

    private static boolean served(MtlsContext client, URI uri) throws InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().sslContext(client.sslContext()).build();
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 204;
        } catch (IOException refused) {
            return false;
        }
    }
}
