package dev.mtls.examples.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Recipe: what comes from a vault and not from files is pushed into a context that is in use. Whoever is not trusted any more is refused
 * at once, although it holds a ticket of an earlier connection. The server records what is said, so it knows which connection resumed.
 */
class UpdateTest {

    private final TestPki pki = TestPki.create();
    private final TestPki leaving = TestPki.create();

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aClientWhoseAuthorityLeftIsRefusedAlthoughItHoldsATicket(TlsVersion version) {
        TestIdentity identity = leaving.client("alice");
        MtlsContext alice = MtlsContext.client()
                .trust(pki.trust())
                .identity(identity.identity())
                .alwaysSendIdentity()
                .build();
        try (EchoServer server = EchoServer.builder()
                .identity(pki.server().identity())
                .trust(pki.trust().plus(leaving.trust()))
                .versions(TlsVersions.only(version))
                .start()) {
            server.connect(alice);
            server.connect(alice);
            assertThat(List.of(
                            server.awaitConnection().resumed(),
                            server.awaitConnection().resumed()))
                    .extracting(resumed -> resumed.orElseThrow())
                    .containsExactly(false, true);

            // snippet: update
            server.context().update(pki.trust());
            // end

            server.connect(alice);
            assertThat(server.awaitConnection().cause()).contains("client-certificate-untrusted");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void theNextConnectionSeesTheNewCertificate(TlsVersion version) {
        MtlsContext alice = pki.clientContext(pki.client("alice"));
        try (EchoServer server =
                EchoServer.on(pki).versions(TlsVersions.only(version)).start()) {
            server.connect(alice);
            server.context().update(pki.server().identity());
            server.connect(alice);
            server.connect(alice);
            assertThat(List.of(
                            server.awaitConnection().resumed(),
                            server.awaitConnection().resumed(),
                            server.awaitConnection().resumed()))
                    .extracting(resumed -> resumed.orElseThrow())
                    .containsExactly(false, false, true);
            assertThat(server.context().generation()).isEqualTo(2);
        }
    }
}
