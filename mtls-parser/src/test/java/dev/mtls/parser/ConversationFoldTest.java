package dev.mtls.parser;

import static dev.mtls.parser.code.ProtocolVersion.TLS_1_2;
import static dev.mtls.parser.code.ProtocolVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationFoldTest {

    @Test
    void whatDoesNotFitIsDroppedCountedAndStillCompared() {
        Wire talk = new Wire().client(Wire.clientHello(TLS_1_3)).server(Wire.serverHello13());
        for (int i = 0; i < 20; i++) {
            talk.server("17 0303 0002 aaaa");
        }
        Conversation small =
                read(talk, ConversationFold.Limits.DEFAULTS.withEvents(3).withRecordBytes(200));
        Conversation whole = talk.conversation();
        Conversation longer = talk.server("17 0303 0002 aaaa").conversation();

        assertThat(small.events()).isEqualTo(whole.events().subList(0, 3));
        assertThat(small.eventsDropped()).isEqualTo(19);
        assertThat(small.records())
                .isEqualTo(whole.records().subList(0, small.records().size()));
        assertThat(small.recordsDropped())
                .isEqualTo(22 - small.records().size())
                .isPositive();
        assertThat(small.version()).isEqualTo(whole.version());
        assertThat(small).isEqualTo(whole).isNotEqualTo(longer);
    }

    @Test
    void aConversationIsASnapshot() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))), Arrival.UNKNOWN);
        Conversation early = fold.conversation();
        decoder.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHello12())), Arrival.UNKNOWN);

        assertThat(early.events()).hasSize(1);
        assertThat(early.version()).isEmpty();
        assertThat(fold.conversation().version()).contains(TLS_1_2);
        assertThatThrownBy(() -> early.events().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void neitherTheTextOfAConversationNorOfItsSecretsShowsBytes() {
        Conversation conversation = new Wire()
                .client(Wire.clientHello(TLS_1_2))
                .server(Wire.serverHello12())
                .conversation();

        assertThat(conversation)
                .hasToString("Conversation[TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, INCOMPLETE, 2 events,"
                        + " 0 problems]");
        assertThat(dev.mtls.parser.secrets.Secrets.of(java.util.Map.of("CLIENT_RANDOM", Wire.RANDOM)))
                .hasToString("Secrets[CLIENT_RANDOM]");
    }

    @Test
    void hundredThousandEmptyRecordsCostAlmostNothing() {
        byte[] records = new byte[5 * 100_000];
        for (int at = 0; at < records.length; at += 5) {
            records[at] = 22;
            records[at + 1] = 3;
            records[at + 2] = 3;
        }

        Conversation conversation = Conversation.of(Bytes.owning(records), Bytes.EMPTY);

        assertThat(conversation.events()).isEmpty();
        assertThat(conversation.problems())
                .hasSize(1000)
                .allSatisfy(found -> assertThat(found.problem().kind()).isEqualTo(Problem.Kind.LIMIT_EXCEEDED));
        assertThat(conversation.problemsDropped()).isPositive();
        assertThat(conversation.records()).hasSize(20_000);
        assertThat(conversation.recordsDropped()).isEqualTo(80_000);
    }

    @Test
    void aMessageInRecordsOfOneByteKeepsABoundedAccountOfThem() {
        Bytes message = Bytes.of((byte) 200, (byte) 0, (byte) 0x75, (byte) 0x30).concat(Bytes.owning(new byte[30_000]));
        Wire talk = new Wire().client(Wire.clientHello(TLS_1_2));
        for (int i = 0; i < message.size(); i++) {
            talk.say(Sender.SERVER, Wire.record(22, message.slice(i, i + 1)));
        }

        Conversation conversation = talk.conversation();

        assertThat(conversation.events()).hasSize(2);
        Provenance provenance = conversation.provenance(1);
        assertThat(provenance.records()).hasSize(Provenance.MAX_RECORDS);
        assertThat(provenance.recordsOmitted()).isEqualTo(30_004 - Provenance.MAX_RECORDS);
    }

    @Test
    void sixteenMegabytesThatAreAnnouncedAreNeitherAwaitedNorKept() {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        decoder.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_2))), Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, Bytes.ofHex("16 0303 0004 0bffffff"), Arrival.UNKNOWN);

        assertThat(fold.conversation().problems())
                .as("said as soon as the header is there")
                .singleElement()
                .extracting(found -> found.problem().kind())
                .isEqualTo(Problem.Kind.LIMIT_EXCEEDED);
        Bytes filler = Wire.record(22, Bytes.owning(new byte[16_384]));
        for (int i = 0; i < 1023; i++) {
            decoder.feed(Sender.SERVER, filler, Arrival.UNKNOWN);
        }
        decoder.feed(Sender.SERVER, Wire.record(22, Bytes.owning(new byte[16_383])), Arrival.UNKNOWN);
        decoder.feed(Sender.SERVER, Wire.record(22, Wire.join(Wire.serverHelloDone())), Arrival.UNKNOWN);
        decoder.end();

        assertThat(ConversationDecoderTest.names(fold.conversation()))
                .containsExactly("CLIENT client_hello", "SERVER server_hello_done");
        assertThat(fold.conversation().problems()).hasSize(1);
    }

    @Test
    void aClientThatTalksOnWithoutAnAnswerIsReadOnceTooMuchWaits() {
        List<ConversationEvent> events = new ArrayList<>();
        ConversationDecoder decoder = ConversationDecoder.builder()
                .sink(ConversationDecoderTest.collect(events, new ArrayList<>(), new ArrayList<>()))
                .build();
        decoder.feed(Sender.CLIENT, Wire.record(22, Wire.join(Wire.clientHello(TLS_1_3))), Arrival.UNKNOWN);
        Bytes earlyData = Wire.record(23, Bytes.owning(new byte[16_384]));
        int fed = 0;
        while (events.size() == 1) {
            decoder.feed(Sender.CLIENT, earlyData, Arrival.UNKNOWN);
            fed += earlyData.size();
        }

        assertThat(fed).isBetween(200_000, 300_000);
        assertThat(events).hasSize(1 + fed / earlyData.size());
    }

    private static Conversation read(Wire talk, ConversationFold.Limits limits) {
        ConversationFold fold = new ConversationFold(limits);
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        talk.chunks().forEach(chunk -> decoder.feed(chunk.from(), chunk.bytes(), Arrival.UNKNOWN));
        decoder.end();
        return fold.conversation();
    }
}
