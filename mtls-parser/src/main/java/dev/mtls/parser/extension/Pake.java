package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * pake (35387): client and server prove to each other that they know a password. draft-bmw-tls-pake13 3.
 *
 * <p>{@code opaque client_identity<0..2^16-1>; opaque server_identity<0..2^16-1>; PAKEShare client_shares<0..2^16-1>} in ClientHello,
 * {@code PAKEShare server_share} in ServerHello of TLS 1.3. Not registered. Absent: no password.
 *
 * @param clientIdentity who the client is; empty in the answer
 * @param serverIdentity whom it wants to reach; empty in the answer
 * @param clientShares what the client says, for each scheme that it speaks, best first; empty in the answer
 * @param serverShare what the server answers; absent in a ClientHello
 */
public record Pake(
        Bytes clientIdentity, Bytes serverIdentity, List<Pake.Share> clientShares, Optional<Pake.Share> serverShare)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public Pake {
        clientShares = List.copyOf(clientShares);
    }

    /**
     * What one side says under a scheme.
     *
     * @param namedPake number of the scheme
     * @param pakeMessage the message of the scheme, 1 to 65,535 bytes
     */
    public record Share(int namedPake, Bytes pakeMessage) {
        private static Share read(WireReader in) {
            return new Share(in.u16("named_pake"), in.opaque16("pake_message", 1));
        }

        private void write(WireWriter out) {
            out.u16(namedPake).opaque16(pakeMessage);
        }
    }

    static Pake read(WireReader in, ReadContext context) {
        if (context.kind() != MessageKind.CLIENT_HELLO) {
            return new Pake(Bytes.EMPTY, Bytes.EMPTY, List.of(), Optional.of(in.struct("server_share", Share::read)));
        }
        return new Pake(
                in.opaque16("client_identity", 0),
                in.opaque16("server_identity", 0),
                in.list16("client_shares", 0, Share::read),
                Optional.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PAKE;
    }

    @Override
    public void write(WireWriter out) {
        if (serverShare.isPresent()) {
            serverShare.get().write(out);
        } else {
            out.opaque16(clientIdentity).opaque16(serverIdentity).list16(clientShares, (w, s) -> s.write(w));
        }
    }
}
