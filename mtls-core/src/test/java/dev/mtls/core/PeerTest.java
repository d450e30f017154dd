package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final String BILLING = "spiffe://prod.example/billing";

    private static TalkingPair call(Identity client, ClientAuth auth) {
        return TalkingPair.of(
                (client == null
                                ? MtlsContext.client().trust(PKI.trust()).noIdentity()
                                : MtlsContext.client()
                                        .trust(PKI.trust())
                                        .identity(client)
                                        .alwaysSendIdentity())
                        .build(),
                MtlsContext.server()
                        .identity(PKI.server())
                        .trust(PKI.trust())
                        .clientAuth(auth)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aPeerIsWhatItsCertificateNames(TlsVersion version) throws Exception {
        Identity billing = PKI.identity(new Request("CN=billing,OU=Money,CN=outer", keys("EC"))
                .names(
                        new GeneralName(GeneralName.uniformResourceIdentifier, BILLING),
                        new GeneralName(GeneralName.dNSName, "Billing.Example"),
                        new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
                        new GeneralName(GeneralName.rfc822Name, "ops@Billing.example"))
                .usage(KeyPurposeId.id_kp_clientAuth));
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(TlsVersions.only(version))
                .build();
        MtlsContext client =
                MtlsContext.client().trust(PKI.trust()).identity(billing).build();
        for (int i = 0; i < 2; i++) { // the second one resumes
            Peer peer = Peer.of(TalkingPair.of(client, server).server().getSession());
            assertThat(peer.leaf()).isEqualTo(billing.chain().get(0));
            assertThat(peer.spiffeId()).contains(BILLING);
            assertThat(peer.names())
                    .containsExactly(
                            PeerName.spiffeId(BILLING),
                            PeerName.dns("billing.example"),
                            PeerName.ip("192.0.2.1"),
                            PeerName.email("ops@billing.example"));
            assertThat(peer.is(PeerName.spiffeTrustDomain("prod.example"))).isTrue();
            assertThat(peer.is(PeerName.dns("other.example"))).isFalse();
            assertThat(peer.fingerprint())
                    .isEqualTo(Restrictions.fingerprint(billing.chain().get(0)));
            assertThat(peer.toString()).contains("DNS:billing.example");
        }
    }

    @Test
    void theCommonNameIsTheMostSpecificOne() throws Exception {
        // As a name is written by Bouncy Castle: the first one is the root's side.
        assertThat(Peer.of(call(PKI.client("CN=outer,OU=x,CN=inner"), ClientAuth.REQUIRED)
                                .server()
                                .getSession())
                        .commonName())
                .contains("inner");
        assertThat(Peer.of(call(PKI.client("O=nobody"), ClientAuth.REQUIRED)
                                .server()
                                .getSession())
                        .commonName())
                .isEmpty();
    }

    @Test
    void whoShowsNothingIsNoPeer() {
        TalkingPair anonymous = call(null, ClientAuth.OPTIONAL);
        assertThat(anonymous.completed()).isTrue();
        assertThat(Peer.ifPresent(anonymous.server().getSession())).isEmpty();
        assertThatThrownBy(() -> Peer.of(anonymous.server().getSession()))
                .isInstanceOf(SSLPeerUnverifiedException.class);
        assertThat(Peer.ifPresent(
                        call(PKI.client("CN=a"), ClientAuth.OPTIONAL).server().getSession()))
                .isPresent();
    }

    @Test
    void theChainHoldsNobodyThatNobodyVouchesFor() throws Exception {
        Request leaf = new Request("CN=below", keys("EC")).usage(KeyPurposeId.id_kp_clientAuth);
        Identity below = PKI.chained(leaf, 1);
        X509Certificate stranger = PKI.client("CN=admin").chain().get(0);
        Identity both = Identity.of(
                below.privateKey(), List.of(below.chain().get(0), below.chain().get(1), stranger));
        TalkingPair pair = call(both, ClientAuth.REQUIRED);
        assertThat(pair.completed()).isTrue();
        Peer peer = Peer.of(pair.server().getSession());
        assertThat(peer.chain()).containsExactlyElementsOf(below.chain());
        assertThat(peer.commonName()).contains("below");
    }
}
