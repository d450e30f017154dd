package dev.mtls.parser.secrets;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.decrypt.Prf;
import dev.mtls.parser.decrypt.SuiteProtection;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Master secrets of TLS 1.2 and older out of premaster secrets. RFC 5246 section 8.1, RFC 7627 section 4. */
final class Masters {

    /** The label under which a master secret stands in a key log. */
    static final String LABEL = "CLIENT_RANDOM";

    private static final int HEADER = 4;

    private Masters() {}

    /** The master secret of a connection, empty where too little of it was seen. */
    static Optional<Bytes> of(HandshakeFacts facts, Bytes premaster) {
        Optional<SuiteProtection> suite = facts.cipherSuite().flatMap(SuiteProtection::of);
        Optional<ProtocolVersion> version =
                facts.version().filter(found -> found.value() < ProtocolVersion.TLS_1_3.value());
        if (suite.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        Prf prf = Prf.of(version.get(), suite.get());
        if (facts.extendedMasterSecret().orElse(false)) {
            return facts.transcriptComplete()
                    ? untilClientKeyExchange(facts)
                            .map(messages -> Bytes.owning(prf.extendedMaster(premaster.toByteArray(), messages)))
                    : Optional.empty();
        }
        return facts.clientRandom()
                .flatMap(client -> facts.serverRandom()
                        .map(server -> Bytes.owning(
                                prf.master(premaster.toByteArray(), client.toByteArray(), server.toByteArray()))));
    }

    /** What the client enciphered for the server's key: the body of its ClientKeyExchange. RFC 5246 section 7.4.7.1. */
    static Optional<Bytes> encryptedPremaster(HandshakeFacts facts) {
        return facts.transcript().stream()
                .filter(Masters::isClientKeyExchange)
                .map(said -> said.message().slice(HEADER))
                // SSL 3.0 has no length in front of it.
                .map(body -> body.size() > 2 && body.u16(0) == body.size() - 2 ? body.slice(2) : body)
                .findFirst();
    }

    private static Optional<byte[]> untilClientKeyExchange(HandshakeFacts facts) {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        for (HandshakeFacts.Said said : facts.transcript()) {
            messages.writeBytes(said.message().toByteArray());
            if (isClientKeyExchange(said)) {
                return Optional.of(messages.toByteArray());
            }
        }
        return Optional.empty();
    }

    private static boolean isClientKeyExchange(HandshakeFacts.Said said) {
        return said.from() == Sender.CLIENT && said.message().u8(0) == HandshakeType.CLIENT_KEY_EXCHANGE.value();
    }
}
