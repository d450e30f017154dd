package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** A server of JSSE that writes no tickets keeps its sessions and gives out ids: neither JDK asks anybody before it resumes one. */
    private static MtlsContext remembering(TlsVersions versions) {
        String property = "jdk.tls.server.enableSessionTicketExtension";
        String before = System.getProperty(property);
        System.setProperty(property, "false");
        try {
            return MtlsContext.server()
                    .identity(PKI.server())
                    .trust(PKI.trust())
                    .versions(versions)
                    .build();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    static Stream<Attack> onWhoIsAsked() {
        return Stream.concat(Attack.ON_CLIENT_AUTH.stream(), Stream.of(Attack.OWN_CONSTRAINTS_ALONE));
    }

    /** It was made when everything was kept, so there is a principal to resume. */
    @ParameterizedTest
    @MethodSource("onWhoIsAsked")
    void aSessionIdOnAWeakenedConnectionHasItsOldPrincipal(Attack attack) throws Exception {
        MtlsContext server = remembering(TlsVersions.only(TlsVersion.TLS_1_2));
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).identity(alice).build();
        Pair first = connect(client, server, new Attack("nothing", s -> {}));
        assertThat(Collections.list(
                        server.sslContext().getServerSessionContext().getIds()))
                .as("no ticket: the server remembers")
                .containsExactly(first.server.getSession().getId());
        first.client.getSession().putValue("mark", "first");
        Pair second = connect(client, server, attack);
        assertThat(second.completed).isTrue();
        assertThat(second.client.getSession().getValue("mark")).isEqualTo("first");
        assertThat(second.peerOfServer()).isEqualTo("CN=alice");
        assertThat(second.server.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }

    /** Whoever had no certificate, or another version, has no session, so there is none to resume either. */
    @ParameterizedTest
    @MethodSource("onWhoIsAsked")
    void nobodyElseGetsASessionIdOnAWeakenedConnection(Attack attack) throws Exception {
        MtlsContext server = remembering(TlsVersions.only(TlsVersion.TLS_1_2));
        MtlsContext anonymous =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        for (int i = 0; i < 2; i++) {
            assertThat(connect(anonymous, server, attack).completed).isFalse();
        }
        assertThat(Collections.list(
                        server.sslContext().getServerSessionContext().getIds()))
                .isEmpty();
    }

    /** The same ids offered to an engine whose versions were set anew: the pin stands. */
    @Test
    void noSessionIdBringsAVersionOffThePin() throws Exception {
        List<Attack> attacks = new ArrayList<>(Attack.ON_VERSIONS);
        attacks.add(Attack.OWN_CONSTRAINTS);
        for (Attack attack : attacks) {
            MtlsContext server = remembering(TlsVersions.only(TlsVersion.TLS_1_3));
            MtlsContext old = MtlsContext.client()
                    .trust(PKI.trust())
                    .identity(alice)
                    .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                    .build();
            for (int i = 0; i < 2; i++) {
                assertThat(connect(old, server, attack).completed)
                        .as(attack.name())
                        .isFalse();
            }
            assertThat(Collections.list(
                            server.sslContext().getServerSessionContext().getIds()))
                    .as(attack.name())
                    .isEmpty();
        }
    }
}
