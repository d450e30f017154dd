package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.PskKeyExchangeMode;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * psk_key_exchange_modes (45): how the client would use a pre-shared key. RFC 8446 4.2.9.
 *
 * <p>{@code PskKeyExchangeMode ke_modes<1..255>}. In ClientHello. Absent: no pre-shared key may be used, and the server sends
 * no tickets for one.
 *
 * @param keModes the modes in wire order
 */
public record PskKeyExchangeModes(List<PskKeyExchangeMode> keModes) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public PskKeyExchangeModes {
        keModes = List.copyOf(keModes);
    }

    static PskKeyExchangeModes read(WireReader in, ReadContext context) {
        return new PskKeyExchangeModes(in.codePoints8("ke_modes", 1, PskKeyExchangeMode.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PSK_KEY_EXCHANGE_MODES;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(keModes, PskKeyExchangeMode.TABLE);
    }
}
