package dev.mtls.examples.cli;

import dev.mtls.core.ClientAuth;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code none}, {@code optional}, {@code required} or {@code any}. */
final class ClientAuthConverter implements ITypeConverter<ClientAuth> {
    @Override
    public ClientAuth convert(String text) {
        for (ClientAuth each : ClientAuth.values()) {
            if (name(each).equals(text)) {
                return each;
            }
        }
        throw new TypeConversionException("'" + text + "' is none of: none, optional, required, any");
    }

    static String name(ClientAuth clientAuth) {
        return clientAuth.name().toLowerCase(Locale.ROOT);
    }
}
