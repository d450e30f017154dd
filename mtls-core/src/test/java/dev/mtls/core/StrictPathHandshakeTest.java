package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.path.Draft;
import dev.mtls.core.path.Draft.Held;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What JSSE accepts and {@code strictPath()} refuses, in handshakes; and that neither throws what a trust manager must not. */
class StrictPathHandshakeTest {

    private static final Instant NOW = Instant.now();
    private static final Held ROOT = Draft.authority("CN=Root").selfSigned();
    private static final Identity SERVER =
            identity(Draft.server("CN=localhost", "localhost").issuedBy(ROOT));
    private static final GeneralName INSIDE = new GeneralName(GeneralName.dNSName, "inside.example");

    private static Identity identity(Held held, X509Certificate... above) {
        return Identity.of(
                held.key().getPrivate(),
                Stream.concat(Stream.of(held.certificate()), Stream.of(above)).toList());
    }

    /** A client that JSSE takes, and the id with which it is refused. */
    record Taken(String what, X509Certificate anchor, Identity client, String id) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Taken> taken() {
        Held pinned = Draft.server("CN=alice", "alice.example")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .issuedBy(ROOT);
        Held signing = Draft.authority("CN=Signing root")
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature)
                .selfSigned();
        Held bound = Draft.authority("CN=Bound root").permits(INSIDE).selfSigned();
        Held outside = Draft.client("CN=alice")
                .names(new GeneralName(GeneralName.dNSName, "outside.example"))
                .issuedBy(bound);
        Held expiredRoot = Draft.authority("CN=Old root")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                .selfSigned();
        return Stream.of(
                new Taken(
                        "an expired certificate for servers that is trusted itself",
                        pinned.certificate(),
                        identity(pinned),
                        "client-certificate-expired"),
                new Taken(
                        "the trusted root itself",
                        signing.certificate(),
                        identity(signing),
                        "client-certificate-unfit-for-role"),
                new Taken(
                        "a name outside of the constraints of the root",
                        bound.certificate(),
                        identity(outside),
                        "client-certificate-name-not-permitted"),
                new Taken(
                        "an expired root",
                        expiredRoot.certificate(),
                        identity(Draft.client("CN=alice").issuedBy(expiredRoot)),
                        "client-certificate-expired"));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void whatJsseTakesIsRefused(Taken taken) {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            MtlsContext client = client(taken.client(), version);
            ServerBuilder server = MtlsContext.server().identity(SERVER).trust(Trust.of(taken.anchor()));
            assertThat(EnginePair.connect(client, server.build()).completed()).isTrue();

            EngineHandshake.Result strict =
                    EnginePair.connect(client, server.strictPath().build()).result();
            assertThat(strict.serverError())
                    .cause()
                    .isInstanceOf(CertificateException.class)
                    .hasMessageStartingWith(taken.id() + ": ");
        }
    }

    @Test
    void whatKeepsTheRulesIsTaken() {
        MtlsContext server = MtlsContext.server()
                .identity(SERVER)
                .trust(Trust.of(ROOT.certificate()))
                .strictPath()
                .build();
        Held intermediate = Draft.authority("CN=I").issuedBy(ROOT);
        Identity alice = identity(Draft.client("CN=alice").issuedBy(intermediate), intermediate.certificate());
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            MtlsContext client = MtlsContext.client()
                    .trust(Trust.of(ROOT.certificate()))
                    .identity(alice)
                    .versions(TlsVersions.only(version))
                    .strictPath()
                    .build();
            assertThat(EnginePair.connect(client, server).completed()).isTrue();
        }
    }

    /** A server with its name in the CN alone, which JSSE falls back to. */
    @Test
    void aClientFallsBackToNoCommonName() {
        Identity byName = identity(Draft.server("CN=localhost").issuedBy(ROOT));
        Identity byAddress = identity(Draft.server("CN=localhost")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
                .issuedBy(ROOT));
        for (Identity identity : List.of(byName, byAddress)) {
            MtlsContext server = MtlsContext.server()
                    .identity(identity)
                    .trust(Trust.noClients())
                    .build();
            ClientBuilder client =
                    MtlsContext.client().trust(Trust.of(ROOT.certificate())).noIdentity();
            assertThat(EnginePair.connect(client.build(), server).completed()).isTrue();
            assertThat(EnginePair.connect(client.strictPath().build(), server)
                            .result()
                            .clientError())
                    .cause()
                    .isInstanceOf(CertificateException.class)
                    .message()
                    .matches("server-(certificate-off-profile|host-not-matched): .*");
        }
    }

    /** An Active Directory CA constrains otherNames, and its clients have a UPN: PKIX throws what a trust manager must not. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void constraintsThatTheJdkCannotCompareRefuseCleanly(TlsVersion version) {
        GeneralName upn = new GeneralName(
                GeneralName.otherName,
                new OtherName(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String("alice@example.com")));
        Held issuing = Draft.authority("CN=Issuing").permits(upn).issuedBy(ROOT);
        Identity alice = identity(Draft.client("CN=alice").names(upn).issuedBy(issuing), issuing.certificate());
        ServerBuilder server = MtlsContext.server().identity(SERVER).trust(Trust.of(ROOT.certificate()));
        for (MtlsContext context : List.of(server.build(), server.strictPath().build())) {
            assertThat(EnginePair.connect(client(alice, version), context)
                            .result()
                            .serverError())
                    .cause()
                    .isInstanceOf(CertificateException.class)
                    .hasMessageStartingWith("client-certificate-name-not-permitted: ");
        }
    }

    /** Ours looks first, so what the peer hears must not change by it. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void thePeerHearsTheAlertThatJsseWouldSend(TlsVersion version) {
        Held stranger = Draft.authority("CN=Root").selfSigned();
        List<Held> refused = List.of(
                Draft.server("CN=localhost", "localhost")
                        .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
                        .issuedBy(ROOT),
                Draft.server("CN=localhost", "localhost")
                        .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)))
                        .issuedBy(ROOT),
                Draft.server("CN=localhost", "localhost").issuedBy(stranger),
                Draft.client("CN=localhost")
                        .names(new GeneralName(GeneralName.dNSName, "localhost"))
                        .issuedBy(ROOT));
        for (Held held : refused) {
            ServerBuilder server = MtlsContext.server().identity(identity(held)).trust(Trust.noClients());
            MtlsContext serving = server.dangerous().acceptAllFindings().build();
            ClientBuilder client = MtlsContext.client()
                    .trust(Trust.of(ROOT.certificate()))
                    .noIdentity()
                    .versions(TlsVersions.only(version));
            String ofJsse = alert(client.build(), serving);
            assertThat(ofJsse).contains("Received fatal alert: ");
            assertThat(alert(client.strictPath().build(), serving)).isEqualTo(ofJsse);
        }
    }

    private static String alert(MtlsContext client, MtlsContext server) {
        return EnginePair.connect(client, server).result().serverError().getMessage();
    }

    private static MtlsContext client(Identity identity, TlsVersion version) {
        return MtlsContext.client()
                .trust(Trust.of(ROOT.certificate()))
                .identity(identity)
                .versions(TlsVersions.only(version))
                .alwaysSendIdentity()
                .dangerous()
                .acceptAllFindings()
                .build();
    }
}
