package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * transparency_info (52): asks for, or brings, what the logs of Certificate Transparency 2.0 say. RFC 9162 6.3, 6.5.
 *
 * <p>Empty in ClientHello and CertificateRequest; {@code SerializedTransItem trans_item_list<1..2^16-1>} in ServerHello (before TLS 1.3) and
 * in an entry of a Certificate. Absent: nothing is asked for.
 *
 * @param transItemList the items, each 1 to 65,535 bytes; empty in a request
 */
public record TransparencyInfo(List<Bytes> transItemList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public TransparencyInfo {
        transItemList = List.copyOf(transItemList);
    }

    static TransparencyInfo read(WireReader in, ReadContext context) {
        boolean asks = context.kind() == MessageKind.CLIENT_HELLO || context.kind() == MessageKind.CERTIFICATE_REQUEST;
        return new TransparencyInfo(asks ? List.of() : in.list16("trans_item_list", 1, r -> r.opaque16("", 1)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TRANSPARENCY_INFO;
    }

    @Override
    public void write(WireWriter out) {
        if (!transItemList.isEmpty()) {
            out.list16(transItemList, WireWriter::opaque16);
        }
    }
}
