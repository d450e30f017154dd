package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a refused peer hears. JSSE chooses the alert of a client by the exception below ours, so that one has to be of the JDK; a server's
 * is certificate_unknown whatever the reason. A TLS 1.3 client on JDK 17 does not tell of what has expired.
 */
class AlertTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHER = new TestCertificates("CN=Other CA");

    private static Request host() {
        return new Request("CN=localhost", keys("EC")).hosts("localhost").usage(KeyPurposeId.id_kp_serverAuth);
    }

    private static Request ended(Request request) {
        return request.valid(
                Instant.now().minus(Duration.ofDays(9)), Instant.now().minus(Duration.ofDays(1)));
    }

    private static String heardByServer(TlsVersion version, Trust trust, Identity server) {
        MtlsContext client = MtlsContext.client()
                .trust(trust)
                .noIdentity()
                .versions(TlsVersions.only(version))
                .build();
        MtlsContext serving = MtlsContext.server()
                .identity(server)
                .trust(Trust.noClients())
                .dangerous()
                .acceptAllFindings()
                .build();
        return String.valueOf(TalkingPair.of(client, serving).result().serverError());
    }

    private static String heardByClient(TlsVersion version, Trust trust, Identity client) {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(trust)
                .versions(TlsVersions.only(version))
                .build();
        MtlsContext calling = MtlsContext.client()
                .trust(PKI.trust())
                .identity(client)
                .alwaysSendIdentity()
                .dangerous()
                .acceptAllFindings()
                .build();
        return String.valueOf(TalkingPair.of(calling, server).result().clientError());
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aServerHearsTheReason(TlsVersion version) {
        boolean precise = version == TlsVersion.TLS_1_2 || Runtime.version().feature() >= 25;
        assertThat(heardByServer(version, PKI.trust(), PKI.identity(ended(host()))))
                .contains(precise ? "certificate_expired" : "certificate_unknown");
        assertThat(heardByServer(version, PKI.trust(), OTHER.server())).contains("certificate_unknown");
        Identity revoked = PKI.server();
        X509CRL list = RevocationAuthority.list(PKI, revoked.chain().get(0));
        assertThat(heardByServer(version, PKI.trust().crls(List.of(list)), revoked))
                .contains("certificate_revoked");
        assertThat(heardByServer(version, PKI.trust().allow(PeerName.dns("other.example")), PKI.server()))
                .contains("certificate_unknown");
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aClientHearsTheSameWhateverTheReason(TlsVersion version) {
        Identity alice = PKI.client("CN=alice");
        X509CRL list = RevocationAuthority.list(PKI, alice.chain().get(0));
        Request old = ended(new Request("CN=alice", keys("EC")).usage(KeyPurposeId.id_kp_clientAuth));
        assertThat(heardByClient(version, PKI.trust(), OTHER.client("CN=alice")))
                .contains("certificate_unknown");
        assertThat(heardByClient(version, PKI.trust(), PKI.identity(old))).contains("certificate_unknown");
        assertThat(heardByClient(version, PKI.trust().crls(List.of(list)), alice))
                .contains("certificate_unknown");
        assertThat(heardByClient(version, PKI.trust().allow(PeerName.dns("a.example")), alice))
                .contains("certificate_unknown");
    }
}
