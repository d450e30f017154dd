package dev.mtls.parser.extension;

import dev.mtls.parser.code.EktCipherType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * supported_ekt_ciphers (39): the ciphers for keys of SRTP that travel with the media. RFC 8870 5.2.1.
 *
 * <p>{@code EKTCipherType supported_ciphers<1..255>} in ClientHello, {@code EKTCipherType selected_cipher} in ServerHello (before
 * TLS 1.3) or EncryptedExtensions. Absent: no such keys.
 *
 * @param supportedCiphers the ciphers, best first; empty in the answer of a server
 * @param selectedCipher the cipher that the server chose; absent in a ClientHello
 */
public record SupportedEktCiphers(List<EktCipherType> supportedCiphers, Optional<EktCipherType> selectedCipher)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SupportedEktCiphers {
        supportedCiphers = List.copyOf(supportedCiphers);
    }

    static SupportedEktCiphers read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new SupportedEktCiphers(
                    in.codePoints8("supported_ciphers", 1, EktCipherType.TABLE), Optional.empty());
        }
        return new SupportedEktCiphers(List.of(), Optional.of(in.codePoint("selected_cipher", EktCipherType.TABLE)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_EKT_CIPHERS;
    }

    @Override
    public void write(WireWriter out) {
        if (selectedCipher.isPresent()) {
            out.codePoint8(selectedCipher.get());
        } else {
            out.codePoints8(supportedCiphers, EktCipherType.TABLE);
        }
    }
}
