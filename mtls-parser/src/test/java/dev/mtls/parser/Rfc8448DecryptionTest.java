package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.decrypt.HkdfSchedule;
import dev.mtls.parser.handshake.Rfc8448;
import dev.mtls.parser.secrets.KeyLog;
import dev.mtls.parser.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The traces of RFC 8448 with their secrets: 0-RTT, HelloRetryRequest, resumption and client authentication. */
class Rfc8448DecryptionTest {

    static List<String> sections() {
        return Rfc8448.SECTIONS;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyRecordOpensToWhatTheRfcSays(String section) throws Exception {
        Conversation conversation = read(section, KeyLog.of(log(section)));

        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.decryption()).isEqualTo(Decryption.FULL);
        for (Sender side : Sender.values()) {
            List<Bytes> expected = Rfc8448.lines(section, "payload").stream()
                    .filter(line -> line.sender() == side && !line.detail().equals("change_cipher_spec"))
                    .map(Rfc8448.Line::bytes)
                    .toList();
            assertThat(conversation.events().stream()
                            .filter(event -> event.from() == side)
                            .flatMap(event -> content(event).stream())
                            .reduce(Bytes.EMPTY, Bytes::concat))
                    .isEqualTo(expected.stream().reduce(Bytes.EMPTY, Bytes::concat));
        }
    }

    /** Each secret that is missing hides its epoch, and no other. */
    @ParameterizedTest
    @MethodSource("sections")
    void oneMissingSecretHidesOneEpoch(String section) throws Exception {
        List<Rfc8448.Line> records = Rfc8448.lines(section, "record");
        for (String label : List.of(
                "CLIENT_EARLY_TRAFFIC_SECRET",
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0",
                "SERVER_TRAFFIC_SECRET_0")) {
            String without =
                    log(section).lines().filter(line -> !line.startsWith(label)).reduce("", (a, b) -> a + b + "\n");
            String epoch =
                    label.contains("EARLY") ? "early" : label.contains("HANDSHAKE") ? "handshake" : "application";
            Sender side = label.startsWith("CLIENT") ? Sender.CLIENT : Sender.SERVER;

            Conversation conversation = read(section, KeyLog.of(without));

            assertThat(conversation.events().stream()
                            .filter(EncryptedEvent.class::isInstance)
                            .map(event -> event.from() + " " + ((EncryptedEvent) event).length()))
                    .as("%s without %s", section, label)
                    .containsExactlyElementsOf(records.stream()
                            .filter(line ->
                                    line.sender() == side && line.detail().contains("with=" + epoch))
                            .map(line -> side + " " + (line.bytes().size() - 5))
                            .toList());
        }
    }

    @Test
    void secretsThatComeLateOpenTheRecordsThatComeAfterThem() throws Exception {
        String section = "section-6-client-auth";
        KeyLog log = KeyLog.of("CLIENT_RANDOM " + "00".repeat(32) + " " + "00".repeat(48));
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder =
                ConversationDecoder.builder().sink(fold).secrets(log).build();
        int number = 0;
        for (Rfc8448.Line record : Rfc8448.lines(section, "record")) {
            if (number++ == 3) {
                log.add(Bytes.ofText(log(section)));
            }
            decoder.feed(record.sender(), record.bytes(), Arrival.UNKNOWN);
        }
        decoder.end();

        assertThat(fold.conversation().decryption()).isEqualTo(Decryption.PARTIAL);
        assertThat(fold.conversation().events().stream().filter(EncryptedEvent.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aKeyUpdateLeadsToTheNextKeysOfThatDirection() throws Exception {
        String section = "section-3-simple-1rtt";
        byte[] first = Rfc8448.lines(section, "secret").stream()
                .filter(line -> line.name().equals("client_application_traffic_secret_0"))
                .findFirst()
                .orElseThrow()
                .bytes()
                .toByteArray();
        byte[] second = new HkdfSchedule("SHA-256").nextGeneration(first);
        byte[] third = new HkdfSchedule("SHA-256").nextGeneration(second);
        long sequence = Rfc8448.lines(section, "record").stream()
                .filter(line -> line.sender() == Sender.CLIENT && line.detail().contains("with=application"))
                .count();
        byte[] update = {24, 0, 0, 1, 0, 22};
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder()
                .sink(fold)
                .secrets(KeyLog.of(log(section)))
                .build();
        Rfc8448.lines(section, "record")
                .forEach(record -> decoder.feed(record.sender(), record.bytes(), Arrival.UNKNOWN));

        decoder.feed(Sender.CLIENT, sealed(first, sequence, update), Arrival.UNKNOWN);
        decoder.feed(Sender.CLIENT, sealed(second, 0, update), Arrival.UNKNOWN);
        decoder.feed(Sender.CLIENT, sealed(third, 0, new byte[] {'h', 'i', 23, 0, 0, 0}), Arrival.UNKNOWN);
        decoder.end();

        Conversation conversation = fold.conversation();
        assertThat(conversation.decryption()).isEqualTo(Decryption.FULL);
        int last = conversation.events().size() - 1;
        assertThat(conversation.events().get(last))
                .isEqualTo(new ApplicationDataEvent(Sender.CLIENT, true, Bytes.ofText("hi")));
        assertThat(conversation.provenance(last).records().get(0).padding()).isEqualTo(3);
    }

    /** A record of TLS_AES_128_GCM_SHA256, of content with its type and padding. RFC 8446 5.2. */
    private static Bytes sealed(byte[] secret, long sequence, byte[] inner) throws GeneralSecurityException {
        HkdfSchedule schedule = new HkdfSchedule("SHA-256");
        byte[] nonce = schedule.expandLabel(secret, "iv", new byte[0], 12);
        nonce[11] ^= (byte) sequence;
        byte[] header = {23, 3, 3, 0, (byte) (inner.length + 16)};
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(schedule.expandLabel(secret, "key", new byte[0], 16), "AES"),
                new GCMParameterSpec(128, nonce));
        cipher.updateAAD(header);
        return Bytes.of(header).concat(Bytes.owning(cipher.doFinal(inner)));
    }

    private static Optional<Bytes> content(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            return Optional.of(message.bytes());
        } else if (event instanceof ApplicationDataEvent data) {
            return Optional.of(data.data());
        } else if (event instanceof AlertEvent alert) {
            return Optional.of(Bytes.of((byte) alert.alert().level().value(), (byte)
                    alert.alert().description().value()));
        }
        return Optional.empty();
    }

    private static Conversation read(String section, KeyLog log) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder =
                ConversationDecoder.builder().sink(fold).secrets(log).build();
        Rfc8448.lines(section, "record")
                .forEach(record -> decoder.feed(record.sender(), record.bytes(), Arrival.UNKNOWN));
        decoder.end();
        return fold.conversation();
    }

    /** The secrets of a section. */
    private static String log(String section) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Rfc8448DecryptionTest.class.getResourceAsStream("/rfc8448/" + section + ".keylog"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
