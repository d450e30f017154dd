package dev.mtls.examples.cli;

import dev.mtls.core.TlsVersions;
import dev.mtls.core.finding.MtlsConfigurationException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A list of TLS versions: {@code 1.2}, {@code 1.3} or {@code 1.2,1.3}. */
final class TlsVersionsConverter implements ITypeConverter<TlsVersions> {
    @Override
    public TlsVersions convert(String text) {
        try {
            return TlsVersions.parse(text);
        } catch (MtlsConfigurationException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }
}
