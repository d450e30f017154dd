package dev.mtls.parser.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key logs in every dialect, growing, and broken. */
class KeyLogTest {

    private static final String RANDOM = "0123456789abcdef".repeat(4);
    private static final String SECRET = "fedcba98".repeat(8);
    private static final String MASTER = "5a".repeat(48);

    @TempDir
    Path folder;

    @Test
    void everyLabelOfRfc9850IsKept() {
        List<String> labels = List.of(
                "CLIENT_EARLY_TRAFFIC_SECRET",
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0",
                "SERVER_TRAFFIC_SECRET_0",
                "EXPORTER_SECRET",
                "EARLY_EXPORTER_SECRET",
                "ECH_SECRET",
                "ECH_CONFIG");
        StringBuilder text = new StringBuilder("\ufeff# a comment\r\n\r\n");
        labels.forEach(
                label -> text.append(label + " " + RANDOM.toUpperCase(java.util.Locale.ROOT) + " " + SECRET + "\r\n"));
        text.append("CLIENT_RANDOM " + RANDOM + " " + MASTER);

        KeyLog log = KeyLog.of(text.toString());

        Secrets secrets = only(log, RANDOM);
        assertThat(log.problems()).isEmpty();
        assertThat(labels).allSatisfy(label -> assertThat(secrets.secret(label)).contains(Bytes.ofHex(SECRET)));
        assertThat(secrets.secret("CLIENT_RANDOM")).contains(Bytes.ofHex(MASTER));
        assertThat(log.candidates(facts("00".repeat(32), ""))).isEmpty();
    }

    @Test
    void sessionsAreFoundByTheirIdAndThoseWithoutOneAreTried() {
        KeyLog log = KeyLog.of("RSA Session-ID:0a0b Master-Key:" + MASTER + "\n" + "RSA Session-ID: Master-Key:"
                + "11".repeat(48) + "\n");

        assertThat(log.problems()).isEmpty();
        assertThat(log.candidates(facts(RANDOM, "0a0b")))
                .containsExactly(Secrets.of(java.util.Map.of("CLIENT_RANDOM", Bytes.ofHex(MASTER))));
        assertThat(log.candidates(facts(RANDOM, "0c")))
                .containsExactly(Secrets.of(java.util.Map.of("CLIENT_RANDOM", Bytes.ofHex("11".repeat(48)))));
    }

    @Test
    void aSessionWhoseMasterSecretWasLoggedOnceIsKnownWhenItIsResumed() {
        KeyLog log = KeyLog.of("CLIENT_RANDOM " + RANDOM + " " + MASTER);
        HandshakeFacts first = facts(RANDOM, "0a0b");
        assertThat(log.candidates(first)).hasSize(1);
        log.ticketIssued(first, Bytes.EMPTY, Bytes.ofText("ticket"));

        assertThat(log.candidates(facts("77".repeat(32), "0a0b"))).hasSize(1);
        assertThat(log.candidates(facts("78".repeat(32), "", Bytes.ofText("ticket"))))
                .hasSize(1);
        assertThat(log.candidates(facts("79".repeat(32), "", Bytes.ofText("another"))))
                .isEmpty();
    }

    @Test
    void linesThatCannotBeReadAreReportedByNumberAndNeverShown() {
        KeyLog log = KeyLog.of("# fine\n" + "CLIENT_RANDOM " + RANDOM + " " + MASTER.substring(2) + "\n"
                + "CLIENT_TRAFFIC_SECRET_0 " + RANDOM + " " + SECRET.replace('f', 'x') + "\n"
                + "CLIENT_TRAFFIC_SECRET_0 " + RANDOM.substring(2) + " " + SECRET + "\n"
                + "hello\n" + "SOME_FUTURE_LABEL what ever\n" + "RSA 00 " + MASTER + "\n"
                + "RSA Session-ID:zz Master-Key:" + MASTER + "\n" + "X".repeat(200_000) + "\n"
                + "CLIENT_TRAFFIC_SECRET_0 " + RANDOM + " " + SECRET + "\n");

        assertThat(log.problems())
                .extracting(Problem::message)
                .containsExactly(
                        "line 2: master secret: found 47 bytes, expected 48",
                        "line 3: secret: not hexadecimal",
                        "line 4: client random: found 31 bytes, expected 32",
                        "line 5: not a label and two values",
                        "line 7: encrypted premaster secret: found 1 bytes, expected 8",
                        "line 8: session id: not hexadecimal",
                        "line 9: longer than 140000 bytes");
        assertThat(log.problems().get(0).span().offset()).isEqualTo(7);
        assertThat(only(log, RANDOM).labels()).containsExactly("CLIENT_TRAFFIC_SECRET_0");
        assertThat(log.toString())
                .isEqualTo("KeyLog[1 secrets, 1 connections, 7 malformed lines]")
                .doesNotContain(SECRET.substring(0, 8));
    }

    @Test
    void aFileIsReadOnWhereItGrows() throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), "");
        KeyLog log = KeyLog.of(file);
        assertThat(log.isEmpty()).isTrue();

        String line = "CLIENT_TRAFFIC_SECRET_0 " + RANDOM + " " + "ab".repeat(48);
        Files.writeString(file, line.substring(0, 60), StandardOpenOption.APPEND);
        assertThat(log.candidates(facts(RANDOM, ""))).isEmpty();
        Files.writeString(file, line.substring(60), StandardOpenOption.APPEND);
        assertThat(only(log, RANDOM).secret("CLIENT_TRAFFIC_SECRET_0")).contains(Bytes.ofHex("ab".repeat(48)));

        Files.writeString(file, "\nEXPORTER_SECRET " + RANDOM + " " + SECRET + "\n", StandardOpenOption.APPEND);
        assertThat(only(log, RANDOM).labels()).containsExactly("CLIENT_TRAFFIC_SECRET_0", "EXPORTER_SECRET");
        assertThat(log.problems()).isEmpty();

        Files.writeString(file, "CLIENT_RANDOM " + "33".repeat(32) + " " + MASTER + "\n");
        assertThat(only(log, "33".repeat(32)).labels()).containsExactly("CLIENT_RANDOM");
    }

    @Test
    void ofAStreamWhatIsThereIsReadAndNoMoreIsWaitedFor() {
        byte[] line =
                ("CLIENT_RANDOM " + RANDOM + " " + MASTER + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int[] there = {10};
        InputStream stream = new ByteArrayInputStream(line) {
            @Override
            public synchronized int available() {
                return Math.max(0, there[0] - pos);
            }
        };

        KeyLog log = KeyLog.of(stream);
        assertThat(log.candidates(facts(RANDOM, ""))).isEmpty();
        there[0] = line.length;
        assertThat(only(log, RANDOM).labels()).containsExactly("CLIENT_RANDOM");
    }

    @Test
    void aFileThatIsNotThereIsSaidAtOnce() {
        assertThatThrownBy(() -> KeyLog.of(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }

    private static Secrets only(KeyLog log, String random) {
        List<Secrets> candidates = log.candidates(facts(random, ""));
        assertThat(candidates).hasSize(1);
        return candidates.get(0);
    }

    private static HandshakeFacts facts(String random, String sessionId) {
        return facts(random, sessionId, Bytes.EMPTY);
    }

    private static HandshakeFacts facts(String random, String sessionId, Bytes ticket) {
        HandshakeFacts none = HandshakeFacts.NONE;
        return new HandshakeFacts(
                Optional.of(Bytes.ofHex(random)),
                none.serverRandom(),
                none.version(),
                none.cipherSuite(),
                none.group(),
                none.clientShares(),
                none.serverShare(),
                none.clientSessionId(),
                Optional.of(Bytes.ofHex(sessionId)),
                Optional.of(ticket).filter(some -> !some.isEmpty()),
                false,
                none.extendedMasterSecret(),
                none.encryptThenMac(),
                List.of(),
                true);
    }
}
