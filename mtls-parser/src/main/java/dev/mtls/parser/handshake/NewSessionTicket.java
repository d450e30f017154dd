package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A ticket to resume with. RFC 8446 4.6.1, RFC 5077 3.3.
 *
 * <p>TLS 1.3: {@code uint32 ticket_lifetime; uint32 ticket_age_add; opaque ticket_nonce<0..255>; opaque ticket<1..2^16-1>;
 * Extension extensions<0..2^16-1>}; before: {@code uint32 ticket_lifetime_hint; opaque ticket<0..2^16-1>}.
 *
 * @param ticketLifetime seconds for which it may be used
 * @param ticketAgeAdd a secret to hide the age of the ticket with; absent before TLS 1.3
 * @param ticketNonce what makes the key of this ticket its own; absent before TLS 1.3
 * @param ticket the ticket
 * @param extensions the extensions; absent before TLS 1.3
 */
public record NewSessionTicket(
        long ticketLifetime,
        OptionalLong ticketAgeAdd,
        Optional<Bytes> ticketNonce,
        Bytes ticket,
        Extensions extensions)
        implements HandshakeMessage {
    static NewSessionTicket read(WireReader in, ReadContext context) {
        if (!context.isTls13()) {
            return new NewSessionTicket(
                    in.u32("ticket_lifetime_hint"),
                    OptionalLong.empty(),
                    Optional.empty(),
                    in.opaque16("ticket", 0),
                    Extensions.ABSENT);
        }
        return new NewSessionTicket(
                in.u32("ticket_lifetime"),
                OptionalLong.of(in.u32("ticket_age_add")),
                Optional.of(in.opaque8("ticket_nonce", 0)),
                in.opaque16("ticket", 1),
                Extensions.read(in, context.in(MessageKind.NEW_SESSION_TICKET)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }

    @Override
    public void write(WireWriter out) {
        out.u32(ticketLifetime);
        ticketAgeAdd.ifPresent(out::u32);
        ticketNonce.ifPresent(out::opaque8);
        out.opaque16(ticket);
        extensions.write(out);
    }
}
