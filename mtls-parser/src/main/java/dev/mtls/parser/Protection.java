package dev.mtls.parser;

import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;

/** Tells whether a record is protected: no bit of it says so, only what came before. */
final class Protection {

    /** Longer than any row of alerts that somebody sends, shorter than any that is protected. */
    private static final int MAX_ALERTS = 8;

    private Protection() {}

    /**
     * Whether the content of a record is hidden.
     *
     * <p>TLS 1.3: exactly the records whose outer type is application_data (RFC 8446 section 5.2); a ChangeCipherSpec
     * means nothing. Before: all after a ChangeCipherSpec of that direction (RFC 5246 section 7.1). Where the version is
     * not known, or bytes before were lost, only what cannot be anything else is taken for readable.
     *
     * @param begun whether the connection was seen from its start: a hello of either side was read
     */
    static boolean hides(
            Direction direction, boolean begun, TlsRecord record, Negotiation negotiation, DecodeLimits limits) {
        boolean isData = record.type().equals(ContentType.APPLICATION_DATA);
        if (negotiation.isTls13()) {
            return isData;
        }
        if (direction.changedCipherSpec && negotiation.isBeforeTls13()) {
            return true;
        }
        if (begun && !direction.lost && !direction.changedCipherSpec) {
            // 0-RTT data of a hello that nobody answered is protected, too.
            return isData && !negotiation.isBeforeTls13();
        }
        Bytes fragment = record.fragment();
        if (record.type().equals(ContentType.HANDSHAKE)) {
            return direction.pendingMessage() == 0 && !isReadable(direction, fragment, limits);
        }
        if (record.type().equals(ContentType.ALERT)) {
            return !isAlerts(fragment);
        }
        return !record.type().equals(ContentType.CHANGE_CIPHER_SPEC) || fragment.size() != 1;
    }

    private static boolean isAlerts(Bytes fragment) {
        for (int at = 0; at < fragment.size(); at += 2) {
            if (fragment.u8(at) != AlertLevel.WARNING.value() && fragment.u8(at) != AlertLevel.FATAL.value()) {
                return false;
            }
        }
        return fragment.size() % 2 == 0 && fragment.size() <= MAX_ALERTS && !fragment.isEmpty();
    }

    /** Whether a fragment is a row of handshake messages, of which the last may go on in the next record. */
    private static boolean isReadable(Direction direction, Bytes fragment, DecodeLimits limits) {
        int at = 0;
        while (fragment.size() - at >= RawHandshakeMessage.HEADER) {
            HandshakeType type = HandshakeType.of(fragment.u8(at));
            int length = fragment.u24(at + 1);
            boolean fits = direction.changedCipherSpec
                    // Only the hello that answers a HelloRetryRequest comes in the clear after a ChangeCipherSpec.
                    ? type.equals(HandshakeType.CLIENT_HELLO)
                    : type.isRegistered() && (length > 0 || fragment.size() == RawHandshakeMessage.HEADER || at > 0);
            if (!fits || length > limits.handshakeMessage()) {
                return false;
            }
            at += RawHandshakeMessage.HEADER + length;
        }
        // What is protected is never empty, and a header may be cut into records.
        return at > 0 || fragment.isEmpty() || !direction.changedCipherSpec;
    }
}
