package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.SocketHandshake.ClientSurface;
import dev.mtls.core.SocketHandshake.ServerSurface;
import dev.mtls.core.finding.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Client authentication holds on every surface of a server, whatever is set on a connection.
 *
 * <p>Attacked on the listening socket it is repaired; anywhere else everybody is refused, a client with a good certificate too, and the
 * reason is recorded and warned of once.
 */
class ClientAuthAttackTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Attack NO_ATTACK = new Attack("nothing", s -> {});

    record Cell(
            ClientAuth auth,
            TlsVersion version,
            Optional<ServerSurface> socket,
            boolean withCertificate,
            Attack attack) {

        @Override
        public String toString() {
            return auth + ", " + version + ", " + socket.map(Enum::name).orElse("ENGINE") + ", client "
                    + (withCertificate ? "with" : "without") + " certificate: " + attack;
        }
    }

    static Stream<Cell> attacks() {
        Stream<Cell> required = cells(ClientAuth.REQUIRED, Attack.ON_CLIENT_AUTH);
        // Want is what optional asks for, so setting it is no attack there.
        List<Attack> onOptional = Attack.ON_CLIENT_AUTH.stream()
                .filter(a -> !a.name().equals("setWantClientAuth(true)"))
                .toList();
        List<Attack> onWant = onOptional.stream()
                .map(a -> a.name().equals("setNeedClientAuth(false)")
                        ? new Attack("setWantClientAuth(false)", s -> s.want(false))
                        : a)
                .toList();
        return Stream.of(required, cells(ClientAuth.OPTIONAL, onWant), cells(ClientAuth.ANY, onWant))
                .flatMap(s -> s);
    }

    static Stream<Cell> untouched() {
        return Stream.of(ClientAuth.values()).flatMap(auth -> cells(auth, List.of(NO_ATTACK)));
    }

    private static Stream<Cell> cells(ClientAuth auth, List<Attack> attacks) {
        return Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                .flatMap(version -> Stream.concat(
                                Stream.of(Optional.<ServerSurface>empty()),
                                Stream.of(ServerSurface.values()).map(Optional::of))
                        .flatMap(socket -> Stream.of(true, false)
                                .flatMap(with -> attacks.stream().map(a -> new Cell(auth, version, socket, with, a)))));
    }

    private static MtlsContext server(Cell cell) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .clientAuth(cell.auth)
                .versions(TlsVersions.only(cell.version))
                .build();
    }

    private static MtlsContext client(Cell cell) {
        ClientBuilder.NeedsIdentity trusting = MtlsContext.client().trust(PKI.trust());
        return (cell.withCertificate ? trusting.identity(ALICE) : trusting.noIdentity()).build();
    }

    private record Outcome(boolean completed, Optional<Refusal> refusal) {}

    private static Outcome play(Cell cell, MtlsContext server) throws Exception {
        MtlsContext client = client(cell);
        if (cell.socket.isEmpty()) {
            SSLEngine serving = server.sslContext().createSSLEngine();
            serving.setUseClientMode(false);
            cell.attack.on().accept(Settings.of(serving));
            SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
            calling.setUseClientMode(true);
            return new Outcome(new EngineHandshake(calling, serving).run().completed(), server.refusalOf(serving));
        }
        SocketHandshake.Result result = SocketHandshake.run(
                client.sslContext(),
                ClientSurface.CONNECTED,
                NO_ATTACK,
                server.sslContext(),
                cell.socket.get(),
                cell.attack);
        return new Outcome(result.completed(), server.refusalOf(result.server()));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isNotLost(Cell cell) throws Exception {
        MtlsContext server = server(cell);
        boolean repaired = cell.socket.equals(Optional.of(ServerSurface.LISTENING));
        try (Warnings warnings = new Warnings()) {
            Outcome outcome = play(cell, server);
            boolean servedWhenRepaired = cell.withCertificate || cell.auth != ClientAuth.REQUIRED;
            assertThat(outcome.completed).isEqualTo(repaired && servedWhenRepaired);
            assertThat(outcome.refusal).hasValueSatisfying(refusal -> {
                assertThat(refusal.id()).isEqualTo("policy-refused");
                assertThat(refusal.reason())
                        .contains("client authentication is")
                        .contains("switched off");
                assertThat(refusal.overruled()).isEqualTo(repaired);
            });
            assertThat(server.refusals()).containsExactly(outcome.refusal.orElseThrow());
            assertThat(warnings.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("untouched")
    void servesWhomItShould(Cell cell) throws Exception {
        MtlsContext server = server(cell);
        Outcome outcome = play(cell, server);
        assertThat(outcome.completed).isEqualTo(cell.withCertificate || cell.auth != ClientAuth.REQUIRED);
        assertThat(server.refusals()).isEmpty();
    }
}
