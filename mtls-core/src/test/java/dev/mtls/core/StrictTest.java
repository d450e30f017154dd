package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mtls.core.SocketHandshake.ClientSurface;
import dev.mtls.core.SocketHandshake.ServerSurface;
import dev.mtls.core.finding.Refusal;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What is strict clamps what can be kept, throws where nothing is left, and is never weaker than promised. */
class StrictTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Attack NOTHING = new Attack("nothing", s -> {});

    private static MtlsContext server(Enforcement enforcement, ClientAuth auth, TlsVersion version) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .clientAuth(auth)
                .versions(TlsVersions.only(version))
                .enforcement(enforcement)
                .build();
    }

    private static MtlsContext client(boolean withCertificate, TlsVersions versions) {
        ClientBuilder.NeedsIdentity trusting = MtlsContext.client().trust(PKI.trust());
        return (withCertificate ? trusting.identity(ALICE) : trusting.noIdentity())
                .versions(versions)
                .enforcement(Enforcement.STRICT)
                .build();
    }

    private static SSLEngine serving(MtlsContext server) {
        SSLEngine engine = server.sslContext().createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private static boolean completes(MtlsContext client, SSLEngine serving) throws Exception {
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        return new EngineHandshake(calling, serving).run().completed();
    }

    /** JSSE copies the setting when the handshake begins; the key manager sees the later one. */
    private static boolean anonymousGetsInBetween(MtlsContext server) throws Exception {
        SSLEngine serving = serving(server);
        serving.setNeedClientAuth(false);
        serving.beginHandshake();
        serving.setNeedClientAuth(true);
        return completes(client(false, TlsVersions.defaults()), serving);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void offBeginOnGetsInByDefaultAndIsStoppedHere(TlsVersion version) throws Exception {
        assertThat(anonymousGetsInBetween(server(Enforcement.DEFAULT, ClientAuth.REQUIRED, version)))
                .isTrue();
        MtlsContext strict = server(Enforcement.STRICT, ClientAuth.REQUIRED, version);
        try (Warnings warnings = new Warnings()) {
            assertThat(anonymousGetsInBetween(strict)).isFalse();
            assertThat(strict.refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.overruled()).isTrue());
            assertThat(warnings.count()).isEqualTo(1);
        }
    }

    record Cell(TlsVersion version, ServerSurface surface, boolean withCertificate, Attack attack) {}

    static Stream<Cell> clientAuthCells() {
        List<Attack> attacks = new ArrayList<>(Attack.ON_CLIENT_AUTH);
        attacks.add(Attack.OWN_CONSTRAINTS_ALONE);
        return Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                .flatMap(version -> Arrays.stream(ServerSurface.values())
                        .flatMap(surface -> Stream.of(true, false)
                                .flatMap(with -> attacks.stream().map(a -> new Cell(version, surface, with, a)))));
    }

    @ParameterizedTest
    @MethodSource("clientAuthCells")
    void clientAuthenticationIsRepairedOnEverySocket(Cell cell) throws Exception {
        MtlsContext server = server(Enforcement.STRICT, ClientAuth.REQUIRED, cell.version);
        SocketHandshake.Result result = SocketHandshake.run(
                client(cell.withCertificate, TlsVersions.defaults()).sslContext(),
                ClientSurface.CONNECTED,
                NOTHING,
                server.sslContext(),
                cell.surface,
                cell.attack);
        assertThat(result.completed()).isEqualTo(cell.withCertificate);
        if (cell.attack != Attack.OWN_CONSTRAINTS_ALONE) {
            assertThat(server.refusals()).singleElement().satisfies(r -> {
                assertThat(r.overruled()).isTrue();
                assertThat(r.id()).isEqualTo(Refusal.POLICY_REFUSED);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuth.class,
            names = {"OPTIONAL", "ANY"})
    void whatIsAskedForStaysAskedFor(ClientAuth auth) throws Exception {
        MtlsContext server = server(Enforcement.STRICT, auth, TlsVersion.TLS_1_3);
        for (Attack attack : Attack.ON_CLIENT_AUTH) {
            SSLEngine engine = serving(server);
            attack.on().accept(Settings.of(engine));
            assertThat(engine.getWantClientAuth()).as(attack.name()).isTrue();
            assertThat(completes(client(true, TlsVersions.defaults()), engine)).isTrue();
            assertThat(engine.getSession().getPeerPrincipal().getName()).isEqualTo("CN=alice");
        }
        SSLEngine stronger = serving(server);
        stronger.setNeedClientAuth(true);
        assertThat(completes(client(false, TlsVersions.defaults()), stronger)).isFalse();
    }

    /** The version on the pin wins, whatever else was set; where nothing is left the setter says so. */
    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void versionsAreClampedOnEverySurface(TlsVersion pin) throws Exception {
        List<Attack> attacks = new ArrayList<>(Attack.ON_VERSIONS);
        attacks.add(Attack.OWN_CONSTRAINTS);
        for (Attack attack : attacks) {
            MtlsContext server = server(Enforcement.STRICT, ClientAuth.REQUIRED, pin);
            MtlsContext client = client(true, TlsVersions.only(pin));
            for (ServerSurface surface : ServerSurface.values()) {
                SocketHandshake.Result result = SocketHandshake.run(
                        client(true, TlsVersions.defaults()).sslContext(),
                        ClientSurface.CONNECTED,
                        NOTHING,
                        server.sslContext(),
                        surface,
                        attack);
                assertThat(result.completed()).as("%s, %s", surface, attack).isTrue();
                assertThat(result.server().getSession().getProtocol()).isEqualTo(pin.protocol());
            }
            for (ClientSurface surface : ClientSurface.values()) {
                SocketHandshake.Result result = SocketHandshake.run(
                        client.sslContext(),
                        surface,
                        attack,
                        MtlsContext.server()
                                .identity(SERVER)
                                .trust(PKI.trust())
                                .build()
                                .sslContext(),
                        ServerSurface.ACCEPTED,
                        NOTHING);
                assertThat(result.completed()).as("%s, %s", surface, attack).isTrue();
                assertThat(result.client().getSession().getProtocol()).isEqualTo(pin.protocol());
            }
            SSLEngine engine = serving(server);
            attack.on().accept(Settings.of(engine));
            assertThat(engine.getEnabledProtocols()).containsExactly(pin.protocol());
            assertThat(completes(client(true, TlsVersions.defaults()), engine)).isTrue();
        }
    }

    @Test
    void whatLeavesNothingThrowsAndChangesNothing() throws Exception {
        MtlsContext server = server(Enforcement.STRICT, ClientAuth.REQUIRED, TlsVersion.TLS_1_3);
        SSLServerSocket listening =
                (SSLServerSocket) server.sslServerSocketFactory().createServerSocket();
        SSLSocket socket = (SSLSocket) server.sslSocketFactory().createSocket();
        for (Settings settings : List.of(Settings.of(serving(server)), Settings.of(socket), Settings.of(listening))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.protocols("TLSv1.2"))
                    .withMessageContaining(
                            "no versions would be left: found [TLSv1.2], expected at least one of [TLSv1.3]");
            assertThatIllegalArgumentException().isThrownBy(() -> settings.protocols());
            assertThatIllegalArgumentException().isThrownBy(() -> settings.protocols("TLSv1.3", "TLSv1.4"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.suites("TLS_ECDH_anon_WITH_AES_128_CBC_SHA"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.suites("TLS_AES_128_GCM_SHA256", "nonsense"));
            SSLParameters off = new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"}, new String[] {"TLSv1.2"});
            assertThatIllegalArgumentException().isThrownBy(() -> settings.set(off));
            assertThat(settings.get().getProtocols()).containsExactly("TLSv1.3");
            assertThat(settings.get().getNeedClientAuth()).isTrue();
        }
        listening.close();
        socket.close();
    }

    @Test
    void theHostCheckOfAClientStays() throws Exception {
        MtlsContext client = client(true, TlsVersions.defaults());
        SSLEngine calling = client.sslContext().createSSLEngine("wrong.example", 443);
        calling.setUseClientMode(true);
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("");
        calling.setSSLParameters(parameters);
        assertThat(calling.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(client.refusalOf(calling))
                .hasValueSatisfying(r -> assertThat(r.reason()).contains("host check"));
        SSLException error = new EngineHandshake(
                        calling, serving(server(Enforcement.DEFAULT, ClientAuth.NONE, TlsVersion.TLS_1_3)))
                .run()
                .clientError();
        assertThat(error).hasStackTraceContaining("wrong.example");
    }

    @Test
    void everythingElseInParametersIsKept() throws Exception {
        SSLEngine calling = client(true, TlsVersions.defaults()).sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        SSLParameters set = new SSLParameters();
        set.setApplicationProtocols(new String[] {"h2"});
        set.setServerNames(List.of(new SNIHostName("localhost")));
        set.setUseCipherSuitesOrder(false);
        set.setMaximumPacketSize(4096);
        set.setProtocols(new String[] {"TLSv1.3"});
        boolean newer = Runtime.version().feature() >= 20;
        if (newer) {
            Newer.setNamedGroups(set, "x25519");
            Newer.setSignatureSchemes(set, "ecdsa_secp256r1_sha256");
        }
        calling.setSSLParameters(set);
        SSLParameters got = calling.getSSLParameters();
        assertThat(got.getApplicationProtocols()).containsExactly("h2");
        assertThat(got.getServerNames()).containsExactly(new SNIHostName("localhost"));
        assertThat(got.getUseCipherSuitesOrder()).isFalse();
        assertThat(got.getMaximumPacketSize()).isEqualTo(4096);
        assertThat(got.getProtocols()).containsExactly("TLSv1.3");
        assertThat(got.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
        if (newer) {
            assertThat(dev.mtls.core.policy.NewerParameters.namedGroups(got)).containsExactly("x25519");
            assertThat(dev.mtls.core.policy.NewerParameters.signatureSchemes(got))
                    .containsExactly("ecdsa_secp256r1_sha256");
        }
        assertThat(set.getEndpointIdentificationAlgorithm())
                .as("what a caller gave is not changed")
                .isNull();
    }

    /** JSSE gives its own engine to the selector, whose setters would ask nobody. */
    @Test
    void aSelectorGetsTheWrappedEngine() throws Exception {
        SSLEngine serving = serving(server(Enforcement.STRICT, ClientAuth.REQUIRED, TlsVersion.TLS_1_2));
        List<SSLEngine> given = new ArrayList<>();
        serving.setHandshakeApplicationProtocolSelector((engine, offered) -> {
            given.add(engine);
            engine.setNeedClientAuth(false);
            return offered.get(0);
        });
        SSLEngine calling = client(false, TlsVersions.defaults()).sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        calling.setSSLParameters(parameters);
        assertThat(new EngineHandshake(calling, serving).run().completed()).isFalse();
        assertThat(given).containsExactly(serving);
    }

    /** A method with a body in the class of the JDK that is not overridden would answer for nobody. */
    @Test
    void everyMethodGoesToWhatIsWrapped() throws Exception {
        SSLEngine engine = serving(server(Enforcement.STRICT, ClientAuth.REQUIRED, TlsVersion.TLS_1_3));
        SSLSocket socket = (SSLSocket) server(Enforcement.STRICT, ClientAuth.REQUIRED, TlsVersion.TLS_1_3)
                .sslSocketFactory()
                .createSocket();
        for (Object wrapper : List.of(engine, socket)) {
            assertThat(wrapper.getClass().getSimpleName()).startsWith("Strict");
            Class<?> type = wrapper.getClass();
            for (Method method : type.getMethods()) {
                int modifiers = method.getModifiers();
                if (method.getDeclaringClass() != Object.class
                        && !Modifier.isStatic(modifiers)
                        && !Modifier.isFinal(modifiers)) {
                    assertThat(method.getDeclaringClass()).as(method.toString()).isEqualTo(type);
                }
            }
        }
        socket.close();
    }
}
