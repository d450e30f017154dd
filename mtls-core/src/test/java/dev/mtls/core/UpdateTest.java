package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/** Identity and trust are replaced in a context that is in use; what it promises is not. */
class UpdateTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHERS = new TestCertificates("CN=Other CA");
    private static final Duration DAY = Duration.ofDays(1);

    private static Identity server(String name) {
        return PKI.identity(new Request(name, TestCertificates.keys("EC")).hosts("localhost"));
    }

    private static MtlsContext client() {
        return MtlsContext.client()
                .trust(PKI.trust().plus(OTHERS.trust()))
                .identity(PKI.client("CN=alice"))
                .build();
    }

    private static MtlsContext serving(Identity identity) {
        return MtlsContext.server().identity(identity).trust(PKI.trust()).build();
    }

    @Test
    void theNextConnectionIsOfTheNewIdentity() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        SSLContext handedOut = server.sslContext();
        assertThat(EnginePair.connect(client(), server).serverName()).isEqualTo("CN=first");
        assertThat(server.generation()).isEqualTo(1);
        for (int n = 2; n < 5; n++) {
            server.update(server("CN=number " + n));
            assertThat(server.generation()).isEqualTo(n);
            assertThat(server.sslContext()).isSameAs(handedOut);
            assertThat(EnginePair.connect(client(), server).serverName()).isEqualTo("CN=number " + n);
        }
    }

    @Test
    void theNextConnectionIsJudgedByTheNewTrust() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        MtlsContext client = client();
        server.update(OTHERS.trust());
        assertThat(EnginePair.connect(client, server).completed()).isFalse();
        server.update(OTHERS.trust().plus(PKI.trust()));
        assertThat(EnginePair.connect(client, server).clientName()).isEqualTo("CN=alice");
    }

    @Test
    void bothAreReplacedAtOnce() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        MtlsContext strangerToTheFirst = MtlsContext.client()
                .trust(OTHERS.trust())
                .identity(OTHERS.client("CN=bob"))
                .build();
        assertThat(EnginePair.connect(strangerToTheFirst, server).completed()).isFalse();
        server.update(OTHERS.server(), OTHERS.trust());
        assertThat(server.generation()).isEqualTo(2);
        assertThat(EnginePair.connect(strangerToTheFirst, server).clientName()).isEqualTo("CN=bob");
    }

    @Test
    void severalIdentitiesAreReplacedAtOnce() throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(server("CN=first"))
                .trust(PKI.trust())
                .moreIdentities(server("CN=beside"))
                .build();
        server.update(server("CN=second"));
        assertThat(server.describe()).contains("CN=second").contains("CN=beside");
        server.update(server("CN=third"), List.of(server("CN=beside it"), server("CN=too")));
        assertThat(server.describe())
                .contains("CN=third")
                .contains("CN=beside it")
                .contains("CN=too")
                .doesNotContain("CN=beside (");
        assertThat(EnginePair.connect(client(), server).serverName()).isEqualTo("CN=third");
    }

    @Test
    void aClientIsUpdatedLikeAServer() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        MtlsContext client = client();
        client.update(PKI.client("CN=bob"));
        assertThat(EnginePair.connect(client, server).clientName()).isEqualTo("CN=bob");
        client.update(OTHERS.trust());
        assertThat(EnginePair.connect(client, server).completed()).isFalse();
        MtlsContext anonymous =
                MtlsContext.client().trust(PKI.trust()).noIdentity().build();
        assertThat(EnginePair.connect(anonymous, server).completed()).isFalse();
        anonymous.update(PKI.client("CN=carol"));
        assertThat(EnginePair.connect(anonymous, server).clientName()).isEqualTo("CN=carol");
    }

    @Test
    void whatIsAnErrorIsRefusedAndTheLastGoodGenerationStays() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        String before = server.describe();
        Identity expired = PKI.identity(new Request("CN=late", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(Instant.now().minus(DAY.multipliedBy(2)), Instant.now().minus(DAY)));
        Identity mismatched = Identity.of(
                TestCertificates.keys("EC").getPrivate(), PKI.server().chain());
        assertRefused("certificate-expired", () -> server.update(expired));
        assertRefused("key-certificate-mismatch", () -> server.update(mismatched));
        assertRefused("trust-empty", () -> server.update(Trust.of(List.of())));
        assertRefused("certificate-expired", () -> server.update(expired, OTHERS.trust()));
        assertThat(server.generation()).isEqualTo(1);
        assertThat(server.describe()).isEqualTo(before);
        assertThat(server.findings()).isEmpty();
        EnginePair pair = EnginePair.connect(client(), server);
        assertThat(pair.serverName()).isEqualTo("CN=first");
        assertThat(pair.clientName()).isEqualTo("CN=alice");
    }

    private static void assertRefused(String id, Runnable update) {
        assertThatThrownBy(update::run)
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(e.id()).isEqualTo(id));
    }

    @Test
    void errorsThatWereAcceptedStayAccepted() {
        Identity expired = PKI.identity(new Request("CN=late", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(Instant.now().minus(DAY.multipliedBy(2)), Instant.now().minus(DAY)));
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .dangerous()
                .accept("certificate-expired")
                .build();
        server.update(expired);
        assertThat(ids(server)).contains("certificate-expired");
        assertThat(server.generation()).isEqualTo(2);
    }

    @Test
    void theFindingsAreThoseOfThePresentGeneration() {
        MtlsContext server = serving(server("CN=first"));
        Identity expiring = PKI.identity(new Request("CN=soon", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(Instant.now().minus(DAY.multipliedBy(300)), Instant.now().plus(DAY)));
        assertThat(ids(server)).isEmpty();
        server.update(expiring);
        assertThat(ids(server)).containsExactly("certificate-expiring");
        server.update(server("CN=third"));
        assertThat(ids(server)).isEmpty();
    }

    private static List<String> ids(MtlsContext context) {
        return context.findings().stream().map(Finding::id).collect(Collectors.toList());
    }

    /** Whether clients are asked follows from the trust where it was not said: an update must not switch it off, or seem to switch it on. */
    @Test
    void anUpdateNeverChangesWhatIsAskedOfClients() {
        MtlsContext required = serving(PKI.server());
        assertRefused("update-changes-policy", () -> required.update(Trust.noClients()));
        MtlsContext open = MtlsContext.server()
                .identity(PKI.server())
                .trust(Trust.noClients())
                .build();
        assertRefused("update-changes-policy", () -> open.update(PKI.trust()));
        MtlsContext said = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .clientAuth(ClientAuth.REQUIRED)
                .build();
        assertRefused("trust-empty", () -> said.update(Trust.noClients()));
        assertThat(List.of(required.generation(), open.generation(), said.generation()))
                .containsOnly(1L);
    }

    @Test
    void aBuilderOfItStartsFromThePresentMaterial() throws Exception {
        MtlsContext server = serving(server("CN=first"));
        server.update(server("CN=second"));
        MtlsContext again = server.toBuilder().build();
        server.update(server("CN=third"));
        assertThat(again.generation()).isEqualTo(1);
        assertThat(EnginePair.connect(client(), again).serverName()).isEqualTo("CN=second");
        assertThat(EnginePair.connect(client(), server).serverName()).isEqualTo("CN=third");
    }

    /** A key that somebody remembered by its alias would be taken for a newer one. */
    @Test
    void eachGenerationHasAliasesOfItsOwn() {
        List<String> aliases = new ArrayList<>();
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .contextFactory((keys, trust) -> {
                    X509ExtendedKeyManager manager = (X509ExtendedKeyManager) keys[0];
                    aliases.addAll(List.of(manager.getServerAliases("EC", null)));
                    try {
                        SSLContext context = SSLContext.getInstance("TLS");
                        context.init(keys, trust, null);
                        return context;
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                })
                .build();
        server.update(server("CN=second"));
        server.update(server("CN=third"));
        assertThat(aliases).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aHookThatFailsLeavesTheLastGeneration() throws Exception {
        SSLContext[] next = {SSLContext.getDefault()};
        MtlsContext client = MtlsContext.client()
                .trust(PKI.trust())
                .noIdentity()
                .contextFactory((keys, trust) -> next[0])
                .build();
        next[0] = null;
        assertRefused("context-unusable", () -> client.update(OTHERS.trust()));
        assertThat(client.generation()).isEqualTo(1);
        assertThat(client.describe()).contains("CN=Test CA");
    }

    @Test
    void whatWasSetOnTheSessionsHoldsOn() {
        MtlsContext server = serving(PKI.server());
        server.sslContext().getServerSessionContext().setSessionTimeout(77);
        server.sslContext().getServerSessionContext().setSessionCacheSize(5);
        server.sslContext().getClientSessionContext().setSessionTimeout(78);
        server.update(PKI.server());
        server.update(PKI.server());
        assertThat(server.sslContext().getServerSessionContext().getSessionTimeout())
                .isEqualTo(77);
        assertThat(server.sslContext().getServerSessionContext().getSessionCacheSize())
                .isEqualTo(5);
        assertThat(server.sslContext().getClientSessionContext().getSessionTimeout())
                .isEqualTo(78);
    }

    @Test
    void itIsValidUntilTheFirstThingEnds() {
        Instant now = Instant.now();
        X509Certificate ca = PKI.ca;
        Identity identity = PKI.identity(new Request("CN=localhost", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(now, now.plus(DAY.multipliedBy(100))));
        MtlsContext server =
                MtlsContext.server().identity(identity).trust(PKI.trust()).build();
        assertThat(server.validUntil())
                .contains(identity.chain().get(0).getNotAfter().toInstant());
        server.update(PKI.server());
        assertThat(server.validUntil()).contains(ca.getNotAfter().toInstant());
        assertThat(MtlsContext.client()
                        .trust(Trust.system())
                        .noIdentity()
                        .build()
                        .validUntil())
                .as("what the JDK brings is not the caller's to renew")
                .isEmpty();
    }

    @Test
    void aGenerationEndsWithTheFirstOfItsCertificates() {
        Instant now = Instant.now();
        Identity shortLived = PKI.identity(new Request("CN=localhost", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(now, now.plus(DAY)));
        SettableClock clock = new SettableClock(now);
        MtlsContext server = MtlsContext.server()
                .identity(shortLived)
                .trust(PKI.trust())
                .clock(clock)
                .build();
        clock.set(shortLived.chain().get(0).getNotAfter().toInstant());
        assertThat(server.generation())
                .as("the last instant of the certificate")
                .isEqualTo(1);
        clock.set(clock.instant().plusMillis(1));
        assertThat(server.generation()).isEqualTo(2);
        assertThat(server.generation()).isEqualTo(2);
        clock.set(PKI.ca.getNotAfter().toInstant().plusMillis(1));
        assertThat(server.generation()).isEqualTo(3);
        clock.set(clock.instant().plus(DAY.multipliedBy(9999)));
        assertThat(server.generation()).as("nothing is left to end").isEqualTo(3);
        assertThat(server.validUntil())
                .contains(shortLived.chain().get(0).getNotAfter().toInstant());
    }
}
