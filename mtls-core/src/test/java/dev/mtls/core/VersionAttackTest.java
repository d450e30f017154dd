package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.SocketHandshake.ClientSurface;
import dev.mtls.core.SocketHandshake.ServerSurface;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A version pin holds on every surface of servers and clients, whatever is set on a connection: a peer that speaks only the other
 * version is refused, and a peer that speaks both gets the pinned one.
 */
class VersionAttackTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Identity SERVER = PKI.server();
    private static final Identity ALICE = PKI.client("CN=alice");
    private static final Attack NO_ATTACK = new Attack("nothing", s -> {});

    record Cell(TlsVersion pin, Optional<ServerSurface> server, Optional<ClientSurface> client, Attack attack) {

        TlsVersion other() {
            return pin == TlsVersion.TLS_1_3 ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3;
        }

        boolean onEngine() {
            return server.isEmpty() && client.isEmpty();
        }

        @Override
        public String toString() {
            String surface =
                    server.map(Enum::name).or(() -> client.map(Enum::name)).orElse("ENGINE");
            return "pinned to " + pin + ", " + surface + ": " + attack;
        }
    }

    private static Stream<Cell> pins(Optional<ServerSurface> server, Optional<ClientSurface> client, Attack attack) {
        return Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3).map(pin -> new Cell(pin, server, client, attack));
    }

    private static Stream<Attack> all() {
        return Stream.concat(Attack.ON_VERSIONS.stream(), Stream.of(Attack.OWN_CONSTRAINTS));
    }

    static Stream<Cell> onServers() {
        return all().flatMap(attack -> Stream.concat(
                        Stream.of(Optional.<ServerSurface>empty()),
                        Stream.of(ServerSurface.values()).map(Optional::of))
                .flatMap(surface -> pins(surface, Optional.empty(), attack)));
    }

    static Stream<Cell> onClients() {
        return all().flatMap(attack -> Stream.concat(
                        Stream.of(Optional.<ClientSurface>empty()),
                        Stream.of(ClientSurface.values()).map(Optional::of))
                .flatMap(surface -> pins(Optional.empty(), surface, attack)));
    }

    private static MtlsContext server(TlsVersions versions, ClientAuth auth) {
        return MtlsContext.server()
                .identity(SERVER)
                .trust(PKI.trust())
                .clientAuth(auth)
                .versions(versions)
                .build();
    }

    private static MtlsContext client(TlsVersions versions) {
        return MtlsContext.client()
                .trust(PKI.trust())
                .identity(ALICE)
                .versions(versions)
                .build();
    }

    /** The version that was negotiated, empty when the handshake failed. */
    private record Outcome(Optional<String> version, Optional<String> reason) {}

    private static Outcome play(MtlsContext client, Attack onClient, MtlsContext server, Attack onServer, Cell cell)
            throws Exception {
        if (cell.onEngine()) {
            SSLEngine serving = server.sslContext().createSSLEngine();
            serving.setUseClientMode(false);
            onServer.on().accept(Settings.of(serving));
            SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
            calling.setUseClientMode(true);
            onClient.on().accept(Settings.of(calling));
            boolean completed = new EngineHandshake(calling, serving).run().completed();
            return new Outcome(
                    completed ? Optional.of(calling.getSession().getProtocol()) : Optional.empty(),
                    server.refusalOf(serving)
                            .or(() -> client.refusalOf(calling))
                            .map(r -> r.reason()));
        }
        SocketHandshake.Result result = SocketHandshake.run(
                client.sslContext(),
                cell.client.orElse(ClientSurface.CONNECTED),
                onClient,
                server.sslContext(),
                cell.server.orElse(ServerSurface.ACCEPTED),
                onServer);
        return new Outcome(
                result.completed() ? Optional.of(result.client().getSession().getProtocol()) : Optional.empty(),
                server.refusalOf(result.server())
                        .or(() -> client.refusalOf(result.client()))
                        .map(r -> r.reason()));
    }

    private static boolean onlyManagersAreLeft(Cell cell) {
        return cell.attack == Attack.OWN_CONSTRAINTS && !cell.server.equals(Optional.of(ServerSurface.LISTENING));
    }

    @ParameterizedTest
    @MethodSource("onServers")
    void ofAServerIsNotLostToAClientOfTheOtherVersion(Cell cell) throws Exception {
        for (ClientAuth auth : new ClientAuth[] {ClientAuth.REQUIRED, ClientAuth.NONE}) {
            try (Warnings warnings = new Warnings()) {
                MtlsContext server = server(TlsVersions.only(cell.pin), auth);
                Outcome outcome = play(client(TlsVersions.only(cell.other())), NO_ATTACK, server, cell.attack, cell);
                assertThat(outcome.version).isEmpty();
                assertReasonIsTold(cell, outcome, warnings);
            }
        }
    }

    /** The managers refuse, and warn; the constraints take a version out of the negotiation, and tell who asks. */
    private static void assertReasonIsTold(Cell cell, Outcome outcome, Warnings warnings) {
        assertThat(outcome.reason)
                .hasValueSatisfying(why -> assertThat(why)
                        .contains(cell.other().protocol())
                        .contains(onlyManagersAreLeft(cell) ? "negotiated " : " was enabled on ")
                        .endsWith("pinned to [" + cell.pin.protocol() + "]"));
        assertThat(warnings.count()).isEqualTo(onlyManagersAreLeft(cell) ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("onClients")
    void ofAClientIsNotLostToAServerOfTheOtherVersion(Cell cell) throws Exception {
        try (Warnings warnings = new Warnings()) {
            MtlsContext server = server(TlsVersions.only(cell.other()), ClientAuth.REQUIRED);
            Outcome outcome = play(client(TlsVersions.only(cell.pin)), cell.attack, server, NO_ATTACK, cell);
            assertThat(outcome.version).isEmpty();
            assertReasonIsTold(cell, outcome, warnings);
        }
    }

    @ParameterizedTest
    @MethodSource("onServers")
    void ofAServerWinsWithAClientOfBothVersions(Cell cell) throws Exception {
        if (!onlyManagersAreLeft(cell)) {
            MtlsContext server = server(TlsVersions.only(cell.pin), ClientAuth.REQUIRED);
            Outcome outcome = play(client(TlsVersions.defaults()), NO_ATTACK, server, cell.attack, cell);
            assertThat(outcome.version).contains(cell.pin.protocol());
            assertThat(server.refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("onClients")
    void ofAClientWinsWithAServerOfBothVersions(Cell cell) throws Exception {
        if (!onlyManagersAreLeft(cell)) {
            MtlsContext client = client(TlsVersions.only(cell.pin));
            Outcome outcome =
                    play(client, cell.attack, server(TlsVersions.defaults(), ClientAuth.REQUIRED), NO_ATTACK, cell);
            assertThat(outcome.version).contains(cell.pin.protocol());
            assertThat(client.refusals()).isEmpty();
        }
    }

    /** One cell of each surface and pin. */
    static Stream<Cell> servers() {
        return onServers().filter(cell -> cell.attack == Attack.OWN_CONSTRAINTS);
    }

    static Stream<Cell> clients() {
        return onClients().filter(cell -> cell.attack == Attack.OWN_CONSTRAINTS);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerLeftWithNoVersionOfThePinRefusesAndWarnsOnce(Cell cell) throws Exception {
        try (Warnings warnings = new Warnings()) {
            MtlsContext server = server(TlsVersions.only(cell.pin), ClientAuth.REQUIRED);
            Outcome outcome = play(client(TlsVersions.defaults()), NO_ATTACK, server, onlyOther(cell), cell);
            assertRefusedAndWarnedOnce(cell, outcome, server, warnings);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientLeftWithNoVersionOfThePinRefusesAndWarnsOnce(Cell cell) throws Exception {
        try (Warnings warnings = new Warnings()) {
            MtlsContext client = client(TlsVersions.only(cell.pin));
            Outcome outcome =
                    play(client, onlyOther(cell), server(TlsVersions.defaults(), ClientAuth.REQUIRED), NO_ATTACK, cell);
            assertRefusedAndWarnedOnce(cell, outcome, client, warnings);
        }
    }

    private static Attack onlyOther(Cell cell) {
        return new Attack(
                "setEnabledProtocols(other)",
                s -> s.protocols(new String[] {cell.other().protocol()}));
    }

    private static void assertRefusedAndWarnedOnce(Cell cell, Outcome outcome, MtlsContext pinned, Warnings warnings) {
        assertThat(outcome.version).isEmpty();
        assertThat(outcome.reason)
                .contains("only [" + cell.other().protocol() + "] was enabled on this connection but it is pinned to ["
                        + cell.pin.protocol() + "]");
        assertThat(pinned.refusals()).hasSize(1);
        assertThat(warnings.count()).isEqualTo(1);
    }
}
