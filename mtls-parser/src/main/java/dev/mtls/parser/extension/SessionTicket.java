package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * session_ticket (35): a ticket to resume with, before TLS 1.3. RFC 5077 3.2.
 *
 * <p>{@code opaque ticket[rest]}. In ClientHello, empty when the client only wants one; empty in ServerHello, which says that
 * one will come. Absent: no tickets.
 *
 * @param ticket the ticket, empty when there is none
 */
public record SessionTicket(Bytes ticket) implements TlsExtension {
    static SessionTicket read(WireReader in, ReadContext context) {
        boolean answer = context.kind() != MessageKind.CLIENT_HELLO;
        return new SessionTicket(answer ? Bytes.EMPTY : in.rest("ticket"));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SESSION_TICKET;
    }

    @Override
    public void write(WireWriter out) {
        out.bytes(ticket);
    }
}
