package dev.mtls.testkit;

import static dev.mtls.core.TlsVersion.TLS_1_2;
import static dev.mtls.core.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.live.Recorder;
import java.io.IOException;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dhttps.protocols}, which is set on every connection of an {@code HttpsURLConnection}, under a pin and a recorder. */
@Timeout(60)
class UrlConnectionAttackTest {

    private static final String PROTOCOLS = "https.protocols";

    record Cell(Enforcement enforcement, TlsVersion pin) {
        TlsVersion other() {
            return pin == TLS_1_2 ? TLS_1_3 : TLS_1_2;
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(Enforcement.values())
                .flatMap(enforcement -> Stream.of(TLS_1_2, TLS_1_3).map(pin -> new Cell(enforcement, pin)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPinIsNotLostToAPropertyOfTheJvm(Cell cell) throws Exception {
        Recorder recorder = Recorder.create();
        MtlsContext pinned = MtlsContext.client()
                .trust(AttackTableTest.PKI.trust())
                .identity(AttackTableTest.ALICE.identity())
                .versions(TlsVersions.only(cell.pin))
                .enforcement(cell.enforcement)
                .contextFactory(recorder::newContext)
                .build();
        String both = "TLSv1.2,TLSv1.3";
        try (EchoServer server = EchoServer.on(AttackTableTest.PKI).http(true).start()) {
            assertThat(status(pinned, server, both)).isEqualTo(200);
            assertThat(server.awaitConnection().version()).contains(cell.pin.protocol());
            assertThat(recorder.conversations()).isNotEmpty();
            assertThatThrownBy(() -> status(pinned, server, cell.other().protocol()))
                    .hasStackTraceContaining(
                            cell.enforcement == Enforcement.STRICT
                                    ? "no versions would be left: found ["
                                            + cell.other().protocol() + "]"
                                    : "No appropriate protocol");
        }
        try (EchoServer off = EchoServer.on(AttackTableTest.PKI)
                .versions(TlsVersions.only(cell.other()))
                .http(true)
                .start()) {
            assertThatThrownBy(() -> status(pinned, off, both)).isInstanceOf(IOException.class);
            assertThat(off.connections()).noneMatch(ServedConnection::wasAccepted);
        }
    }

    private static int status(MtlsContext client, EchoServer server, String protocols) throws IOException {
        String before = System.getProperty(PROTOCOLS);
        System.setProperty(PROTOCOLS, protocols);
        try {
            HttpsURLConnection connection =
                    (HttpsURLConnection) server.uri().toURL().openConnection();
            connection.setSSLSocketFactory(client.sslSocketFactory());
            connection.setReadTimeout(20_000);
            return connection.getResponseCode();
        } finally {
            if (before == null) {
                System.clearProperty(PROTOCOLS);
            } else {
                System.setProperty(PROTOCOLS, before);
            }
        }
    }
}
