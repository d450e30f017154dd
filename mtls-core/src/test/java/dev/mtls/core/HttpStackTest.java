package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
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
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a user of the JDK's {@code HttpsServer} and its two clients sets parameters: nothing that is promised is lost. */
@Timeout(120)
class HttpStackTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");

    /** What a configurator does. The first two leave client authentication as the context has it. */
    private enum Way {
        STANDARD {
            @Override
            HttpsConfigurator of(SSLContext context) {
                return new HttpsConfigurator(context);
            }
        },
        DEFAULT_PARAMETERS {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                parameters.setSSLParameters(context.getDefaultSSLParameters());
            }
        },
        NOTHING {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {}
        },
        NEED {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                parameters.setNeedClientAuth(true);
            }
        },
        WANT {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                parameters.setWantClientAuth(true);
            }
        },
        EMPTY_PARAMETERS {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                parameters.setSSLParameters(new SSLParameters());
            }
        },
        SUPPORTED_PARAMETERS {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                parameters.setSSLParameters(context.getSupportedSSLParameters());
            }
        },
        PARAMETERS_OF_A_PLAIN_CONTEXT {
            @Override
            void configure(HttpsParameters parameters, SSLContext context) {
                try {
                    parameters.setSSLParameters(SSLContext.getDefault().getSupportedSSLParameters());
                } catch (java.security.NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                }
            }
        };

        void configure(HttpsParameters parameters, SSLContext context) {}

        HttpsConfigurator of(SSLContext context) {
            return new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    Way.this.configure(parameters, context);
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

    private static MtlsContext server(TlsVersions versions, Enforcement enforcement) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .versions(versions)
                .enforcement(enforcement)
                .build();
    }

    private static MtlsContext client(boolean withCertificate, TlsVersions versions, Enforcement enforcement) {
        ClientBuilder.NeedsIdentity trusting = MtlsContext.client().trust(PKI.trust());
        return (withCertificate ? trusting.identity(ALICE) : trusting.noIdentity())
                .versions(versions)
                .enforcement(enforcement)
                .build();
    }

    private interface Call {
        int to(URI uri) throws Exception;
    }

    private static int serve(HttpsConfigurator configurator, Call call) throws Exception {
        HttpsServer serving = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serving.setHttpsConfigurator(configurator);
        serving.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        ExecutorService workers = Executors.newCachedThreadPool();
        serving.setExecutor(workers);
        serving.start();
        try {
            return call.to(
                    URI.create("https://localhost:" + serving.getAddress().getPort() + "/"));
        } finally {
            serving.stop(0);
            workers.shutdownNow();
        }
    }

    /** The status, or 0 where there was none. */
    private static int get(MtlsContext client, URI uri) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(client.sslContext()).build();
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void requiredStaysRequiredWhateverAConfiguratorDoes(Cell cell) throws Exception {
        MtlsContext server = server(TlsVersions.only(cell.version), cell.enforcement);
        HttpsConfigurator configurator = cell.way.of(server.sslContext());
        MtlsContext anonymous = client(false, TlsVersions.defaults(), Enforcement.DEFAULT);
        assertThat(serve(configurator, uri -> get(anonymous, uri))).isZero();
        MtlsContext other = client(
                true,
                TlsVersions.only(cell.version == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2),
                Enforcement.DEFAULT);
        assertThat(serve(configurator, uri -> get(other, uri))).isZero();
        boolean survives = cell.way == Way.STANDARD || cell.way == Way.DEFAULT_PARAMETERS;
        if (survives || cell.enforcement == Enforcement.STRICT) {
            MtlsContext alice = client(true, TlsVersions.defaults(), Enforcement.STRICT);
            assertThat(serve(configurator, uri -> get(alice, uri))).isEqualTo(204);
        }
    }

    /** The clients of the JDK over a context that is strict, and the accident of a property that the whole JVM shares. */
    @ParameterizedTest
    @EnumSource(Enforcement.class)
    void aPinOfAUrlConnectionIsNotLostToAPropertyOfTheJvm(Enforcement enforcement) throws Exception {
        MtlsContext pinned = client(true, TlsVersions.only(TlsVersion.TLS_1_3), enforcement);
        MtlsContext both = server(TlsVersions.defaults(), Enforcement.DEFAULT);
        assertThat(call(pinned, both, null)).isEqualTo(204);
        assertThat(call(pinned, both, "TLSv1.2,TLSv1.3")).isEqualTo(204);
        assertThatThrownBy(() -> call(pinned, both, "TLSv1.2"))
                .hasStackTraceContaining(
                        enforcement == Enforcement.STRICT
                                ? "no versions would be left: found [TLSv1.2]"
                                : "No appropriate protocol");
        MtlsContext old = server(TlsVersions.only(TlsVersion.TLS_1_2), Enforcement.DEFAULT);
        assertThatThrownBy(() -> call(pinned, old, "TLSv1.2,TLSv1.3")).isInstanceOf(IOException.class);
    }

    private static int call(MtlsContext client, MtlsContext server, String protocols) throws Exception {
        String property = "https.protocols";
        String before = System.getProperty(property);
        try {
            if (protocols != null) {
                System.setProperty(property, protocols);
            }
            return serve(new HttpsConfigurator(server.sslContext()), uri -> {
                HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
                connection.setSSLSocketFactory(client.sslSocketFactory());
                connection.setReadTimeout(20_000);
                return connection.getResponseCode();
            });
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    /** A name that the certificate does not have, through every way into the JDK's clients. */
    @ParameterizedTest
    @EnumSource(Enforcement.class)
    void anotherHostIsRefusedThroughEveryClient(Enforcement enforcement) throws Exception {
        MtlsContext elsewhere = MtlsContext.server()
                .identity(PKI.identity(new TestCertificates.Request("CN=localhost", TestCertificates.keys("EC"))
                        .hosts("other.example")))
                .trust(Trust.noClients())
                .build();
        MtlsContext client = client(true, TlsVersions.defaults(), enforcement);
        HttpsConfigurator configurator = new HttpsConfigurator(elsewhere.sslContext());
        assertThat(serve(configurator, uri -> get(client, uri))).isZero();
        assertThatThrownBy(() -> serve(configurator, uri -> {
                    HttpsURLConnection connection =
                            (HttpsURLConnection) uri.toURL().openConnection();
                    connection.setSSLSocketFactory(client.sslSocketFactory());
                    connection.setHostnameVerifier((host, session) -> true);
                    return connection.getResponseCode();
                }))
                .isInstanceOf(IOException.class);
    }
}
