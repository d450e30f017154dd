package dev.mtls.parser;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.record.HandshakeAssembler;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decoder remembers of one direction of a connection. */
final class Direction {

    final Sender side;
    final RecordDecoder records;
    /** Bytes that are no TLS and wait for their end, so that how they were cut does not show. */
    final PlainText plain = new PlainText();

    private final HandshakeAssembler assembler;
    /** The records that carried what waits in the assembler: all messages are taken after each record. */
    private final List<RecordInfo> carriers = new ArrayList<>();

    private int carriersOmitted;
    /** How many bytes of a message that is too long to be kept are still to come. */
    private int unwanted;

    /** What came last was no TLS: the next record has to be found. */
    boolean scanning;
    /** When the last bytes came. */
    Arrival lastArrival = Arrival.UNKNOWN;
    /** A record was read, and TLS goes on. */
    boolean sawRecord;
    /** The last record was an alert that may have ended TLS: another protocol may go on behind it. */
    boolean endedTls;
    /** The first hello of this direction was read: handshake records are what they seem until keys change. */
    boolean sawHello;
    /** The last hello of this direction asked for another one of the other side. */
    boolean retried;
    /** Bytes of this direction were lost since its first hello. */
    boolean lost;
    /** A ChangeCipherSpec was read. */
    boolean changedCipherSpec;
    /** A protected record was read. */
    boolean sawProtected;
    /** Number of the handshake that is going on, from 0; -1 before the first hello. */
    int handshake = -1;

    Direction(Sender side, DecodeLimits limits) {
        this.side = side;
        this.records = new RecordDecoder(limits);
        this.assembler = new HandshakeAssembler(limits);
    }

    /** Notes that a record was cut off the stream: what it looks like from outside, whenever its content is read. */
    void sawRecord(TlsRecord record) {
        sawRecord = true;
        Bytes fragment = record.fragment();
        endedTls = record.type().equals(ContentType.ALERT)
                && (fragment.size() != 2
                        || fragment.u8(0) == AlertLevel.FATAL.value()
                        || fragment.u8(1) == AlertDescription.CLOSE_NOTIFY.value());
    }

    /** A whole message and the records that carried it. */
    record Assembled(Bytes bytes, Provenance provenance) {}

    /** Adds the content of a handshake record. */
    void assemble(Bytes fragment, RecordInfo carrier) {
        int skipped = Math.min(unwanted, fragment.size());
        unwanted -= skipped;
        if (skipped > 0 && skipped == fragment.size()) {
            return;
        }
        if (assembler.pending() == 0) {
            carriers.clear();
            carriersOmitted = 0;
        }
        if (carriers.size() < Provenance.MAX_RECORDS) {
            carriers.add(carrier);
        } else {
            // The last record matters most: it says when the message was complete.
            carriers.set(carriers.size() - 1, carrier);
            carriersOmitted++;
        }
        assembler.feed(fragment.slice(skipped));
    }

    /**
     * The next whole message.
     *
     * @throws dev.mtls.parser.wire.MalformedTlsException when a message announces more than is kept; {@link
     *     #giveUpMessage} then goes on behind it
     */
    @Nullable
    Assembled nextMessage() {
        RawHandshakeMessage raw = assembler.next().orElse(null);
        if (raw == null) {
            return null;
        }
        RecordInfo newest = carriers.get(carriers.size() - 1);
        Provenance provenance = new Provenance(newest.arrival(), carriers, carriersOmitted);
        carriers.clear();
        carriers.add(newest);
        carriersOmitted = 0;
        return new Assembled(raw.bytes(), provenance);
    }

    /** Skips a message that is too long to be kept, as far as it came and as far as it is still to come. */
    void giveUpMessage() {
        Bytes waiting = assembler.reset();
        unwanted = Math.max(0, RawHandshakeMessage.HEADER + waiting.u24(1) - waiting.size());
    }

    /** How many bytes are kept of what is not complete: a record, a message, what is no TLS. */
    int held() {
        return records.buffered() + assembler.pending() + plain.size();
    }

    /** How many bytes of an unfinished message wait. */
    int pendingMessage() {
        return assembler.pending();
    }

    /** Forgets an unfinished message: what follows does not continue it. */
    Bytes dropMessage() {
        unwanted = 0;
        return assembler.reset();
    }

    /** Collects bytes that are no TLS. */
    static final class PlainText {
        private byte[] pieces = new byte[0];
        private int size;
        private Arrival last = Arrival.UNKNOWN;

        void add(Bytes piece, Arrival at) {
            if (size + piece.size() > pieces.length) {
                pieces = Arrays.copyOf(pieces, Math.max(2 * size, size + piece.size()));
            }
            piece.copyTo(pieces, size);
            size += piece.size();
            last = at;
        }

        int size() {
            return size;
        }

        Arrival last() {
            return last;
        }

        Bytes take() {
            Bytes all = Bytes.owning(pieces, 0, size);
            pieces = new byte[0];
            size = 0;
            return all;
        }
    }
}
