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
 * next_protocol_negotiation (13172): the forerunner of ALPN, in which the client chooses. draft-agl-tls-nextprotoneg-04 3.
 *
 * <p>Empty in ClientHello; {@code opaque<1..2^8-1>} one behind the other, to the end, in ServerHello. Not registered. Absent: no
 * negotiation.
 *
 * @param protocolNameList the protocols of the server, best first, as they came; empty in a ClientHello
 */
public record NextProtocolNegotiation(List<Bytes> protocolNameList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public NextProtocolNegotiation {
        protocolNameList = List.copyOf(protocolNameList);
    }

    static NextProtocolNegotiation read(WireReader in, ReadContext context) {
        return new NextProtocolNegotiation(
                context.kind() == MessageKind.CLIENT_HELLO
                        ? List.of()
                        : in.listToEnd("protocol_name_list", r -> r.opaque8As("", 1, Field.Text::of)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.NEXT_PROTOCOL_NEGOTIATION;
    }

    @Override
    public void write(WireWriter out) {
        protocolNameList.forEach(out::opaque8);
    }
}
