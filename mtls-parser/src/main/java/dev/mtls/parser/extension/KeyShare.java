package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * key_share (51): public keys for the key exchange. RFC 8446 4.2.8.
 *
 * <p>A share that has not the size of its group is reported, and kept.
 *
 * <p>{@code KeyShareEntry client_shares<0..2^16-1>} in ClientHello, {@code KeyShareEntry server_share} in ServerHello, {@code
 * NamedGroup selected_group} in HelloRetryRequest. Absent in a ClientHello: no TLS 1.3, or a pre-shared key alone.
 *
 * @param clientShares the shares in wire order; an empty list asks for a HelloRetryRequest
 * @param serverShare the share of the server; present in a ServerHello alone
 * @param selectedGroup the group asked for; present in a HelloRetryRequest alone
 */
public record KeyShare(
        List<KeyShare.Entry> clientShares, Optional<KeyShare.Entry> serverShare, Optional<NamedGroup> selectedGroup)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public KeyShare {
        clientShares = List.copyOf(clientShares);
    }

    /**
     * One public key.
     *
     * @param group its group
     * @param keyExchange the key as the group writes it, 1 to 65,535 bytes
     */
    public record Entry(NamedGroup group, Bytes keyExchange) {
        private static Entry ofClient(WireReader in) {
            return read(in, true);
        }

        private static Entry ofServer(WireReader in) {
            return read(in, false);
        }

        private static Entry read(WireReader in, boolean ofClient) {
            Entry share = new Entry(in.codePoint("group", NamedGroup.TABLE), in.opaque16("key_exchange", 1));
            String fault = KeyShareSizes.fault(share, ofClient);
            if (fault != null) {
                IllegalValue.report(in, "key_exchange", fault);
            }
            return share;
        }

        private void write(WireWriter out) {
            out.codePoint16(group).opaque16(keyExchange);
        }
    }

    static KeyShare read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            List<Entry> shares = in.list16("client_shares", 0, Entry::ofClient);
            if (IllegalValue.isRepeated(shares, Entry::group)) {
                IllegalValue.report(in, "client_shares", "two shares of one group");
            }
            return new KeyShare(shares, Optional.empty(), Optional.empty());
        }
        if (context.kind() == MessageKind.HELLO_RETRY_REQUEST) {
            NamedGroup group = in.codePoint("selected_group", NamedGroup.TABLE);
            if (group.isGrease()) {
                IllegalValue.report(in, "selected_group", "a reserved value was chosen");
            }
            return new KeyShare(List.of(), Optional.empty(), Optional.of(group));
        }
        Entry share = in.struct("server_share", Entry::ofServer);
        if (share.group().isGrease()) {
            IllegalValue.report(in, "server_share", "a reserved value was chosen");
        }
        return new KeyShare(List.of(), Optional.of(share), Optional.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }

    @Override
    public void write(WireWriter out) {
        if (serverShare.isPresent()) {
            serverShare.get().write(out);
        } else if (selectedGroup.isPresent()) {
            out.codePoint16(selectedGroup.get());
        } else {
            out.list16(clientShares, (w, e) -> e.write(w));
        }
    }
}
