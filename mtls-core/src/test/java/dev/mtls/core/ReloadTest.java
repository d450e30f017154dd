package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.pem.PemSource;
import dev.mtls.core.reload.Reload;
import dev.mtls.core.reload.ReloadEvent;
import dev.mtls.core.reload.ReloadEvent.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that change under a context. The clock stands still and nobody but the test polls, so nothing depends on time. */
class ReloadTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHERS = new TestCertificates("CN=Other CA");
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.now());
    private final List<ReloadEvent> events = new ArrayList<>();
    private final Reload reload =
            Reload.every(Duration.ofDays(1)).settle(SETTLE).listener(events::add);
    private final MtlsContext client = MtlsContext.client()
            .trust(PKI.trust().plus(OTHERS.trust()))
            .identity(PKI.client("CN=alice"))
            .alwaysSendIdentity()
            .build();
    private PemFolder pem;
    private MtlsContext server;

    private static Identity named(String name) {
        return PKI.identity(new Request(name, TestCertificates.keys("EC")).hosts("localhost"));
    }

    @BeforeEach
    void serve() throws IOException {
        pem = new PemFolder(folder);
    }

    private void serving() {
        server = MtlsContext.server()
                .identity(pem.identity())
                .trust(pem.trust())
                .clock(clock)
                .reload(reload)
                .build();
        settleAndPoll();
        assertThat(events).isEmpty();
        assertThat(server.generation()).isEqualTo(1);
    }

    private void servingInPlace() throws IOException {
        pem.write(named("CN=first"), PKI.ca);
        serving();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    /** What a poll sees, and what the next one does with it when it has come to rest. */
    private void settleAndPoll() {
        server.poll();
        clock.pass(SETTLE);
        server.poll();
    }

    private String served() throws Exception {
        return EnginePair.connect(client, server).serverName();
    }

    private List<String> outcomes() {
        return events.stream()
                .map(event -> event.outcome() + " " + event.generation()
                        + (event.outcome() == Outcome.FAILED
                                ? " " + event.findings().get(0).id()
                                : ""))
                .toList();
    }

    @Test
    void threeSwapsInARowAsKubernetesMakesThem() throws Exception {
        pem.swap(named("CN=first"), PKI.ca);
        serving();
        for (int n = 2; n < 5; n++) {
            pem.swap(named("CN=number " + n), PKI.ca);
            settleAndPoll();
            assertThat(served()).isEqualTo("CN=number " + n);
        }
        assertThat(outcomes()).containsExactly("LOADED 2", "LOADED 3", "LOADED 4");
    }

    @Test
    void nothingIsLoadedBeforeItHasComeToRest() throws Exception {
        servingInPlace();
        pem.write(named("CN=second"), PKI.ca);
        assertThat(server.poll()).isEmpty();
        clock.pass(SETTLE.minusMillis(1));
        assertThat(server.poll()).isEmpty();
        pem.write(named("CN=third"), PKI.ca);
        clock.pass(Duration.ofMillis(1));
        assertThat(server.poll()).as("it changed again").isEmpty();
        clock.pass(SETTLE.minusMillis(1));
        assertThat(server.poll()).isEmpty();
        assertThat(served()).isEqualTo("CN=first");
        clock.pass(Duration.ofMillis(1));
        assertThat(server.poll()).get().extracting(ReloadEvent::outcome).isEqualTo(Outcome.LOADED);
        assertThat(served()).isEqualTo("CN=third");
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldItUp() throws Exception {
        servingInPlace();
        pem.write(named("CN=second"), PKI.ca);
        server.poll();
        clock.pass(Duration.ofMinutes(-30));
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=second");
    }

    /** A key that is kept when the certificate is renewed. */
    @Test
    void theCertificateAloneIsReplaced() throws Exception {
        KeyPair key = TestCertificates.keys("EC");
        pem.write(PKI.identity(new Request("CN=first", key).hosts("localhost")), PKI.ca);
        serving();
        Identity renewed = PKI.identity(new Request("CN=renewed", key).hosts("localhost"));
        Files.writeString(pem.certificate(), PemFolder.text(renewed));
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=renewed");
    }

    @Test
    void keyAndCertificateAreWrittenApart() throws Exception {
        servingInPlace();
        Identity second = named("CN=second");
        Files.writeString(pem.key(), PemFolder.keyText(second));
        settleAndPoll();
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 key-certificate-mismatch");
        assertThat(served()).isEqualTo("CN=first");
        Files.writeString(pem.certificate(), PemFolder.text(second));
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 key-certificate-mismatch", "LOADED 2");
        assertThat(served()).isEqualTo("CN=second");
    }

    @Test
    void aFileThatIsHalfWrittenIsNotLoaded() throws Exception {
        servingInPlace();
        Identity second = named("CN=second");
        String text = PemFolder.text(second);
        Files.writeString(pem.key(), PemFolder.keyText(second));
        Files.writeString(pem.certificate(), "");
        settleAndPoll();
        Files.writeString(pem.certificate(), text.substring(0, text.length() / 2));
        settleAndPoll();
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 pem-block-missing", "FAILED 1 pem-truncated");
        assertThat(served()).isEqualTo("CN=first");
        Files.writeString(pem.certificate(), text);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=second");
    }

    @Test
    void aFileThatIsGoneForAMomentIsNoNews() throws Exception {
        servingInPlace();
        String text = Files.readString(pem.certificate());
        Files.delete(pem.certificate());
        assertThat(server.poll()).isEmpty();
        Files.writeString(pem.certificate(), text);
        settleAndPoll();
        assertThat(events).isEmpty();
        assertThat(server.generation()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsGoneIsToldOnceAndItsReturnToo() throws Exception {
        pem = new PemFolder(Files.createDirectory(folder.resolve("secrets")));
        servingInPlace();
        Path away = folder.resolve("away");
        Files.move(folder.resolve("secrets"), away);
        for (int i = 0; i < 5; i++) {
            settleAndPoll();
        }
        assertThat(outcomes()).containsExactly("FAILED 1 file-unreadable");
        assertThat(served()).isEqualTo("CN=first");
        Files.move(away, folder.resolve("secrets"));
        settleAndPoll();
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 file-unreadable", "LOADED 1");
    }

    @Test
    void aFolderIsReplacedByAnother() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        pem = new PemFolder(secrets);
        servingInPlace();
        Path next = Files.createDirectory(folder.resolve("next"));
        new PemFolder(next).write(named("CN=second"), PKI.ca);
        Files.move(secrets, folder.resolve("old"));
        Files.move(next, secrets);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=second");
    }

    /** Contents are compared and nothing else: neither the time of a file nor its size tells. */
    @Test
    void timesOfFilesDoNotMatter() throws Exception {
        servingInPlace();
        FileTime before = Files.getLastModifiedTime(pem.certificate());
        Files.setLastModifiedTime(pem.certificate(), FileTime.from(Instant.EPOCH));
        settleAndPoll();
        assertThat(events).isEmpty();
        pem.write(named("CN=other"), PKI.ca);
        Files.setLastModifiedTime(pem.certificate(), before);
        Files.setLastModifiedTime(pem.key(), before);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=other");
    }

    @Test
    void aCommentMakesNoGeneration() throws Exception {
        servingInPlace();
        Files.writeString(pem.certificate(), "A remark\n" + Files.readString(pem.certificate()));
        settleAndPoll();
        assertThat(events).isEmpty();
        assertThat(server.generation()).isEqualTo(1);
    }

    /** The files may change after they were loaded and before the context is built. */
    @Test
    void whatChangedBeforeTheFirstPollIsSeen() throws Exception {
        pem.write(named("CN=first"), PKI.ca);
        Identity loaded = pem.identity();
        pem.write(named("CN=second"), PKI.ca);
        server = MtlsContext.server()
                .identity(loaded)
                .trust(pem.trust())
                .clock(clock)
                .reload(reload)
                .build();
        assertThat(served()).isEqualTo("CN=first");
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=second");
    }

    @Test
    void trustIsReloadedAndItsFormerClientsAreRefused() throws Exception {
        servingInPlace();
        assertThat(EnginePair.connect(client, server).marked().resumed()).isTrue();
        assertThat(EnginePair.connect(client, server).resumed()).isTrue();
        Files.writeString(pem.ca(), TestCertificates.pem(OTHERS.ca));
        settleAndPoll();
        assertThat(outcomes()).containsExactly("LOADED 2");
        assertThat(EnginePair.connect(client, server).completed()).isFalse();
    }

    @Test
    void aCertificateThatIsNotValidYetIsTriedAgain() throws Exception {
        servingInPlace();
        Instant now = clock.instant();
        Identity later = PKI.identity(new Request("CN=later", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(now.plus(Duration.ofHours(1)), now.plus(DAY.multipliedBy(90))));
        pem.write(later, PKI.ca);
        settleAndPoll();
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 certificate-not-yet-valid");
        clock.pass(Duration.ofHours(1));
        server.poll();
        assertThat(outcomes()).containsExactly("FAILED 1 certificate-not-yet-valid", "LOADED 2");
    }

    @Test
    void eventsTellWhatWasFound() throws Exception {
        servingInPlace();
        Identity expiring = PKI.identity(new Request("CN=soon", TestCertificates.keys("EC"))
                .hosts("localhost")
                .valid(
                        clock.instant().minus(DAY.multipliedBy(90)),
                        clock.instant().plus(DAY)));
        pem.write(expiring, PKI.ca);
        settleAndPoll();
        ReloadEvent event = events.get(0);
        assertThat(event.findings()).extracting(Finding::id).contains("certificate-expiring");
        assertThat(event.findings()).isEqualTo(server.findings());
        assertThat(event.at()).isEqualTo(clock.instant());
        assertThat(event).asString().startsWith("reloaded, generation 2 is in use: warning ");
    }

    @Test
    void whatIsPushedWins() throws Exception {
        servingInPlace();
        server.update(named("CN=pushed"));
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=pushed");
        pem.write(named("CN=ignored"), OTHERS.ca);
        settleAndPoll();
        assertThat(EnginePair.connect(client, server).completed())
                .as("the trust is polled further")
                .isFalse();
        PemFolder other = new PemFolder(Files.createDirectory(folder.resolve("other")));
        other.write(named("CN=from elsewhere"), PKI.ca);
        server.update(other.identity(), other.trust());
        settleAndPoll();
        other.write(named("CN=changed elsewhere"), PKI.ca);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=changed elsewhere");
    }

    @Test
    void closingEndsThePollingAndNothingElse() throws Exception {
        servingInPlace();
        server.close();
        server.close();
        pem.write(named("CN=second"), PKI.ca);
        settleAndPoll();
        assertThat(events).isEmpty();
        assertThat(served()).isEqualTo("CN=first");
        server.update(named("CN=pushed"));
        assertThat(served()).isEqualTo("CN=pushed");
    }

    @Test
    void aListenerThatThrowsOrClosesDoesNoHarm() throws Exception {
        pem.write(named("CN=first"), PKI.ca);
        List<MtlsContext> self = new ArrayList<>();
        server = MtlsContext.server()
                .identity(pem.identity())
                .trust(pem.trust())
                .clock(clock)
                .reload(Reload.every(DAY).settle(Duration.ZERO).listener(event -> {
                    if (event.generation() == 3) {
                        self.get(0).close();
                    }
                    throw new IllegalStateException("of the listener");
                }))
                .build();
        self.add(server);
        for (int n = 2; n < 5; n++) {
            pem.write(named("CN=number " + n), PKI.ca);
            server.poll();
        }
        assertThat(served()).isEqualTo("CN=number 3");
    }

    @Test
    void aClientIsReloadedToo() throws Exception {
        pem.write(PKI.client("CN=first"), PKI.ca);
        MtlsContext peer =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).build();
        try (MtlsContext reloaded = MtlsContext.client()
                .trust(pem.trust())
                .identity(pem.identity())
                .clock(clock)
                .reload(reload.settle(Duration.ZERO))
                .build()) {
            pem.write(PKI.client("CN=second"), PKI.ca);
            reloaded.poll();
            assertThat(EnginePair.connect(reloaded, peer).clientName()).isEqualTo("CN=second");
        }
    }

    @Test
    void aPasswordIsAskedForAgain() throws Exception {
        pem.write(named("CN=first"), PKI.ca);
        List<char[]> asked = new ArrayList<>();
        Identity identity = Identity.from(PemSource.file(pem.certificate()), PemSource.file(pem.key()))
                .password(() -> {
                    char[] password = "secret".toCharArray();
                    asked.add(password);
                    return password;
                })
                .load();
        server = MtlsContext.server()
                .identity(identity)
                .trust(pem.trust())
                .clock(clock)
                .reload(reload)
                .build();
        pem.write(named("CN=second"), PKI.ca);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=second");
        assertThat(asked).hasSize(2).allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @Test
    void aCallbackThatThrowsIsAFailure() throws Exception {
        pem.write(named("CN=first"), PKI.ca);
        boolean[] locked = {false};
        Identity identity = Identity.from(PemSource.file(pem.certificate()), PemSource.file(pem.key()))
                .password(() -> {
                    if (locked[0]) {
                        throw new IllegalStateException("the vault is locked");
                    }
                    return new char[0];
                })
                .load();
        server = MtlsContext.server()
                .identity(identity)
                .trust(pem.trust())
                .clock(clock)
                .reload(reload)
                .build();
        locked[0] = true;
        pem.write(named("CN=second"), PKI.ca);
        settleAndPoll();
        settleAndPoll();
        assertThat(outcomes()).containsExactly("FAILED 1 reload-failed");
        locked[0] = false;
        server.poll();
        assertThat(served()).isEqualTo("CN=second");
    }

    @Test
    void whatCannotBeLoadedAgainIsAnErrorAtTheBuild() throws Exception {
        pem.write(named("CN=first"), PKI.ca);
        PemSource stream = PemSource.stream("standard input", new ByteArrayInputStream(Files.readAllBytes(pem.ca())));
        Trust ofStream = Trust.from(stream).load();
        Identity ofPassword = Identity.from(PemSource.file(pem.certificate()), PemSource.file(pem.key()))
                .password("secret".toCharArray())
                .load();
        assertImpossible(pem.identity(), ofStream, "standard input");
        assertImpossible(ofPassword, pem.trust(), pem.key().toString());
        assertImpossible(named("CN=x"), PKI.trust(), "made in memory");
        assertImpossible(pem.identity(), pem.trust().plus(ofStream), "standard input");
    }

    private void assertImpossible(Identity identity, Trust trust, String what) {
        ServerBuilder builder =
                MtlsContext.server().identity(identity).trust(trust).reload(reload);
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        MtlsConfigurationException.class,
                        e -> assertThat(e.id()).isEqualTo("reload-impossible"))
                .hasMessageContaining(what);
    }

    /** What was given in memory, or as text, stays as it is; a bundle that is joined with it is read again. */
    @Test
    void partsThatCannotChangeStay() throws Exception {
        pem.write(named("CN=first"), OTHERS.ca);
        server = MtlsContext.server()
                .identity(named("CN=memory"))
                .trust(Trust.pem(TestCertificates.pem(OTHERS.ca)).plus(pem.trust()))
                .clock(clock)
                .reload(reload)
                .build();
        settleAndPoll();
        assertThat(EnginePair.connect(client, server).completed()).isFalse();
        Files.writeString(pem.ca(), TestCertificates.pem(PKI.ca), StandardCharsets.US_ASCII);
        settleAndPoll();
        assertThat(served()).isEqualTo("CN=memory");
        assertThat(server.describe()).contains("2 authorities");
    }

    @Test
    void aContextWithoutReloadHasNothingToPoll() {
        MtlsContext plain =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).build();
        assertThatThrownBy(plain::poll).isInstanceOf(IllegalStateException.class);
        plain.close();
    }

    @Test
    void theNumbersAreChecked() {
        assertThatThrownBy(() -> Reload.every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reload.every(Duration.ofDays(366))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reload.settle(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Reload.every(Duration.ofMinutes(1))).hasToString("every PT1M, settle PT2S");
    }
}
