package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * record_size_limit (28): the longest record that the sender takes. RFC 8449 4.
 *
 * <p>{@code uint16 record_size_limit}. In ClientHello, and in ServerHello or EncryptedExtensions. Absent: records may be as long as the
 * protocol allows.
 *
 * @param recordSizeLimit bytes of plaintext, 64 or more; in TLS 1.3 with the type at its end
 */
public record RecordSizeLimit(int recordSizeLimit) implements TlsExtension {
    private static final int SMALLEST = 64;

    static RecordSizeLimit read(WireReader in, ReadContext context) {
        int limit = in.u16("record_size_limit");
        if (limit < SMALLEST) {
            IllegalValue.report(in, "record_size_limit", "less than " + SMALLEST + " bytes");
        }
        return new RecordSizeLimit(limit);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RECORD_SIZE_LIMIT;
    }

    @Override
    public void write(WireWriter out) {
        out.u16(recordSizeLimit);
    }
}
