package dev.mtls.parser.handshake;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;

/**
 * The HelloRetryRequest of drafts of TLS 1.3, which had a type of its own (6). draft-ietf-tls-tls13-13 to -21 4.1.4.
 *
 * <p>{@code ProtocolVersion server_version; CipherSuite cipher_suite} (since -19){@code ; Extension extensions<2..2^16-1>}. RFC 8446
 * has it as a {@link ServerHello} with a fixed random.
 *
 * @param serverVersion the version of the draft, 0x7f00 and its number
 * @param cipherSuite the chosen suite; absent before -19
 * @param extensions what the client shall do otherwise
 */
public record DraftHelloRetryRequest(
        ProtocolVersion serverVersion, Optional<CipherSuite> cipherSuite, Extensions extensions)
        implements HandshakeMessage {
    static DraftHelloRetryRequest read(WireReader in, ReadContext context) {
        ProtocolVersion version = in.codePoint("server_version", ProtocolVersion.TABLE);
        // Which draft it is tells the version; where that is none of a draft, the lengths do.
        boolean hasSuite = version.value() >> 8 == 0x7f ? (version.value() & 0xff) >= 19 : !endsWithBlock(in.ahead());
        Optional<CipherSuite> suite =
                hasSuite ? Optional.of(in.codePoint("cipher_suite", CipherSuite.TABLE)) : Optional.empty();
        return new DraftHelloRetryRequest(
                version, suite, Extensions.read(in, context.in(MessageKind.HELLO_RETRY_REQUEST)));
    }

    private static boolean endsWithBlock(Bytes rest) {
        return rest.size() >= 2 && rest.u16(0) == rest.size() - 2;
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.HELLO_RETRY_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint16(serverVersion);
        cipherSuite.ifPresent(out::codePoint16);
        extensions.write(out);
    }
}
