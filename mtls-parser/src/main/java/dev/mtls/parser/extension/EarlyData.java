package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.OptionalLong;

/**
 * early_data (42): the client sends data before the server has answered, or a ticket allows it to. RFC 8446 4.2.10.
 *
 * <p>No body in ClientHello and EncryptedExtensions, {@code uint32 max_early_data_size} in NewSessionTicket. Absent: no early
 * data, or refused.
 *
 * @param maxEarlyDataSize bytes that a ticket allows; absent in other messages
 */
public record EarlyData(OptionalLong maxEarlyDataSize) implements TlsExtension {
    static EarlyData read(WireReader in, ReadContext context) {
        return new EarlyData(
                context.kind() == MessageKind.NEW_SESSION_TICKET
                        ? OptionalLong.of(in.u32("max_early_data_size"))
                        : OptionalLong.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EARLY_DATA;
    }

    @Override
    public void write(WireWriter out) {
        maxEarlyDataSize.ifPresent(out::u32);
    }
}
