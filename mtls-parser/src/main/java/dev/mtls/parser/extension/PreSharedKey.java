package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.OptionalInt;

/**
 * pre_shared_key (41): the keys that the client shares with the server already, or which of them the server took. RFC 8446 4.2.11.
 *
 * <p>{@code PskIdentity identities<7..2^16-1>; PskBinderEntry binders<33..2^16-1>} in ClientHello, where it must come last; {@code uint16
 * selected_identity} in ServerHello. Absent: no resumption.
 *
 * @param identities the keys by name, in wire order; empty in a ServerHello
 * @param binders a proof for each key, 32 to 255 bytes; empty in a ServerHello
 * @param selectedIdentity index into the identities; present in a ServerHello alone
 */
public record PreSharedKey(List<PreSharedKey.Identity> identities, List<Bytes> binders, OptionalInt selectedIdentity)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public PreSharedKey {
        identities = List.copyOf(identities);
        binders = List.copyOf(binders);
    }

    /**
     * The name of a key.
     *
     * @param identity the name, often a ticket, 1 to 65,535 bytes
     * @param obfuscatedTicketAge age of the ticket in milliseconds plus a secret, modulo 2<sup>32</sup>
     */
    public record Identity(Bytes identity, long obfuscatedTicketAge) {
        private static Identity read(WireReader in) {
            return new Identity(in.opaque16("identity", 1), in.u32("obfuscated_ticket_age"));
        }
    }

    static PreSharedKey read(WireReader in, ReadContext context) {
        if (context.kind() != MessageKind.CLIENT_HELLO) {
            return new PreSharedKey(List.of(), List.of(), OptionalInt.of(in.u16("selected_identity")));
        }
        List<Identity> identities = in.list16("identities", 7, Identity::read);
        List<Bytes> binders = in.list16("binders", 33, r -> r.opaque8("", 32));
        if (identities.size() != binders.size()) {
            IllegalValue.report(in, "binders", identities.size() + " identities have " + binders.size() + " binders");
        }
        return new PreSharedKey(identities, binders, OptionalInt.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PRE_SHARED_KEY;
    }

    @Override
    public void write(WireWriter out) {
        if (selectedIdentity.isPresent()) {
            out.u16(selectedIdentity.getAsInt());
            return;
        }
        out.list16(identities, (w, e) -> w.opaque16(e.identity()).u32(e.obfuscatedTicketAge()));
        out.list16(binders, WireWriter::opaque8);
    }
}
