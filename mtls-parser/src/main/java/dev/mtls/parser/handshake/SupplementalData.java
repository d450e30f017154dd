package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SupplementalDataType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * What an application adds to the handshake, before TLS 1.3. RFC 4680 2.
 *
 * <p>{@code SupplementalDataEntry supp_data<1..2^24-1>}, each {@code SupplementalDataType supp_data_type; uint16 supp_data_length;}
 * and so many bytes: {@code UserMappingDataList} (RFC 4681) or {@code AuthorizationData} (RFC 5878), which are kept as they are.
 *
 * @param suppData the entries in wire order
 */
public record SupplementalData(List<SupplementalData.Entry> suppData) implements HandshakeMessage {
    /**
     * One entry.
     *
     * @param suppDataType what it is
     * @param data the data, 0 to 65,535 bytes
     */
    public record Entry(SupplementalDataType suppDataType, Bytes data) {}

    /** Keeps an unmodifiable copy. */
    public SupplementalData {
        suppData = List.copyOf(suppData);
    }

    private static Entry entry(WireReader in) {
        return new Entry(in.codePoint("supp_data_type", SupplementalDataType.TABLE), in.opaque16("supp_data", 0));
    }

    static SupplementalData read(WireReader in, ReadContext context) {
        return new SupplementalData(in.list24("supp_data", 1, SupplementalData::entry));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SUPPLEMENTAL_DATA;
    }

    @Override
    public void write(WireWriter out) {
        out.list24(suppData, (w, e) -> w.codePoint16(e.suppDataType()).opaque16(e.data()));
    }
}
