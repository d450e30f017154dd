package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.TokenBindingKeyParameters;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * token_binding (24): tokens of the layers above are bound to a key of the client, before TLS 1.3. RFC 8472 2.
 *
 * <p>{@code TB_ProtocolVersion token_binding_version; TokenBindingKeyParameters key_parameters_list<1..2^8-1>}. In ClientHello, and
 * with one kind of key in ServerHello. Absent: tokens are not bound.
 *
 * @param tokenBindingVersion the newest version that the client speaks, or the one that the server chose
 * @param keyParametersList the kinds of key, best first; one of them in the answer of a server
 */
public record TokenBinding(TokenBinding.Version tokenBindingVersion, List<TokenBindingKeyParameters> keyParametersList)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public TokenBinding {
        keyParametersList = List.copyOf(keyParametersList);
    }

    /**
     * A version of the protocol.
     *
     * @param major its first number, 0 to 255
     * @param minor its second number, 0 to 255
     */
    public record Version(int major, int minor) {
        private static Version read(WireReader in) {
            return new Version(in.u8("major"), in.u8("minor"));
        }
    }

    static TokenBinding read(WireReader in, ReadContext context) {
        Version version = in.struct("token_binding_version", Version::read);
        List<TokenBindingKeyParameters> keys =
                in.codePoints8("key_parameters_list", 1, TokenBindingKeyParameters.TABLE);
        if (context.kind() != MessageKind.CLIENT_HELLO && keys.size() != 1) {
            IllegalValue.report(in, "key_parameters_list", "an answer has one kind of key");
        }
        return new TokenBinding(version, keys);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TOKEN_BINDING;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(tokenBindingVersion.major()).u8(tokenBindingVersion.minor());
        out.codePoints8(keyParametersList, TokenBindingKeyParameters.TABLE);
    }
}
