package dev.mtls.parser.record;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * One record as it is on the wire. RFC 8446 5.1: {@code ContentType type; ProtocolVersion legacy_record_version; uint16
 * length; opaque fragment[length]}.
 *
 * @param type what it carries; of a protected record of TLS 1.3 always application_data
 * @param version the version in its header
 * @param fragment its content, protected or not, 0 to 18,432 bytes
 */
public record TlsRecord(ContentType type, ProtocolVersion version, Bytes fragment) {
    /** Bytes of a record's header. */
    public static final int HEADER = 5;

    /** The record as it is on the wire, header and fragment. */
    public Bytes toBytes() {
        return new WireWriter()
                .codePoint8(type)
                .codePoint16(version)
                .opaque16(fragment)
                .toBytes();
    }
}
