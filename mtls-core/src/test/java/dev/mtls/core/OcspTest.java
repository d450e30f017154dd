package dev.mtls.core;

import static dev.mtls.core.TestCertificates.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mtls.core.TestCertificates.Request;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OCSP, shown by handshakes with a server of the JDK that staples, and with a responder on loopback. */
class OcspTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final Function<BigInteger, CertificateStatus> GOOD = RevocationAuthority::good;
    private static final Function<BigInteger, CertificateStatus> REVOKED = RevocationAuthority::revoked;

    private static Request request() {
        return new Request("CN=localhost", keys("EC")).hosts("localhost").usage(KeyPurposeId.id_kp_serverAuth);
    }

    private static Request mustStaple() {
        return request().with(TLS_FEATURE, new DERSequence(new ASN1Integer(5)));
    }

    /** What a client decides of a server of the JDK that staples what such a responder says; empty where it accepts it. */
    private static Optional<String> cause(
            ClientBuilder builder,
            TlsVersion version,
            Request request,
            PrivateKey signer,
            Function<BigInteger, CertificateStatus> status)
            throws Exception {
        HttpServer responder = RevocationAuthority.responder(PKI, signer, status);
        return stapling(
                responder,
                () -> decided(builder.versions(TlsVersions.only(version)).build(), jdkServer(request)));
    }

    /** Servers of the JDK that are made in this staple what the responder says. */
    private static <T> T stapling(HttpServer responder, Callable<T> with) throws Exception {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "jdk.tls.server.enableStatusRequestExtension", "true",
                "jdk.tls.stapling.responderOverride", "true",
                "jdk.tls.stapling.responderURI",
                        RevocationAuthority.uri(responder).toString()));
        Map<String, String> before = new TreeMap<>();
        properties.forEach((name, value) -> {
            String was = System.setProperty(name, value);
            if (was != null) {
                before.put(name, was);
            }
        });
        try {
            return with.call();
        } finally {
            properties.keySet().forEach(System::clearProperty);
            before.forEach(System::setProperty);
            responder.stop(0);
        }
    }

    private static Optional<String> decided(MtlsContext client, SSLContext server) {
        SSLEngine serving = server.createSSLEngine();
        serving.setUseClientMode(false);
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        boolean completed = new EngineHandshake(calling, serving).run().completed();
        Optional<String> cause = client.peerVerdictOf(calling).orElseThrow().cause();
        assertThat(completed).isEqualTo(cause.isEmpty());
        return cause;
    }

    /** With the authority in its chain: the JDK staples nothing for a leaf alone. */
    private static SSLContext jdkServer(Request request) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "a", request.key.getPrivate(), new char[0], new X509Certificate[] {PKI.issue(request), PKI.ca});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static ClientBuilder client() {
        return MtlsContext.client().trust(PKI.trust()).noIdentity();
    }

    private static final PrivateKey OWN = PKI.caKey.getPrivate();

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void whatIsDemandedMustComeAndBeGood(TlsVersion version) throws Exception {
        assertThat(cause(client(), version, mustStaple(), OWN, GOOD)).isEmpty();
        assertThat(cause(client(), version, mustStaple(), OWN, REVOKED)).contains("server-certificate-revoked");
        assertThat(cause(client().requireStapledOcsp(), version, request(), OWN, GOOD))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aForgedResponseIsRefused(TlsVersion version) throws Exception {
        PrivateKey forger = keys("EC").getPrivate();
        assertThat(cause(client(), version, mustStaple(), forger, GOOD))
                .contains("server-certificate-revocation-unknown");
        assertThat(cause(client().requireStapledOcsp(), version, request(), forger, GOOD))
                .contains("server-certificate-revocation-unknown");
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void whatIsNotDemandedIsHeededWhereItSaysRevoked(TlsVersion version) throws Exception {
        assertThat(cause(client(), version, request(), OWN, REVOKED)).contains("server-certificate-revoked");
        assertThat(cause(client(), version, request(), keys("EC").getPrivate(), REVOKED))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void whoMustStapleAndDoesNotIsRefused(TlsVersion version) throws Exception {
        MtlsContext client = client().versions(TlsVersions.only(version)).build();
        assertThat(decided(client, jdkServer(mustStaple()))).contains("server-certificate-revocation-unknown");
        assertThat(decided(client, jdkServer(request()))).isEmpty();
        MtlsContext demanding = client().requireStapledOcsp()
                .versions(TlsVersions.only(version))
                .build();
        assertThat(decided(demanding, jdkServer(request()))).contains("server-certificate-revocation-unknown");
        assertThat(demanding.peerVerdicts().get(0).reason()).contains("this context demands");
    }

    @Test
    void aFeatureThatCannotBeReadIsADemand() throws Exception {
        Request broken = request().with(TLS_FEATURE, new ASN1Integer(5));
        assertThat(decided(client().build(), jdkServer(broken))).contains("server-certificate-revocation-unknown");
        Request other = request().with(TLS_FEATURE, new DERSequence(new ASN1Integer(17)));
        assertThat(decided(client().build(), jdkServer(other))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aNamedResponderDecidesOnClients(TlsVersion version) throws Exception {
        Identity alice = PKI.client("CN=alice");
        assertThat(ofClient(version, alice, OWN, GOOD)).isEmpty();
        assertThat(ofClient(version, alice, OWN, REVOKED)).contains("client-certificate-revoked");
        assertThat(ofClient(version, alice, keys("EC").getPrivate(), GOOD))
                .contains("client-certificate-revocation-unknown");
    }

    private static Optional<String> ofClient(
            TlsVersion version, Identity identity, PrivateKey signer, Function<BigInteger, CertificateStatus> status)
            throws Exception {
        HttpServer responder = RevocationAuthority.responder(PKI, signer, status);
        try {
            return ofClient(version, identity, RevocationAuthority.uri(responder));
        } finally {
            responder.stop(0);
        }
    }

    private static Optional<String> ofClient(TlsVersion version, Identity identity, URI responder) {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .ocspResponder(responder)
                .versions(TlsVersions.only(version))
                .build();
        TalkingPair pair = TalkingPair.of(
                MtlsContext.client().trust(PKI.trust()).identity(identity).build(), server);
        Optional<String> cause =
                server.peerVerdictOf(pair.server()).orElseThrow().cause();
        assertThat(pair.completed()).isEqualTo(cause.isEmpty());
        return cause;
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aTicketDoesNotOutliveTheStapledResponse(TlsVersion version) throws Exception {
        HttpServer responder = RevocationAuthority.responder(PKI, OWN, GOOD, Optional.of(Duration.ofHours(5)));
        SettableClock clock = new SettableClock(Instant.now());
        MtlsContext client =
                client().versions(TlsVersions.only(version)).clock(clock).build();
        stapling(responder, () -> {
            SSLContext server = jdkServer(mustStaple());
            assertThat(EnginePair.connect(client.sslContext(), server).marked().completed())
                    .isTrue();
            clock.pass(Duration.ofHours(4));
            assertThat(EnginePair.connect(client.sslContext(), server).resumed())
                    .as("the control: what it said still holds")
                    .isTrue();
            assertThat(client.generation()).isEqualTo(1);
            clock.pass(Duration.ofHours(2)); // the server goes on stapling what it has
            assertThat(decided(client, server)).contains("server-certificate-revocation-unknown");
            assertThat(client.generation()).isEqualTo(2);
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aTicketDoesNotOutliveTheResponderWhoWasAppointed(TlsVersion version) throws Exception {
        Instant now = Instant.now();
        Request appointed = new Request("CN=Responder", keys("EC"))
                .usage(KeyPurposeId.id_kp_OCSPSigning)
                .valid(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(3)));
        HttpServer responder =
                RevocationAuthority.delegated(PKI.issue(appointed), appointed.key.getPrivate(), Duration.ofHours(9));
        SettableClock clock = new SettableClock(now);
        MtlsContext client =
                client().versions(TlsVersions.only(version)).clock(clock).build();
        stapling(responder, () -> {
            SSLContext server = jdkServer(mustStaple());
            assertThat(EnginePair.connect(client.sslContext(), server).marked().completed())
                    .isTrue();
            clock.pass(Duration.ofHours(2));
            assertThat(EnginePair.connect(client.sslContext(), server).resumed())
                    .as("the control: it is still in office")
                    .isTrue();
            clock.pass(Duration.ofHours(2));
            assertThat(decided(client, server)).contains("server-certificate-revocation-unknown");
            assertThat(client.generation()).isEqualTo(2);
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aResponseWithoutAnEndIsNeverResumedBy(TlsVersion version) throws Exception {
        HttpServer responder = RevocationAuthority.responder(PKI, OWN, GOOD, Optional.empty());
        SettableClock clock = new SettableClock(Instant.now());
        MtlsContext client =
                client().versions(TlsVersions.only(version)).clock(clock).build();
        stapling(responder, () -> {
            SSLContext server = jdkServer(mustStaple());
            for (int i = 0; i < 2; i++) {
                EnginePair pair = EnginePair.connect(client.sslContext(), server);
                assertThat(pair.resumed()).isFalse();
                assertThat(pair.completed()).isTrue();
                assertThat(client.peerVerdictOf(pair.marked().client())).isPresent();
            }
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aTicketDoesNotOutliveWhatANamedResponderSaid(TlsVersion version) throws Exception {
        AtomicReference<Function<BigInteger, CertificateStatus>> says = new AtomicReference<>(GOOD);
        HttpServer responder =
                RevocationAuthority.responder(PKI, OWN, serial -> says.get().apply(serial));
        ServerBuilder builder =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).versions(TlsVersions.only(version));
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=alice"))
                .build();
        try {
            MtlsContext unasked = builder.build();
            EnginePair.connect(client, unasked).marked();
            assertThat(EnginePair.connect(client, unasked).resumed())
                    .as("the control")
                    .isTrue();
            MtlsContext server =
                    builder.ocspResponder(RevocationAuthority.uri(responder)).build();
            assertThat(server.describe()).contains("resumption: no");
            assertThat(EnginePair.connect(client, server).marked().completed()).isTrue();
            says.set(REVOKED);
            EnginePair after = EnginePair.connect(client, server);
            assertThat(after.completed()).isFalse();
            assertThat(server.peerVerdictOf(after.server()).orElseThrow().cause())
                    .contains("client-certificate-revoked");
        } finally {
            responder.stop(0);
        }
    }

    @Test
    void aResponderThatIsNotThereRefuses() throws Exception {
        HttpServer gone = RevocationAuthority.responder(PKI, OWN, GOOD);
        URI uri = RevocationAuthority.uri(gone);
        gone.stop(0);
        assertThat(ofClient(TlsVersion.TLS_1_3, PKI.client("CN=alice"), uri))
                .contains("client-certificate-revocation-unknown");
    }

    @Test
    void whatCannotWorkIsAnErrorAtTheBuild() {
        assertThatThrownBy(() -> client().ocspResponder(URI.create("ldap://a.example")))
                .hasMessageContaining("ocsp-responder-malformed");
        assertThatThrownBy(() -> client().ocspResponder(URI.create("a/b")))
                .hasMessageContaining("ocsp-responder-malformed");
        String name = "jdk.tls.client.enableStatusRequestExtension";
        String before = System.setProperty(name, "false");
        try {
            assertThatThrownBy(() -> client().requireStapledOcsp().build()).hasMessageContaining("ocsp-stapling-off");
            client().build();
        } finally {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
    }
}
