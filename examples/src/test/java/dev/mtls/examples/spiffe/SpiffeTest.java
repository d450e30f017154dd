package dev.mtls.examples.spiffe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Peer;
import dev.mtls.core.PeerName;
import dev.mtls.core.Trust;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import org.junit.jupiter.api.Test;

/** Recipe: admit workloads by their SPIFFE IDs, on both sides, and let no ticket outlive the list. */
class SpiffeTest {
    private final TestPki pki = TestPki.create();
    private final TestIdentity billing = workload("spiffe://prod.example/billing");
    private final TestIdentity stock = workload("spiffe://prod.example/stock");

    private TestIdentity workload(String id) {
        return pki.leaf()
                .commonName("workload")
                .names(id)
                .clientAuth()
                .serverAuth()
                .sign();
    }

    private EchoServer serving(Trust clients) {
        return EchoServer.on(pki)
                .identity(stock)
                .trust(clients)
                .clientAuth(ClientAuth.REQUIRED)
                .start();
    }

    @Test
    void onlyWorkloadsOnTheListGetIn() {
        // snippet: spiffe
        Trust clients = pki.trust().allow(PeerName.spiffeId("spiffe://prod.example/billing"));
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust().allow(PeerName.spiffeTrustDomain("prod.example")))
                .identity(billing.identity())
                .allowListInsteadOfHost()
                .build();
        // end
        try (EchoServer server = serving(clients)) {
            assertThat(server.connect(client).accepted()).isTrue();
            ServedConnection served = server.awaitConnection();
            assertThat(served.peer().flatMap(Peer::spiffeId)).contains("spiffe://prod.example/billing");

            MtlsContext other = (client.toBuilder()).identity(stock.identity()).build();
            assertThat(server.connect(other).accepted()).isFalse();
            assertThat(server.awaitConnection().cause()).contains("client-certificate-not-allowed");
        }
    }

    @Test
    void whoLeavesTheListIsOutAtOnceDespiteItsTicket() {
        PeerName id = PeerName.spiffeId("spiffe://prod.example/billing");
        PeerName other = PeerName.spiffeId("spiffe://prod.example/stock");
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust().allow(PeerName.spiffeTrustDomain("prod.example")))
                .identity(billing.identity())
                .allowListInsteadOfHost()
                .build();
        try (EchoServer server = serving(pki.trust().allow(id, other))) {
            assertThat(server.connect(client).accepted()).isTrue();
            assertThat(server.connect(client).accepted()).isTrue();
            server.awaitConnection();
            assertThat(server.awaitConnection().resumed()).contains(true);

            server.context().update(pki.trust().allow(other));

            assertThat(server.connect(client).accepted()).isFalse();
            assertThat(server.awaitConnection().cause()).contains("client-certificate-not-allowed");
        }
    }
}
