package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;

/** What is authenticated beside the content of a record. */
final class Headers {

    private Headers() {}

    /** The header of a record. RFC 8446 section 5.2. */
    static byte[] header(ContentType type, ProtocolVersion version, int length) {
        return new byte[] {
            (byte) type.value(),
            (byte) (version.value() >> 8),
            (byte) version.value(),
            (byte) (length >> 8),
            (byte) length
        };
    }

    /** The number of a record and its header. RFC 5246 section 6.2.3.1. */
    static byte[] numbered(long sequence, ContentType type, ProtocolVersion version, int length) {
        byte[] all = new byte[13];
        for (int i = 0; i < 8; i++) {
            all[7 - i] = (byte) (sequence >>> 8 * i);
        }
        System.arraycopy(header(type, version, length), 0, all, 8, 5);
        return all;
    }
}
