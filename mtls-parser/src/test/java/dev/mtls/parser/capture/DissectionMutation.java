package dev.mtls.parser.capture;

import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.RecordInfo;
import dev.mtls.parser.TlsDecoder;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Falsifies one thing in what was decoded, as a wrong decoder would. */
final class DissectionMutation {
    private static final int KINDS = 10;
    private static final int MESSAGE_HEADER = 4;

    private final Random random;
    private final OurDissection.Said said;
    private final List<ConversationEvent> events;
    private final List<Provenance> provenance;

    private DissectionMutation(OurDissection.Said said, Random random) {
        this.random = random;
        this.said = said;
        this.events = new ArrayList<>(said.events());
        this.provenance = new ArrayList<>(said.provenance());
    }

    /**
     * One of the conversations with a mistake in it.
     *
     * @param said the conversation
     * @param number picks the kind of the mistake
     */
    static OurDissection.Said mutate(OurDissection.Said said, int number, Random random) {
        DissectionMutation mutation = new DissectionMutation(said, random);
        boolean done = switch (number % KINDS) {
            case 0, 1, 2, 3 -> mutation.changeByte();
            case 4 -> mutation.shorten();
            case 5 -> mutation.drop();
            case 6 -> mutation.repeat();
            case 7 -> mutation.swap();
            case 8 -> mutation.changeRecord();
            default -> mutation.dropPlainEvent();
        };
        if (!done) {
            // There is no such thing in this conversation; a message there always is.
            mutation.changeByte();
        }
        return new OurDissection.Said(
                said.tcpStream(), said.ports(), mutation.events, mutation.provenance, said.records());
    }

    private OptionalInt any(IntPredicate wanted) {
        int[] places = IntStream.range(0, events.size()).filter(wanted).toArray();
        return places.length == 0 ? OptionalInt.empty() : OptionalInt.of(places[random.nextInt(places.length)]);
    }

    private boolean isMessage(int at) {
        return events.get(at) instanceof HandshakeEvent;
    }

    private boolean hasBody(int at) {
        return events.get(at) instanceof HandshakeEvent message
                && message.bytes().size() > MESSAGE_HEADER;
    }

    private boolean changeByte() {
        int at = any(this::hasBody).orElseThrow();
        HandshakeEvent message = (HandshakeEvent) events.get(at);
        byte[] bytes = message.bytes().toByteArray();
        int place = MESSAGE_HEADER + random.nextInt(bytes.length - MESSAGE_HEADER);
        bytes[place] ^= (byte) (1 + random.nextInt(255));
        events.set(at, decoded(message, Bytes.owning(bytes)));
        return true;
    }

    private boolean shorten() {
        int at = any(this::hasBody).orElseThrow();
        HandshakeEvent message = (HandshakeEvent) events.get(at);
        events.set(at, decoded(message, message.bytes().slice(0, message.bytes().size() - 1)));
        return true;
    }

    private static HandshakeEvent decoded(HandshakeEvent like, Bytes bytes) {
        return new HandshakeEvent(
                like.from(),
                like.handshake(),
                like.encrypted(),
                TlsDecoder.lenient(bytes, like.context()).value(),
                bytes,
                like.context());
    }

    private boolean drop() {
        remove(any(this::isMessage).orElseThrow());
        return true;
    }

    private void remove(int at) {
        events.remove(at);
        provenance.remove(at);
    }

    private boolean repeat() {
        int at = any(this::isMessage).orElseThrow();
        events.add(at, events.get(at));
        provenance.add(at, provenance.get(at));
        return true;
    }

    /** Two messages of one side change places, but not the records that they are said to have come in. */
    private boolean swap() {
        OptionalInt first = any(at -> isMessage(at) && next(at) > 0);
        first.ifPresent(at -> Collections.swap(events, at, next(at)));
        return first.isPresent();
    }

    private int next(int first) {
        for (int i = first + 1; i < events.size(); i++) {
            if (isMessage(i) && events.get(i).from() == events.get(first).from()) {
                return i;
            }
        }
        return -1;
    }

    private boolean changeRecord() {
        int at = any(i -> !provenance.get(i).records().isEmpty()).orElseThrow();
        Provenance was = provenance.get(at);
        List<RecordInfo> records = new ArrayList<>(was.records());
        RecordInfo record = records.get(0);
        RecordInfo changed = switch (random.nextInt(3)) {
            case 0 -> RecordInfo.of(record.contentType(), record.version(), record.length() + 1, record.arrival());
            case 1 ->
                RecordInfo.of(
                        record.contentType(),
                        ProtocolVersion.of(record.version().value() ^ 1),
                        record.length(),
                        record.arrival());
            default ->
                RecordInfo.of(
                        ContentType.of(record.contentType().value() ^ 1),
                        record.version(),
                        record.length(),
                        record.arrival());
        };
        // A record may have carried several messages.
        for (int i = 0; i < provenance.size(); i++) {
            List<RecordInfo> replaced = provenance.get(i).records().stream()
                    .map(r -> r == record ? changed : r)
                    .toList();
            provenance.set(i, new Provenance(provenance.get(i).last(), replaced, 0));
        }
        return true;
    }

    /** A ChangeCipherSpec, an alert or a protected record is forgotten with its record. */
    private boolean dropPlainEvent() {
        OptionalInt plain = any(at -> events.get(at) instanceof ChangeCipherSpecEvent
                || events.get(at) instanceof AlertEvent
                || events.get(at) instanceof EncryptedEvent);
        plain.ifPresent(this::remove);
        return plain.isPresent();
    }
}
