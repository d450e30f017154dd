package dev.mtls.parser;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.RecordDecoder;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;

/** Finds the first record behind bytes that are no TLS. */
final class PlaintextScan {

    private static final int ALERT_END = TlsRecord.HEADER + 2;
    private static final int HELLO_VERSION_END = TlsRecord.HEADER + RawHandshakeMessage.HEADER + 2;
    /** Version, random, an empty session id, a suite and a compression. */
    private static final int MIN_HELLO = 38;

    private static final int MAX_HELLO = 1 << 17;

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
        if (start == pending.size() || pending.size() - start < enough(pending.u8(start), direction)) {
            return false;
        }
        direction.scanning = false;
        return true;
    }

    /** Whether a whole header announces a record without content. */
    static boolean isEmptyRecord(Bytes pending) {
        return RecordDecoder.isHeader(pending, 0) && pending.u16(3) == 0;
    }

    /** How many bytes tell what begins with a byte from text and from other protocols. */
    private static int enough(int first, Direction direction) {
        if (direction.sawRecord) {
            return TlsRecord.HEADER;
        }
        return first == ContentType.ALERT.value() ? ALERT_END : HELLO_VERSION_END;
    }

    /**
     * Whether a record that somebody would send may start here, as far as the bytes go. Before the first record of a
     * direction only a hello or an alert counts: text may hold anything. Later any record does that has content.
     */
    private static boolean mayStart(Bytes bytes, int at, Direction direction) {
        int left = bytes.size() - at;
        int type = bytes.u8(at);
        if (!direction.sawRecord && Sslv2ClientHello.mayStart(bytes, at)) {
            return true;
        }
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
        return direction.sawRecord
                || (type == ContentType.ALERT.value() ? mayBeAlert(bytes, at) : mayBeHello(bytes, at, direction.side));
    }

    private static boolean mayBeAlert(Bytes bytes, int at) {
        int left = bytes.size() - at;
        int content = at + TlsRecord.HEADER;
        return bytes.u16(at + 3) == 2
                && (left < ALERT_END - 1 || AlertLevel.of(bytes.u8(content)).isRegistered())
                && (left < ALERT_END
                        || AlertDescription.of(bytes.u8(content + 1)).isRegistered());
    }

    /** A hello names its own length, which fits the record's, and a version. A record cuts none of this off. */
    private static boolean mayBeHello(Bytes bytes, int at, Sender side) {
        int left = bytes.size() - at;
        int record = bytes.u16(at + 3);
        int content = at + TlsRecord.HEADER;
        HandshakeType hello = side == Sender.CLIENT ? HandshakeType.CLIENT_HELLO : HandshakeType.SERVER_HELLO;
        if (record < HELLO_VERSION_END - TlsRecord.HEADER
                || (left > TlsRecord.HEADER && bytes.u8(content) != hello.value())) {
            return false;
        }
        if (left >= TlsRecord.HEADER + RawHandshakeMessage.HEADER) {
            int length = bytes.u24(content + 1);
            boolean alone = side == Sender.SERVER || length + RawHandshakeMessage.HEADER >= record;
            if (length < MIN_HELLO || length > MAX_HELLO || !alone) {
                return false;
            }
        }
        return (left < HELLO_VERSION_END - 1 || bytes.u8(content + RawHandshakeMessage.HEADER) == 3)
                && (left < HELLO_VERSION_END || bytes.u8(content + RawHandshakeMessage.HEADER + 1) <= 4);
    }
}
