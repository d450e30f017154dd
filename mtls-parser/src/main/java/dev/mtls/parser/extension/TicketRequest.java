package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.OptionalInt;

/**
 * ticket_request (58): how many tickets the client would like to have. RFC 9149 3.
 *
 * <p>{@code uint8 new_session_count; uint8 resumption_count} in ClientHello, {@code uint8 expected_count} in EncryptedExtensions. Absent:
 * the server sends as many as it likes.
 *
 * @param newSessionCount tickets wanted when the server makes a new session; absent in the answer
 * @param resumptionCount tickets wanted when it resumes one; absent in the answer
 * @param expectedCount tickets that the server is going to send; present in the answer alone
 */
public record TicketRequest(OptionalInt newSessionCount, OptionalInt resumptionCount, OptionalInt expectedCount)
        implements TlsExtension {
    static TicketRequest read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new TicketRequest(
                    OptionalInt.of(in.u8("new_session_count")),
                    OptionalInt.of(in.u8("resumption_count")),
                    OptionalInt.empty());
        }
        return new TicketRequest(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(in.u8("expected_count")));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TICKET_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        newSessionCount.ifPresent(out::u8);
        resumptionCount.ifPresent(out::u8);
        expectedCount.ifPresent(out::u8);
    }
}
