package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.SocketHandshake.ClientSurface;
import dev.mtls.core.SocketHandshake.ServerSurface;
import dev.mtls.core.path.Draft;
import dev.mtls.core.path.Draft.Held;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code verifyDepth(n)} in handshakes, for both sides: at most n intermediates, counted as nginx and OpenSSL count them. */
class VerifyDepthTest {

    private static final Held ROOT = Draft.authority("CN=Root").selfSigned();
    private static final Trust TRUST = Trust.of(ROOT.certificate());
    private static final List<Identity> CLIENTS = identities(Draft.client("CN=alice"));
    private static final List<Identity> SERVERS = identities(Draft.server("CN=localhost", "localhost"));

    /** The same leaf below 0, 1, 2 and 3 intermediates. */
    private static List<Identity> identities(Draft leaf) {
        List<Identity> identities = new ArrayList<>();
        List<X509Certificate> above = new ArrayList<>();
        Held issuer = ROOT;
        for (int i = 0; i < 4; i++) {
            Held held = leaf.issuedBy(issuer);
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(held.certificate());
            chain.addAll(above);
            identities.add(Identity.of(held.key().getPrivate(), chain));
            issuer = Draft.authority("CN=Intermediate " + i).issuedBy(issuer);
            above.add(0, issuer.certificate());
        }
        return identities;
    }

    record Cell(int intermediates, int limit, TlsVersion version) {

        boolean fine() {
            return intermediates <= limit;
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                .flatMap(version -> IntStream.range(0, 4)
                        .boxed()
                        .flatMap(intermediates ->
                                IntStream.range(0, 4).mapToObj(limit -> new Cell(intermediates, limit, version))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aServerCountsTheIntermediatesOfItsClients(Cell cell) {
        MtlsContext server = server().verifyDepth(cell.limit()).build();
        EngineHandshake.Result result = EnginePair.connect(
                        client(CLIENTS.get(cell.intermediates()), cell.version()), server)
                .result();
        assertJudged(cell, result.completed(), result.serverError());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aClientCountsTheIntermediatesOfItsServers(Cell cell) {
        MtlsContext client = MtlsContext.client()
                .trust(TRUST)
                .noIdentity()
                .versions(TlsVersions.only(cell.version()))
                .verifyDepth(cell.limit())
                .build();
        MtlsContext server = MtlsContext.server()
                .identity(SERVERS.get(cell.intermediates()))
                .trust(Trust.noClients())
                .build();
        EngineHandshake.Result result = EnginePair.connect(client, server).result();
        assertJudged(cell, result.completed(), result.clientError());
    }

    private static void assertJudged(Cell cell, boolean completed, Exception error) {
        assertThat(completed).isEqualTo(cell.fine());
        if (!cell.fine()) {
            assertTooLong(error);
        }
    }

    private static void assertTooLong(Exception error) {
        assertThat(error)
                .cause()
                .isInstanceOf(CertificateException.class)
                .hasMessageStartingWith("chain-too-long: found ");
    }

    @Test
    void itHoldsOnSocketsToo() throws Exception {
        MtlsContext server = server().verifyDepth(1).build();
        for (int intermediates = 1; intermediates <= 2; intermediates++) {
            SocketHandshake.Result result = SocketHandshake.run(
                    client(CLIENTS.get(intermediates), TlsVersion.TLS_1_3).sslContext(),
                    ClientSurface.CONNECTED,
                    new Attack("nothing", s -> {}),
                    server.sslContext(),
                    ServerSurface.LISTENING,
                    new Attack("nothing", s -> {}));
            assertThat(result.completed()).isEqualTo(intermediates == 1);
            if (intermediates == 2) {
                assertTooLong(result.serverError());
            }
        }
    }

    @Test
    void aSelfSignedClientThatIsTrustedHasNone() {
        Held own = Draft.client("CN=alice").selfSigned();
        MtlsContext server = MtlsContext.server()
                .identity(SERVERS.get(0))
                .trust(Trust.of(own.certificate()))
                .verifyDepth(0)
                .build();
        Identity alice = Identity.of(own.key().getPrivate(), List.of(own.certificate()));
        assertThat(EnginePair.connect(client(alice, TlsVersion.TLS_1_3), server).completed())
                .isTrue();
    }

    @Test
    void itIsKeptByToBuilderAndReplacedByAnotherCall() {
        MtlsContext one = server().verifyDepth(0).verifyDepth(1).build();
        MtlsContext same = one.toBuilder().build();
        for (MtlsContext server : List.of(one, same)) {
            assertThat(EnginePair.connect(client(CLIENTS.get(1), TlsVersion.TLS_1_3), server)
                            .completed())
                    .isTrue();
            assertThat(EnginePair.connect(client(CLIENTS.get(2), TlsVersion.TLS_1_3), server)
                            .completed())
                    .isFalse();
        }
    }

    @Test
    void aLimitThatCannotBeIsRefused() {
        assertThatThrownBy(() -> server().verifyDepth(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("verifyDepth: found -1, expected 0 to 9");
        assertThatThrownBy(() -> server().verifyDepth(10)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerBuilder server() {
        return MtlsContext.server().identity(SERVERS.get(0)).trust(TRUST);
    }

    private static MtlsContext client(Identity identity, TlsVersion version) {
        return MtlsContext.client()
                .trust(TRUST)
                .identity(identity)
                .versions(TlsVersions.only(version))
                .alwaysSendIdentity()
                .build();
    }
}
