package dev.mtls.parser;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;

/** Finds the first record behind bytes that are no TLS. */
final class PlaintextScan {

    private PlaintextScan() {}

    /**
     * Takes what is no TLS from the front of a direction's bytes.
     *
     * @return whether a record begins in front; if not, more bytes are needed to tell
     */
    static boolean findRecord(Direction direction, Arrival at) {
        Bytes pending = direction.records.pending();
        int start = 0;
        while (start < pending.size() && !mayStart(pending, start, direction)) {
            start++;
        }
        if (start > 0) {
            direction.plain.add(direction.records.skip(start), at);
        }
        // The first byte behind the header tells a hello or an alert from text.
        int enough = direction.sawRecord ? TlsRecord.HEADER : TlsRecord.HEADER + 1;
        if (pending.size() - start < enough) {
            return false;
        }
        direction.scanning = false;
        return true;
    }

    /** Whether a whole header announces a record without content. */
    static boolean isEmptyRecord(Bytes pending) {
        return RecordDecoder.isHeader(pending, 0) && pending.u16(3) == 0;
    }

    /**
     * Whether a record that somebody would send may start here, as far as the bytes go. Before the first record of a
     * direction only a hello or an alert counts: text may hold anything. Later any record does that has content.
     */
    private static boolean mayStart(Bytes bytes, int at, Direction direction) {
        int left = bytes.size() - at;
        int type = bytes.u8(at);
        if (direction.sawRecord
                ? type < ContentType.CHANGE_CIPHER_SPEC.value() || type > ContentType.HEARTBEAT.value()
                : type != ContentType.HANDSHAKE.value() && type != ContentType.ALERT.value()) {
            return false;
        }
        if ((left > 1 && bytes.u8(at + 1) != 3) || (left > 2 && bytes.u8(at + 2) > 4)) {
            return false;
        }
        if (left < TlsRecord.HEADER) {
            return true;
        }
        if (!RecordDecoder.isHeader(bytes, at) || bytes.u16(at + 3) == 0) {
            return false;
        }
        return direction.sawRecord || left == TlsRecord.HEADER || startsTalk(bytes, at, direction.side);
    }

    private static boolean startsTalk(Bytes bytes, int at, Sender side) {
        int first = bytes.u8(at + TlsRecord.HEADER);
        if (bytes.u8(at) == ContentType.ALERT.value()) {
            return bytes.u16(at + 3) == 2 && (first == 1 || first == 2);
        }
        HandshakeType hello = side == Sender.CLIENT ? HandshakeType.CLIENT_HELLO : HandshakeType.SERVER_HELLO;
        return first == hello.value();
    }
}
