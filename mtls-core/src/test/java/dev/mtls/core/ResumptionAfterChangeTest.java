package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JSSE resumes a session without asking whether its peer is still trusted, and its tickets cannot be taken back. So nobody may be let in
 * by what was said before a change: the client's next connection is decided anew. Each case has its control, in which nothing changes
 * and the same client resumes; without it a test would pass where resumption does not work at all.
 */
class ResumptionAfterChangeTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates LEAVING = new TestCertificates("CN=Leaving CA");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int LONG_LIST = 10;
    private static final PeerName ALICE = PeerName.spiffeId("spiffe://test.example/alice");
    private static final PeerName BOB = PeerName.spiffeId("spiffe://test.example/bob");

    private static final Identity CLIENT = LEAVING.identity(new Request("CN=alice", TestCertificates.keys("EC"))
            .names(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://test.example/alice"))
            .usage(KeyPurposeId.id_kp_clientAuth)
            .valid(Instant.now().minus(DAY), Instant.now().plus(DAY.multipliedBy(7))));

    /** What changes, and whether the client is let in after it. */
    record Change(String name, boolean letIn, int daysOfList, Consumer<Server> change) {

        Change(String name, boolean letIn, Consumer<Server> change) {
            this(name, letIn, LONG_LIST, change);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A server and its clock. */
    record Server(MtlsContext context, SettableClock clock) {}

    private static final Change NOTHING = new Change("nothing", true, server -> {});

    private static Stream<Change> changes() {
        return Stream.of(
                NOTHING,
                new Change(
                        "the authority of the client left",
                        false,
                        server -> server.context.update(PKI.trust().allow(ALICE, BOB))),
                new Change(
                        "the SPIFFE ID of the client left the list",
                        false,
                        server -> server.context.update(trusting(List.of(BOB)))),
                new Change(
                        "the certificate of the client was revoked",
                        false,
                        server -> server.context.update(
                                authorities().allow(ALICE, BOB).crls(List.of(list(LONG_LIST, CLIENT))))),
                new Change(
                        "the list of the revoked ended, and nothing of the client",
                        false,
                        5,
                        server -> server.clock.pass(DAY.multipliedBy(6))),
                new Change(
                        "the identity of the server is another", true, server -> server.context.update(PKI.server())),
                new Change(
                        "the same is given again",
                        true,
                        server -> server.context.update(trusting(List.of(ALICE, BOB)))),
                new Change("a certificate of the server ended", true, server -> server.clock.pass(DAY.multipliedBy(5))),
                new Change(
                        "the certificate of the client ended",
                        false,
                        server -> server.clock.pass(DAY.multipliedBy(8))));
    }

    private static Trust authorities() {
        return PKI.trust().plus(LEAVING.trust());
    }

    private static Trust trusting(List<PeerName> allowed) {
        return trusting(allowed, LONG_LIST);
    }

    private static Trust trusting(List<PeerName> allowed, int daysOfList) {
        return authorities().allow(allowed).crls(List.of(list(daysOfList)));
    }

    /** Of the authority of the client. */
    private static X509CRL list(int days, Identity... revoked) {
        try {
            X509v2CRLBuilder list = new JcaX509v2CRLBuilder(
                    LEAVING.ca.getSubjectX500Principal(),
                    Date.from(Instant.now().minus(DAY)));
            list.setNextUpdate(Date.from(Instant.now().plus(DAY.multipliedBy(days))));
            for (Identity identity : revoked) {
                list.addCRLEntry(identity.chain().get(0).getSerialNumber(), new Date(), CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter()
                    .getCRL(list.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(LEAVING.caKey.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> cases() {
        return changes()
                .flatMap(change -> Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                        .map(version -> Arguments.of(change, version)));
    }

    static Stream<Arguments> opensslCases() {
        return changes()
                .flatMap(change -> Stream.of("-tls1_2", "-tls1_2 -no_ticket", "-tls1_3")
                        .map(options -> Arguments.of(change, options)));
    }

    private static Server server(TlsVersions versions, Change change) {
        SettableClock clock = new SettableClock(Instant.now());
        MtlsContext context = MtlsContext.server()
                .identity(PKI.identity(new Request("CN=localhost", TestCertificates.keys("EC"))
                        .hosts("localhost")
                        .valid(clock.instant().minus(DAY), clock.instant().plus(DAY.multipliedBy(4)))))
                .trust(trusting(List.of(ALICE, BOB), change.daysOfList))
                .versions(versions)
                .clock(clock)
                .build();
        return new Server(context, clock);
    }

    private static MtlsContext client() {
        return MtlsContext.client()
                .trust(PKI.trust())
                .identity(CLIENT)
                .alwaysSendIdentity()
                .build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void betweenEngines(Change change, TlsVersion version) throws Exception {
        Server server = server(TlsVersions.only(version), change);
        MtlsContext client = client();
        assertThat(EnginePair.connect(client, server.context).marked().resumed())
                .as("the first is marked")
                .isTrue();
        assertThat(EnginePair.connect(client, server.context).resumed())
                .as("the second resumes")
                .isTrue();
        change.change.accept(server);

        EnginePair next = EnginePair.connect(client, server.context);
        assertThat(next.completed()).as("let in").isEqualTo(change.letIn);
        assertThat(next.resumed()).as("resumed").isEqualTo(change == NOTHING);
        if (change.letIn) {
            assertThat(next.clientName()).isEqualTo("CN=alice");
            next.marked();
            assertThat(EnginePair.connect(client, server.context).resumed())
                    .as("from then on resumption works again")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void betweenSocketsThroughAListeningSocketThatWasMadeBefore(Change change, TlsVersion version) throws Exception {
        Server server = server(TlsVersions.only(version), change);
        MtlsContext client = client();
        try (ListeningServer listening = new ListeningServer(server.context.sslContext())) {
            assertThat(resumes(client, listening, "mark")).isFalse();
            assertThat(listening.next().peer()).isEqualTo("CN=alice");
            assertThat(resumes(client, listening, "mark"))
                    .as("the second resumes")
                    .isTrue();
            assertThat(listening.next().peer()).isEqualTo("CN=alice");
            change.change.accept(server);

            assertThat(resumes(client, listening, "mark")).isEqualTo(change == NOTHING);
            assertThat(listening.next().peer()).isEqualTo(change.letIn ? "CN=alice" : null);
        }
    }

    /** Whether the session had the mark already; false when the server refused it. */
    private static boolean resumes(MtlsContext client, ListeningServer server, String mark) throws Exception {
        try (SSLSocket socket = (SSLSocket) client.sslContext()
                .getSocketFactory()
                .createSocket(InetAddress.getByName("localhost"), server.port())) {
            socket.setSoTimeout(20_000);
            try {
                socket.startHandshake();
                boolean marked = socket.getSession().getValue(mark) != null;
                socket.getSession().putValue(mark, "");
                while (socket.getInputStream().read() >= 0) {
                    // what the server says brings the tickets with it, or the refusal
                }
                return marked;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** With tickets in TLS 1.2, with session ids there, and in TLS 1.3. */
    @ParameterizedTest
    @MethodSource("opensslCases")
    void withOpenssl(Change change, String options, @TempDir Path folder) throws Exception {
        OpensslClient.assumeInstalled();
        Server server = server(TlsVersions.defaults(), change);
        OpensslClient client = new OpensslClient(folder, PKI.ca, CLIENT);
        try (ListeningServer listening = new ListeningServer(server.context.sslContext())) {
            assertThat(client.connect(listening.port(), options.split(" "))).contains("New, TLSv1.");
            assertThat(listening.next().peer()).isEqualTo("CN=alice");
            assertThat(client.connect(listening.port(), options.split(" ")))
                    .as("the second resumes")
                    .contains("Reused, TLSv1.");
            assertThat(listening.next().peer()).isEqualTo("CN=alice");
            change.change.accept(server);

            String said = client.connect(listening.port(), options.split(" "));
            ListeningServer.Served served = listening.next();
            assertThat(served.peer()).isEqualTo(change.letIn ? "CN=alice" : null);
            if (change == NOTHING) {
                assertThat(said).contains("Reused, TLSv1.");
            } else {
                assertThat(said).doesNotContain("Reused, TLSv1.");
            }
        }
    }

    /** The other role: a server that is not trusted any more is not believed because of a session that was made before. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aClientDecidesAnewWhenItsTrustChanged(TlsVersion version) throws Exception {
        SettableClock clock = new SettableClock(Instant.now());
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust().plus(LEAVING.trust()))
                .noIdentity()
                .versions(TlsVersions.only(version))
                .clock(clock)
                .build();
        MtlsContext server = MtlsContext.server()
                .identity(LEAVING.identity(new Request("CN=localhost", TestCertificates.keys("EC"))
                        .hosts("localhost")
                        .valid(Instant.now().minus(DAY), Instant.now().plus(DAY))))
                .trust(Trust.noClients())
                .build();
        EnginePair.connect(client, server).marked();
        assertThat(EnginePair.connect(client, server).resumed()).isTrue();

        client.update(PKI.trust());
        assertThat(EnginePair.connect(client, server).completed()).isFalse();

        client.update(LEAVING.trust());
        EnginePair.connect(client, server).marked();
        assertThat(EnginePair.connect(client, server).resumed()).isTrue();
        clock.pass(DAY.multipliedBy(2));
        assertThat(EnginePair.connect(client, server).completed())
                .as("the certificate of the server has ended")
                .isFalse();
    }
}
