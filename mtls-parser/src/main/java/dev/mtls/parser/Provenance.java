package dev.mtls.parser;

import java.util.List;
import java.util.Objects;

/**
 * Where an event comes from: stands beside a {@link ConversationEvent} and is never compared.
 *
 * @param last arrival of the last byte of the event
 * @param records the records that carried it, in order; empty for events that are not made of records. At most {@value
 *     #MAX_RECORDS} are kept per event
 * @param recordsOmitted how many further records carried it, 0 but for messages in absurdly many pieces
 */
public record Provenance(Arrival last, List<RecordInfo> records, int recordsOmitted) {

    /** How many records of one event are kept. */
    public static final int MAX_RECORDS = 1024;

    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(Arrival.UNKNOWN, List.of(), 0);

    /** Copies the list. */
    public Provenance {
        Objects.requireNonNull(last, "last");
        records = List.copyOf(records);
    }

    /**
     * Provenance of an event without records.
     *
     * @param last arrival of its last byte
     * @return the provenance
     */
    public static Provenance of(Arrival last) {
        return new Provenance(last, List.of(), 0);
    }

    /**
     * Provenance of an event that one record carried.
     *
     * @param record the record
     * @return the provenance
     */
    public static Provenance of(RecordInfo record) {
        return new Provenance(record.arrival(), List.of(record), 0);
    }
}
