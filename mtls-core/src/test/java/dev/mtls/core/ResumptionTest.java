package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Policy leaves resumption on. JSSE of JDK 25 asks the key manager while it decodes a ticket, when there is no handshake session yet: a
 * key manager that refuses there turns resumption off without a word.
 */
class ResumptionTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private final Identity alice = PKI.client("CN=alice");

    private static MtlsContext server(TlsVersion version) {
        return MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(TlsVersions.only(version))
                .build();
    }

    private record Pair(SSLEngine client, SSLEngine server, boolean completed) {

        String peerOfServer() throws SSLPeerUnverifiedException {
            return server.getSession().getPeerPrincipal().getName();
        }
    }

    private static Pair connect(MtlsContext client, MtlsContext server, Attack attack) throws Exception {
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        attack.on().accept(Settings.of(serving));
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        return new Pair(
                calling, serving, new EngineHandshake(calling, serving).run().completed());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void aSecondConnectionResumesWithItsPrincipal(TlsVersion version) throws Exception {
        MtlsContext server = server(version);
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).identity(alice).build();
        Attack none = new Attack("nothing", s -> {});
        Pair first = connect(client, server, none);
        // A session that is resumed keeps the values that were put into it.
        first.client.getSession().putValue("mark", "first");
        Pair second = connect(client, server, none);
        assertThat(second.completed).isTrue();
        assertThat(second.client.getSession().getValue("mark")).isEqualTo("first");
        assertThat(second.peerOfServer()).isEqualTo("CN=alice");
        assertThat(server.refusals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void aWeakenedSecondConnectionIsNeverAnonymous(TlsVersion version) throws Exception {
        for (Attack attack : Attack.ON_CLIENT_AUTH) {
            MtlsContext server = server(version);
            MtlsContext client =
                    MtlsContext.client().trust(PKI.trust()).identity(alice).build();
            assertThat(connect(client, server, new Attack("nothing", s -> {})).completed)
                    .isTrue();
            Pair second = connect(client, server, attack);
            if (second.completed) {
                assertThat(second.peerOfServer()).isEqualTo("CN=alice");
            } else {
                assertThat(server.refusalOf(second.server)).isPresent();
            }
        }
    }
}
