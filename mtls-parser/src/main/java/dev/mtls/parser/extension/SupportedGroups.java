package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * supported_groups (10): the groups that the sender can use for the key exchange, best first. RFC 8446 4.2.7, RFC 8422 5.1.1.
 *
 * <p>{@code NamedGroup named_group_list<2..2^16-1>}. In ClientHello and EncryptedExtensions. Absent: before TLS 1.3 the
 * client takes any curve, in TLS 1.3 it wants no (EC)DHE at all.
 *
 * @param namedGroupList the groups in wire order
 */
public record SupportedGroups(List<NamedGroup> namedGroupList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SupportedGroups {
        namedGroupList = List.copyOf(namedGroupList);
    }

    static SupportedGroups read(WireReader in, ReadContext context) {
        List<NamedGroup> groups = in.codePoints16("named_group_list", 2, NamedGroup.TABLE);
        if (IllegalValue.isRepeated(groups, group -> group)) {
            IllegalValue.report(in, "named_group_list", "a group stands twice, which RFC 9846 forbids");
        }
        return new SupportedGroups(groups);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_GROUPS;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints16(namedGroupList, NamedGroup.TABLE);
    }
}
