package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * application_settings (17613): settings of the application protocol, said in the handshake. draft-vvv-tls-alps-01 4.
 *
 * <p>{@code ProtocolName supported_protocols<2..2^16-1>} in ClientHello, the settings themselves in EncryptedExtensions, of both sides. Not
 * registered. Absent: settings are said by the application protocol.
 *
 * @param supportedProtocols the protocols whose settings the client would say; empty in EncryptedExtensions
 * @param settings the settings; present in EncryptedExtensions alone
 */
public record ApplicationSettings(List<Bytes> supportedProtocols, Optional<Bytes> settings) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ApplicationSettings {
        supportedProtocols = List.copyOf(supportedProtocols);
    }

    static ApplicationSettings read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new ApplicationSettings(
                    in.list16("supported_protocols", 2, r -> r.opaque8As("", 1, Field.Text::of)), Optional.empty());
        }
        return new ApplicationSettings(List.of(), Optional.of(in.rest("settings")));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.APPLICATION_SETTINGS;
    }

    @Override
    public void write(WireWriter out) {
        if (settings.isPresent()) {
            out.bytes(settings.get());
        } else {
            out.list16(supportedProtocols, WireWriter::opaque8);
        }
    }
}
