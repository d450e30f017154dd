package dev.mtls.parser;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * A record that carried an event, or a part of one.
 *
 * @param contentType the type of what is inside; for a protected record that was not opened, the type in its header
 * @param opaqueType the type in the header where it hides another one: application_data for a record that was protected
 *     under TLS 1.3 and opened
 * @param version the version in the header
 * @param length length of the fragment as on the wire, in bytes, without the header
 * @param padding how many zeros of padding a record of TLS 1.3 held, 0 where there were none or they cannot be seen
 * @param arrival when the record was complete
 */
public record RecordInfo(
        ContentType contentType,
        Optional<ContentType> opaqueType,
        ProtocolVersion version,
        int length,
        int padding,
        Arrival arrival) {

    /** Checks that nothing is null. */
    public RecordInfo {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(opaqueType, "opaqueType");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(arrival, "arrival");
    }

    /**
     * A record as its header describes it.
     *
     * @param contentType the type in the header
     * @param version the version in the header
     * @param length length of the fragment
     * @param arrival when it was complete
     * @return the description
     */
    public static RecordInfo of(ContentType contentType, ProtocolVersion version, int length, Arrival arrival) {
        return new RecordInfo(contentType, Optional.empty(), version, length, 0, arrival);
    }

    /** The same record, with what was inside. */
    RecordInfo opened(Opened inside) {
        Optional<ContentType> outer = inside.hid() ? Optional.of(contentType) : Optional.empty();
        return new RecordInfo(inside.type(), outer, version, length, inside.padding(), arrival);
    }
}
