package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of another context, role or kind on a connection: it keeps what its own context promises, or fails. */
class MisplacedSettingsTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final TlsVersions ONLY_1_2 = TlsVersions.only(TlsVersion.TLS_1_2);
    private static final TlsVersions ONLY_1_3 = TlsVersions.only(TlsVersion.TLS_1_3);
    private static final MtlsContext LAX = MtlsContext.server()
            .identity(SERVER)
            .trust(Trust.noClients())
            .versions(ONLY_1_2)
            .build();

    private static MtlsContext server(ClientAuth auth, TlsVersions versions) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .clientAuth(auth)
                .versions(versions)
                .build();
    }

    private static MtlsContext anonymous(TlsVersions versions) {
        return MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .versions(versions)
                .build();
    }

    record Misplaced(String name, Consumer<SSLEngine> set) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static void weaken(SSLEngine engine, SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    static Stream<Misplaced> onServers() {
        return Stream.of(
                new Misplaced("client mode and back", engine -> {
                    engine.setUseClientMode(true);
                    engine.setUseClientMode(false);
                }),
                new Misplaced("weakened as a client, then a server", engine -> {
                    engine.setUseClientMode(true);
                    engine.setNeedClientAuth(false);
                    engine.setUseClientMode(false);
                }),
                new Misplaced("need, then want", engine -> {
                    engine.setNeedClientAuth(true);
                    engine.setWantClientAuth(true);
                }),
                new Misplaced("want, then not", engine -> {
                    engine.setWantClientAuth(true);
                    engine.setWantClientAuth(false);
                }),
                new Misplaced(
                        "parameters of a lax engine",
                        engine -> weaken(engine, laxEngine().getSSLParameters())),
                new Misplaced(
                        "default parameters of a lax context",
                        engine -> weaken(engine, LAX.sslContext().getDefaultSSLParameters())),
                new Misplaced(
                        "supported parameters of a lax context",
                        engine -> weaken(engine, LAX.sslContext().getSupportedSSLParameters())),
                new Misplaced(
                        "parameters of a client",
                        engine ->
                                weaken(engine, anonymous(ONLY_1_2).sslContext().getDefaultSSLParameters())),
                new Misplaced("every suite there is", engine -> {
                    engine.setEnabledCipherSuites(engine.getSupportedCipherSuites());
                    engine.setNeedClientAuth(false);
                }),
                new Misplaced("suites without a certificate or a cipher", engine -> {
                    engine.setEnabledCipherSuites(unsafe(engine));
                    engine.setNeedClientAuth(false);
                }));
    }

    private static SSLEngine laxEngine() {
        SSLEngine engine = LAX.sslContext().createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    /** JSSE may know none of them; then the suites stay what they are. */
    private static String[] unsafe(SSLEngine engine) {
        String[] unsafe = Arrays.stream(engine.getSupportedCipherSuites())
                .filter(suite -> suite.contains("_anon_") || suite.contains("_NULL_"))
                .toArray(String[]::new);
        return unsafe.length > 0 ? unsafe : engine.getEnabledCipherSuites();
    }

    @ParameterizedTest
    @MethodSource("onServers")
    void letNobodyInWithoutACertificate(Misplaced misplaced) throws Exception {
        for (TlsVersions versions : List.of(ONLY_1_2, ONLY_1_3)) {
            SSLEngine serving =
                    server(ClientAuth.REQUIRED, versions).sslContext().createSSLEngine();
            serving.setUseClientMode(false);
            misplaced.set().accept(serving);
            SSLEngine calling = anonymous(TlsVersions.defaults()).sslContext().createSSLEngine("localhost", 443);
            calling.setUseClientMode(true);
            EngineHandshake.Result result = new EngineHandshake(calling, serving).run();
            assertThat(result.completed()).isFalse();
        }
    }

    static Stream<Misplaced> onClients() {
        return Stream.of(
                new Misplaced("server mode and back", engine -> {
                    engine.setUseClientMode(false);
                    engine.setUseClientMode(true);
                }),
                new Misplaced("empty parameters", engine -> weaken(engine, new SSLParameters())),
                new Misplaced(
                        "parameters of a server",
                        engine -> weaken(engine, laxEngine().getSSLParameters())),
                new Misplaced(
                        "supported parameters of a lax context",
                        engine -> weaken(engine, LAX.sslContext().getSupportedSSLParameters())),
                new Misplaced(
                        "every suite there is",
                        engine -> engine.setEnabledCipherSuites(engine.getSupportedCipherSuites())),
                new Misplaced(
                        "suites without a certificate or a cipher",
                        engine -> engine.setEnabledCipherSuites(unsafe(engine))),
                new Misplaced("no host check", engine -> {
                    SSLParameters parameters = engine.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("");
                    engine.setSSLParameters(parameters);
                }));
    }

    @ParameterizedTest
    @MethodSource("onClients")
    void callNoOtherHost(Misplaced misplaced) throws Exception {
        for (TlsVersions versions : List.of(ONLY_1_2, ONLY_1_3)) {
            SSLEngine calling = anonymous(versions).sslContext().createSSLEngine("wrong.example", 443);
            calling.setUseClientMode(true);
            misplaced.set().accept(calling);
            SSLEngine serving =
                    server(ClientAuth.NONE, TlsVersions.defaults()).sslContext().createSSLEngine();
            serving.setUseClientMode(false);
            assertThat(new EngineHandshake(calling, serving).run().completed()).isFalse();
        }
    }

    @Test
    void aHostCheckThatIsSwitchedOffIsToldOf() throws Exception {
        MtlsContext client = anonymous(ONLY_1_3);
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("");
        calling.setSSLParameters(parameters);
        SSLEngine serving = server(ClientAuth.NONE, ONLY_1_3).sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        assertThat(new EngineHandshake(calling, serving).run().clientError()).hasStackTraceContaining("host check");
        assertThat(client.refusalOf(calling))
                .hasValueSatisfying(refusal -> assertThat(refusal.toString())
                        .startsWith("policy-refused: ")
                        .contains("skipHostCheck"));
    }

    /** Strangers are refused where a certificate is optional too, and nobody is verified where any is taken. */
    @Test
    void optionalIsNotAny() throws Exception {
        Identity mallory = new TestCertificates("CN=Strangers").client("CN=mallory");
        MtlsContext stranger = MtlsContext.client()
                .trust(PKI.trust())
                .identity(mallory)
                .alwaysSendIdentity()
                .build();
        for (TlsVersions versions : List.of(ONLY_1_2, ONLY_1_3)) {
            assertThat(shake(stranger, server(ClientAuth.OPTIONAL, versions)).completed())
                    .isFalse();
            assertThat(shake(stranger, server(ClientAuth.ANY, versions)).completed())
                    .isTrue();
            assertThat(shake(anonymous(versions), server(ClientAuth.OPTIONAL, versions))
                            .completed())
                    .isTrue();
        }
    }

    private static EngineHandshake.Result shake(MtlsContext client, MtlsContext server) throws Exception {
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        EngineHandshake.Result result = new EngineHandshake(calling, serving).run();
        if (result.completed() && calling.getSession().getLocalCertificates() == null) {
            assertThat(catchPeer(serving)).isInstanceOf(SSLPeerUnverifiedException.class);
        }
        return result;
    }

    private static Throwable catchPeer(SSLEngine serving) {
        return org.assertj.core.api.Assertions.catchThrowable(
                () -> serving.getSession().getPeerCertificates());
    }

    /** JSSE's own listening socket has no packet size either, but what it accepts has. */
    @Test
    void anAcceptedSocketHasASizeOfItsPackets() throws Exception {
        SocketHandshake.Result result = SocketHandshake.run(
                MtlsContext.client()
                        .trust(PKI.trust())
                        .identity(PKI.client("CN=alice"))
                        .build()
                        .sslContext(),
                SocketHandshake.ClientSurface.CONNECTED,
                new Attack("none", s -> {}),
                server(ClientAuth.REQUIRED, ONLY_1_3).sslContext(),
                SocketHandshake.ServerSurface.LISTENING,
                new Attack("none", s -> {}));
        assertThat(result.completed()).isTrue();
        assertThat(result.server().getSSLParameters().getMaximumPacketSize())
                .isEqualTo(result.client().getSSLParameters().getMaximumPacketSize())
                .isPositive();
    }
}
