package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.OptionalInt;

/**
 * dnssec_chain (59): asks for, or brings, the DNS records with which the certificate is checked by DANE. RFC 9102 2.
 *
 * <p>{@code uint16 PortNumber} in ClientHello; {@code uint16 ExtSupportLifetime} and the records in ServerHello (before TLS 1.3) and in
 * the first entry of a Certificate. Absent: the client asks DNS itself, or does not ask.
 *
 * @param portNumber the port that the client wants to reach; absent in the answer
 * @param extSupportLifetime hours for which the server promises to have this extension; present in the answer alone
 * @param authenticationChain the records with their signatures, as they came; empty in a ClientHello
 */
public record DnssecChain(OptionalInt portNumber, OptionalInt extSupportLifetime, Bytes authenticationChain)
        implements TlsExtension {
    static DnssecChain read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new DnssecChain(OptionalInt.of(in.u16("port_number")), OptionalInt.empty(), Bytes.EMPTY);
        }
        return new DnssecChain(
                OptionalInt.empty(), OptionalInt.of(in.u16("ext_support_lifetime")), in.rest("authentication_chain"));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.DNSSEC_CHAIN;
    }

    @Override
    public void write(WireWriter out) {
        portNumber.ifPresent(out::u16);
        extSupportLifetime.ifPresent(out::u16);
        out.bytes(authenticationChain);
    }
}
