package dev.mtls.parser;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.decrypt.RecordOpener;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** The keys with which one direction is opened now, and how far it has come with them. */
final class DirectionKeys {

    /** Which keys a direction uses: before TLS 1.3 those since the last ChangeCipherSpec, in TLS 1.3 those of a phase. */
    enum Epoch {
        /** TLS 1.2 and older, and what is not known. */
        CIPHER_SPEC(""),
        /** 0-RTT data. */
        EARLY("EARLY_TRAFFIC_SECRET"),
        /** From ServerHello to Finished. */
        HANDSHAKE("HANDSHAKE_TRAFFIC_SECRET"),
        /** After Finished. */
        APPLICATION("TRAFFIC_SECRET_0");

        private final String label;

        Epoch(String label) {
            this.label = label;
        }

        /** The label of RFC 9850 for the secret of one side. */
        String label(Sender side) {
            return (side == Sender.CLIENT ? "CLIENT_" : "SERVER_") + label;
        }
    }

    /** How far a record is looked for behind bytes that were lost. */
    private static final int MAX_LOST = 64;

    final Sender side;
    Epoch epoch = Epoch.CIPHER_SPEC;
    /** Keys were changed at least once. */
    boolean begun;
    /** What opens the records of this epoch, once that is known. */
    @Nullable
    RecordOpener opener;
    /** The secret that it was made of, in TLS 1.3. */
    @Nullable
    Bytes secret;
    /** The number of the next record of this epoch. */
    long sequence;
    /** A record of this epoch was opened. */
    boolean opened;
    /** Why no record of this epoch is opened was told. */
    boolean told;
    /** Nothing is opened any more: known secrets have failed, or there is no way. */
    boolean ended;
    /** Bytes were lost and no record opened since. */
    boolean gap;
    /** The last record that was not opened: older versions go on from its last block. */
    @Nullable
    Bytes passed;

    DirectionKeys(Sender side) {
        this.side = side;
    }

    /** Starts another epoch, whose keys are not known yet. */
    void begin(Epoch next) {
        epoch = next;
        begun = true;
        opener = null;
        secret = null;
        sequence = 0;
        opened = false;
        told = false;
        passed = null;
    }

    /** Takes keys that have opened the record of a number. */
    void adopt(RecordOpener found, long number) {
        opener = found;
        sequence = number;
        passed = null;
    }

    /**
     * Opens the next record with keys.
     *
     * @param from the number that it has if none was lost
     * @return what was inside, or null; then nothing has changed
     */
    @Nullable
    Bytes tryOpen(RecordOpener keys, long from, TlsRecord record) {
        long last = gap ? from + MAX_LOST : from;
        for (long number = from; number <= last; number++) {
            Bytes content = keys.open(number, record.type(), record.version(), record.fragment());
            if (content != null) {
                adopt(keys, number + 1);
                gap = false;
                return content;
            }
        }
        return null;
    }

    /** Whether to ask for secrets now: at the first records of an epoch and ever more rarely later. */
    boolean asks() {
        return (sequence & (sequence - 1)) == 0;
    }

    /** Counts a record that was not opened. */
    void pass(TlsRecord record) {
        sequence++;
        passed = epoch == Epoch.CIPHER_SPEC ? record.fragment() : null;
    }
}
