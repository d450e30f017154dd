package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.ServedConnection.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every cause that the server names, each brought about by a real connection, with and without a recording. */
class CausesTest {
    private static final TestPki PKI = TestPki.create();
    private static final Duration DAY = Duration.ofDays(1);

    private interface Visit {
        void to(EchoServer server) throws IOException;
    }

    static Stream<Arguments> refusals() {
        Instant now = Instant.now();
        TestIdentity alice = PKI.client("alice");
        return Stream.of(
                        refusal("client-certificate-missing", EchoServer::connect),
                        certificate(
                                "client-certificate-untrusted", PKI.untrusted().client("mallory")),
                        certificate(
                                "client-certificate-expired",
                                PKI.leaf()
                                        .commonName("late")
                                        .clientAuth()
                                        .validity(now.minus(DAY.multipliedBy(30)), now.minus(DAY))
                                        .sign()),
                        certificate(
                                "client-certificate-not-yet-valid",
                                PKI.leaf()
                                        .commonName("early")
                                        .clientAuth()
                                        .validity(now.plus(DAY), now.plus(DAY.multipliedBy(2)))
                                        .sign()),
                        certificate(
                                "client-certificate-unfit-for-role",
                                PKI.leaf().commonName("web").serverAuth().sign()),
                        certificate(
                                "client-key-mismatch",
                                new TestIdentity(
                                        alice.chain(), PKI.client("bob").privateKey())),
                        refusal(
                                "server-certificate-refused",
                                server -> server.connect(PKI.untrusted().clientContext(alice))))
                .flatMap(row -> Stream.of(TLS_1_2, TLS_1_3)
                        .flatMap(version -> Stream.of(true, false)
                                .map(recording -> Arguments.of(row.get()[0], version, recording, row.get()[1]))));
    }

    private static Arguments refusal(String cause, Visit visit) {
        return Arguments.of(cause, visit);
    }

    private static Arguments certificate(String cause, TestIdentity client) {
        return refusal(cause, server -> server.connect(client));
    }

    @ParameterizedTest(name = "{0}, {1}, recorded: {2}")
    @MethodSource("refusals")
    void serverNamesWhyItRefused(String cause, TlsVersion version, boolean recording, Visit visit) throws Exception {
        try (EchoServer server = EchoServer.on(PKI)
                .versions(TlsVersions.only(version))
                .recording(recording)
                .start()) {
            visit.to(server);
            ServedConnection seen = server.awaitConnection();
            assertThat(seen.cause()).as(seen.toString()).contains(cause);
            assertThat(seen.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(seen.error()).isPresent();
            assertThat(seen.verified()).isFalse();
            assertThat(seen.conversation().isPresent()).isEqualTo(recording);
            if (recording) {
                assertThat(seen.version()).contains(version.protocol());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aClientThatTurnsAwayInTheMiddleOfTheFlightIsHeardEveryTime(TlsVersion version) {
        MtlsContext stranger = PKI.untrusted().clientContext();
        try (EchoServer server =
                EchoServer.on(PKI).versions(TlsVersions.only(version)).start()) {
            for (int i = 0; i < 100; i++) {
                server.connect(stranger);
            }
            assertThat(server.connections())
                    .hasSize(100)
                    .allSatisfy(seen ->
                            assertThat(seen.cause()).as(seen.toString()).contains("server-certificate-refused"));
        }
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(
                        "version-not-shared",
                        with(server -> server.versions(TlsVersions.only(TLS_1_3))),
                        client(socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}))),
                Arguments.of(
                        "version-not-shared",
                        with(server -> server.versions(TlsVersions.only(TLS_1_2))),
                        client(socket -> socket.setEnabledProtocols(new String[] {"TLSv1.3"}))),
                Arguments.of("suite-not-shared", with(server -> server), client(socket -> {
                    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                    // The server's key is EC.
                    socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                })),
                Arguments.of(
                        "alpn-not-shared",
                        with(server -> server.alpn("h2")),
                        client(parameters(p -> p.setApplicationProtocols(new String[] {"http/1.1"})))),
                Arguments.of(
                        "server-name-unrecognized",
                        with(server -> server.socket(parameters(
                                p -> p.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("known\\.example")))))),
                        client(parameters(p -> p.setServerNames(List.of(new SNIHostName("unknown.example")))))),
                Arguments.of(
                        "policy-refused",
                        with(server -> server.socket(socket -> socket.setNeedClientAuth(false))),
                        client(socket -> {})));
    }

    private static Function<EchoServer.Builder, EchoServer.Builder> with(
            Function<EchoServer.Builder, EchoServer.Builder> settings) {
        return settings;
    }

    private static Consumer<SSLSocket> parameters(Consumer<SSLParameters> change) {
        return socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            change.accept(parameters);
            socket.setSSLParameters(parameters);
        };
    }

    private static Visit client(Consumer<SSLSocket> settings) {
        return server -> {
            MtlsContext context = PKI.clientContext(PKI.client("alice"));
            try (SSLSocket socket = (SSLSocket) context.sslContext()
                    .getSocketFactory()
                    .createSocket(server.address().getAddress(), server.port())) {
                settings.accept(socket);
                socket.startHandshake();
                socket.getInputStream().read();
            } catch (SSLException expected) {
                // The server's view is what counts.
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void serverNamesWhatIsNotShared(
            String cause, Function<EchoServer.Builder, EchoServer.Builder> settings, Visit visit) throws Exception {
        for (boolean recording : new boolean[] {true, false}) {
            try (EchoServer server =
                    settings.apply(EchoServer.on(PKI)).recording(recording).start()) {
                visit.to(server);
                ServedConnection seen = server.awaitConnection();
                assertThat(seen.cause()).as("recording %s: %s", recording, seen).contains(cause);
                assertThat(seen.outcome()).isEqualTo(Outcome.REFUSED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void plaintextIsNoTls(boolean recording) throws Exception {
        try (EchoServer server = EchoServer.on(PKI).recording(recording).start();
                Socket raw = new Socket(server.address().getAddress(), server.port())) {
            raw.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            ServedConnection seen = server.awaitConnection();
            assertThat(seen.cause()).as(seen.toString()).contains("plaintext-not-tls");
            assertThat(seen.outcome()).isEqualTo(Outcome.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientsThatGoAwayAreToldApart(boolean recording) throws Exception {
        byte[] beginning = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        for (byte[] said : new byte[][] {{}, beginning}) {
            try (EchoServer server = EchoServer.on(PKI).recording(recording).start()) {
                leave(server, said, false);
                ServedConnection closed = server.awaitConnection();
                assertThat(closed.cause()).as(closed.toString()).contains("connection-closed");
                assertThat(closed.outcome()).isEqualTo(Outcome.ABORTED);
                leave(server, said, true);
                ServedConnection reset = server.awaitConnection();
                assertThat(reset.cause()).as(reset.toString()).contains("connection-reset");
                assertThat(reset.outcome()).isEqualTo(Outcome.ABORTED);
            }
        }
    }

    private static void leave(EchoServer server, byte[] said, boolean reset) throws IOException {
        try (Socket raw = new Socket(server.address().getAddress(), server.port())) {
            raw.getOutputStream().write(said);
            if (reset) {
                raw.setSoLinger(true, 0);
            }
        } catch (SocketException e) {
            throw new IOException("the server was faster", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "OPTIONAL", "REQUIRED", "ANY"})
    void acceptedClientsHaveNoCause(ClientAuth mode) {
        try (EchoServer server = EchoServer.on(PKI).clientAuth(mode).start()) {
            ClientResult result = server.connect(PKI.client("alice"));
            assertThat(result.accepted()).as(result.toString()).isTrue();
            assertThat(result.reply()).isEqualTo("hello\n");
            ServedConnection seen = server.awaitConnection();
            assertThat(seen.wasAccepted()).isTrue();
            assertThat(seen.cause()).isEmpty();
            assertThat(seen.error()).isEmpty();
            assertThat(seen.verified()).isEqualTo(mode == ClientAuth.OPTIONAL || mode == ClientAuth.REQUIRED);
            assertThat(seen.peerCertificates()).hasSize(mode == ClientAuth.NONE ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_1_2", "TLS_1_3"})
    void theCertificateOfARefusedClientIsKept(TlsVersion version) {
        try (EchoServer server =
                EchoServer.on(PKI).versions(TlsVersions.only(version)).start()) {
            TestIdentity mallory = PKI.untrusted().client("mallory");
            ClientResult result = server.connect(mallory);
            assertThat(result.accepted()).isFalse();
            assertThat(result.alert()).contains("certificate_unknown");
            ServedConnection seen = server.awaitConnection();
            assertThat(seen.peerCertificates()).containsExactly(mallory.certificate());
            assertThat(seen.toString()).contains("client-certificate-untrusted", "CN=mallory");
        }
    }
}
