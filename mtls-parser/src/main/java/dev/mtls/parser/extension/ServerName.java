package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NameType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * server_name (0): the name of the server that the client wants to reach. RFC 6066 3.
 *
 * <p>{@code ServerName server_name_list<1..2^16-1>}. In ClientHello, and in the CertificateRequest of an exported
 * authenticator (RFC 9261); empty in ServerHello and EncryptedExtensions, where it says that the name was used. Absent: the
 * client names no server, as when it has an IP address.
 *
 * @param serverNameList the names in wire order; empty in the answer of a server
 */
public record ServerName(List<ServerName.Entry> serverNameList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ServerName {
        serverNameList = List.copyOf(serverNameList);
    }

    /**
     * One name.
     *
     * @param nameType what kind of name
     * @param hostName the name, in ASCII without a dot at the end; as it came, so escape it before it is printed
     */
    public record Entry(NameType nameType, Bytes hostName) {
        private static Entry read(WireReader in) {
            return new Entry(in.codePoint("name_type", NameType.TABLE), in.opaque16As("host_name", 1, Field.Text::of));
        }
    }

    static ServerName read(WireReader in, ReadContext context) {
        if (context.kind() != MessageKind.CLIENT_HELLO && context.kind() != MessageKind.CERTIFICATE_REQUEST) {
            return new ServerName(List.of());
        }
        List<Entry> names = in.list16("server_name_list", 1, Entry::read);
        if (IllegalValue.isRepeated(names, Entry::nameType)) {
            IllegalValue.report(in, "server_name_list", "two names of one kind");
        }
        return new ServerName(names);
    }

    /** The first host name with anything but printable ASCII escaped; empty when there is none. */
    public Optional<String> hostName() {
        return serverNameList.stream()
                .filter(e -> e.nameType().equals(NameType.HOST_NAME))
                .findFirst()
                .map(e -> e.hostName().toEscapedText());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_NAME;
    }

    @Override
    public void write(WireWriter out) {
        if (!serverNameList.isEmpty()) {
            out.list16(serverNameList, (w, e) -> w.codePoint8(e.nameType()).opaque16(e.hostName()));
        }
    }
}
