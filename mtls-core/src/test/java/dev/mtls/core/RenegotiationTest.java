package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In TLS 1.2 a handshake may be made again on a connection: its peer stays who it was, or the connection ends. */
class RenegotiationTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    record Cell(boolean byClient, Attack attack, Enforcement enforcement) {}

    static Stream<Cell> cells() {
        return Stream.of(true, false)
                .flatMap(byClient -> Attack.ON_CLIENT_AUTH.stream()
                        .flatMap(attack -> Stream.of(Enforcement.values()).map(e -> new Cell(byClient, attack, e))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void neverTurnsAPeerAnonymous(Cell cell) throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .enforcement(cell.enforcement)
                .build();
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        SSLEngine calling = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=alice"))
                .build()
                .sslContext()
                .createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        EngineHandshake handshake = new EngineHandshake(calling, serving);
        assertThat(handshake.run().completed()).isTrue();
        assertThat(serving.getSession().getPeerPrincipal().getName()).isEqualTo("CN=alice");

        cell.attack.on().accept(Settings.of(serving));
        calling.getSession().invalidate();
        serving.getSession().invalidate();
        EngineHandshake.Result again = handshake.again(cell.byClient);

        if (cell.enforcement == Enforcement.STRICT) {
            assertThat(again.completed()).isTrue();
        } else {
            assertThat(again.serverError()).isNotNull();
            assertThat(server.refusalOf(serving)).isPresent();
        }
        assertThat(serving.getSession().getPeerPrincipal().getName()).isEqualTo("CN=alice");
    }
}
