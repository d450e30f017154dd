package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * ticket_pinning (32): the client knows the server again by a ticket that only the server can open. RFC 8672 3.
 *
 * <p>{@code opaque ticket<0..2^16-1>} in ClientHello, {@code opaque proof<0..2^8-1>; opaque ticket<0..2^16-1>; uint32 lifetime} in
 * EncryptedExtensions. Absent: the server is known by its certificate alone.
 *
 * @param ticket the ticket that the client has, or a new one; empty when there is none
 * @param answer what the server says besides; absent in a ClientHello
 */
public record TicketPinning(Bytes ticket, Optional<TicketPinning.Answer> answer) implements TlsExtension {
    /**
     * What is said by the server alone.
     *
     * @param proof that the server could open the ticket of the client; empty at the first connection
     * @param lifetime seconds for which the server promises to take the new ticket
     */
    public record Answer(Bytes proof, long lifetime) {}

    static TicketPinning read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new TicketPinning(in.opaque16("ticket", 0), Optional.empty());
        }
        Bytes proof = in.opaque8("proof", 0);
        Bytes ticket = in.opaque16("ticket", 0);
        return new TicketPinning(ticket, Optional.of(new Answer(proof, in.u32("lifetime"))));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TICKET_PINNING;
    }

    @Override
    public void write(WireWriter out) {
        answer.ifPresent(a -> out.opaque8(a.proof()));
        out.opaque16(ticket);
        answer.ifPresent(a -> out.u32(a.lifetime()));
    }
}
