package dev.mtls.parser.record;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.Optional;

/**
 * Cuts the bytes of one direction, given in any pieces, into records. Not for several threads.
 *
 * <p>Give bytes with {@link #feed}, then take records with {@link #next} until there is none. Bytes that are no record make
 * {@code next} throw, again and again, until {@link #skip} takes them away.
 */
public final class RecordDecoder {
    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int RECORD_OVERFLOW = 22;

    private final DecodeLimits limits;
    private final ByteQueue waiting = new ByteQueue();
    private int maxPayload;
    private int emptyInARow;
    private long offset;
    private Bytes wire = Bytes.EMPTY;

    /** A decoder at the start of a direction. */
    public RecordDecoder(DecodeLimits limits) {
        this.limits = limits;
        this.maxPayload = Math.max(limits.recordPayload(), limits.legacyRecordPayload());
    }

    /** Whether five bytes can be the header of a record that this library knows: type 20 to 27, version 3.0 to 3.4. */
    public static boolean isHeader(Bytes bytes, int at) {
        if (bytes.size() - at < TlsRecord.HEADER) {
            return false;
        }
        int type = bytes.u8(at);
        return type >= 20
                && type <= 27
                && bytes.u8(at + 1) == 3
                && bytes.u8(at + 2) <= 4
                && bytes.u16(at + 3) <= 18_432;
    }

    /** Says which version was negotiated: TLS 1.3 has shorter records. */
    public void negotiated(ProtocolVersion version) {
        maxPayload = version.equals(ProtocolVersion.TLS_1_3)
                ? limits.recordPayload()
                : Math.max(limits.recordPayload(), limits.legacyRecordPayload());
    }

    /** Adds the next bytes of the direction. They are not copied unless a record is split. */
    public void feed(Bytes data) {
        waiting.add(data);
    }

    /**
     * The next whole record; empty when it has not come yet.
     *
     * @throws MalformedTlsException when what comes next is no record, is longer than a record may be, or is one empty
     *     record too many
     */
    public Optional<TlsRecord> next() {
        if (waiting.size() < TlsRecord.HEADER) {
            if (waiting.size() > 0 && !canStart()) {
                throw problem(
                        Problem.Kind.NOT_TLS, "not the header of a TLS record", waiting.size(), UNEXPECTED_MESSAGE);
            }
            return Optional.empty();
        }
        if (!canStart()) {
            throw problem(Problem.Kind.NOT_TLS, "not the header of a TLS record", TlsRecord.HEADER, UNEXPECTED_MESSAGE);
        }
        int length = waiting.u16(3);
        if (length > maxPayload) {
            Problem tooLong = problem(Problem.Kind.LIMIT_EXCEEDED, "record too long", TlsRecord.HEADER, RECORD_OVERFLOW)
                    .problem()
                    .counted(maxPayload, length);
            throw new MalformedTlsException(tooLong);
        }
        if (waiting.size() < TlsRecord.HEADER + length) {
            return Optional.empty();
        }
        if (length == 0 && emptyInARow >= limits.emptyRecords()) {
            throw problem(Problem.Kind.LIMIT_EXCEEDED, "too many empty records", TlsRecord.HEADER, UNEXPECTED_MESSAGE);
        }
        emptyInARow = length == 0 ? emptyInARow + 1 : 0;
        wire = waiting.take(TlsRecord.HEADER + length);
        offset += wire.size();
        return Optional.of(new TlsRecord(
                ContentType.of(wire.u8(0)), ProtocolVersion.of(wire.u16(1)), wire.slice(TlsRecord.HEADER)));
    }

    /** The record that {@link #next} gave last, as it was on the wire, header and fragment. */
    public Bytes wire() {
        return wire;
    }

    /** Offset of the first byte that was not taken yet, from the start of the direction. */
    public long offset() {
        return offset;
    }

    /** How many bytes were not taken yet. */
    public int buffered() {
        return waiting.size();
    }

    /** The bytes that were not taken yet: the start of a record, or bytes that are none. */
    public Bytes pending() {
        return waiting.all();
    }

    /**
     * Takes bytes away that are no record, or are given up.
     *
     * @throws IndexOutOfBoundsException when there are not so many
     */
    public Bytes skip(int count) {
        Bytes skipped = waiting.take(count);
        offset += count;
        emptyInARow = 0;
        return skipped;
    }

    /** Goes on after bytes that never came: drops and returns what is pending, and counts the missing ones. */
    public Bytes gap(long missing) {
        Bytes dropped = skip(waiting.size());
        offset += missing;
        return dropped;
    }

    private boolean canStart() {
        int type = waiting.u8(0);
        return type >= 20
                && type <= 27
                && (waiting.size() < 2 || waiting.u8(1) == 3)
                && (waiting.size() < 3 || waiting.u8(2) <= 4);
    }

    private MalformedTlsException problem(Problem.Kind kind, String message, int length, int alert) {
        Span span = new Span(offset, length);
        return new MalformedTlsException(Problem.of(kind, "record", Problem.Base.STREAM, span, message)
                .rfc("RFC 8446 5.1")
                .alert(alert));
    }
}
