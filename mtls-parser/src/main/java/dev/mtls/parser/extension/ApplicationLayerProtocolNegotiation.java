package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * application_layer_protocol_negotiation (16): the protocols above TLS that the client speaks, best first, or the one that the
 * server chose. RFC 7301 3.1.
 *
 * <p>{@code ProtocolName protocol_name_list<2..2^16-1>; opaque ProtocolName<1..2^8-1>}. In ClientHello, and with one name in
 * ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: nothing is negotiated.
 *
 * @param protocolNameList the names in wire order, as bytes: they need not be text
 */
public record ApplicationLayerProtocolNegotiation(List<Bytes> protocolNameList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ApplicationLayerProtocolNegotiation {
        protocolNameList = List.copyOf(protocolNameList);
    }

    static ApplicationLayerProtocolNegotiation read(WireReader in, ReadContext context) {
        List<Bytes> names = in.list16("protocol_name_list", 2, ApplicationLayerProtocolNegotiation::protocolName);
        if (context.kind() != MessageKind.CLIENT_HELLO && names.size() != 1) {
            IllegalValue.report(in, "protocol_name_list", "an answer has one name");
        }
        return new ApplicationLayerProtocolNegotiation(names);
    }

    private static Bytes protocolName(WireReader in) {
        return in.opaque8As("", 1, Field.Text::of);
    }

    /** The names with anything but printable ASCII escaped as {@code \\xNN}. */
    public List<String> names() {
        return protocolNameList.stream().map(Bytes::toEscapedText).toList();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION;
    }

    @Override
    public void write(WireWriter out) {
        out.list16(protocolNameList, WireWriter::opaque8);
    }
}
