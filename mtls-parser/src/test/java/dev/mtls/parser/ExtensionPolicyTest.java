package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.ExtensionTable;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.handshake.CertificateMessage;
import dev.mtls.parser.handshake.CertificateRequest;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.EncryptedExtensions;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.handshake.NewSessionTicket;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the 65,536 extension types in each message that has extensions, whole messages as they come. */
class ExtensionPolicyTest {
    private static final String HELLO = "0303" + "11".repeat(32) + "00";
    private static final String RETRY = "0303" + ServerHello.HELLO_RETRY_REQUEST_RANDOM.toHex() + "00";
    private static final String VERSION = "002b 0002 0304";

    /** Where reserved numbers may be made up; elsewhere one answers with what was asked for (RFC 8701). */
    private static final Set<MessageKind> MADE_UP =
            EnumSet.of(MessageKind.CLIENT_HELLO, MessageKind.CERTIFICATE_REQUEST, MessageKind.NEW_SESSION_TICKET);

    /** Messages whose last four bytes are an extension without a body, to be given each of the numbers. */
    static Stream<Arguments> messages() {
        String last = "0000 0000";
        return Stream.of(
                Arguments.of(MessageKind.CLIENT_HELLO, "01", HELLO + "0002 1301 01 00 0004" + last),
                Arguments.of(MessageKind.SERVER_HELLO, "02", HELLO + "1301 00 000a" + VERSION + last),
                Arguments.of(MessageKind.LEGACY_SERVER_HELLO, "02", HELLO + "c02b 00 0004" + last),
                Arguments.of(MessageKind.HELLO_RETRY_REQUEST, "02", RETRY + "1301 00 000a" + VERSION + last),
                Arguments.of(MessageKind.ENCRYPTED_EXTENSIONS, "08", "0004" + last),
                Arguments.of(MessageKind.CERTIFICATE, "0b", "00 00000a 000001 30 0004" + last),
                Arguments.of(MessageKind.CERTIFICATE_REQUEST, "0d", "00 0004" + last),
                Arguments.of(MessageKind.NEW_SESSION_TICKET, "04", "00000001 00000002 00 0001 aa 0004" + last));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void everyTypeIsAllowedOrReportedMisplaced(MessageKind kind, String type, String body) {
        byte[] bytes = Bytes.ofHex(type + "%06x".formatted(Bytes.ofHex(body).size()) + body)
                .toByteArray();
        Sender sender = kind == MessageKind.CLIENT_HELLO ? Sender.CLIENT : Sender.SERVER;
        ReadContext context = kind.compareTo(MessageKind.ENCRYPTED_EXTENSIONS) < 0
                ? ReadContext.initial(sender)
                : ReadContext.negotiated(sender, ProtocolVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256);
        boolean says13 = body.contains(VERSION);
        int allowed = 0;
        for (int value = 0; value < 1 << 16; value++) {
            ExtensionType extension = ExtensionType.of(value);
            if (says13 && extension.equals(ExtensionType.SUPPORTED_VERSIONS)) {
                continue; // stands there already, and says what the message is
            }
            bytes[bytes.length - 4] = (byte) (value >> 8);
            bytes[bytes.length - 3] = (byte) value;
            Decoded<HandshakeMessage> decoded =
                    HandshakeMessages.decode(Bytes.of(bytes), context, DecodeLimits.DEFAULTS);
            List<TlsExtension> read = extensions(decoded.value()).list();
            TlsExtension last = read.get(read.size() - 1);
            boolean known = ExtensionTable.isKnown(extension);
            boolean may = known
                    ? ExtensionTable.messages(extension).orElseThrow().contains(kind)
                    : !extension.isGrease() || MADE_UP.contains(kind);
            boolean misplaced = decoded.problems().stream().anyMatch(p -> p.kind() == Problem.Kind.MISPLACED);
            // No assertThat here: half a million of them take longer than the decoding.
            if (misplaced == may
                    || known == last instanceof UnknownExtension
                    || !last.type().equals(extension)) {
                throw new AssertionError(extension + " in " + kind + ": " + last + ", " + decoded.problems());
            }
            allowed += known && may ? 1 : 0;
        }
        assertThat(allowed).isPositive();
    }

    @Test
    void allMessagesWithExtensionsAreWalked() {
        assertThat(messages().map(m -> m.get()[0]).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(MessageKind.values())
                        .filter(kind -> kind != MessageKind.OTHER)
                        .collect(Collectors.toSet()));
    }

    private static Extensions extensions(HandshakeMessage message) {
        if (message instanceof ClientHello hello) {
            return hello.extensions();
        } else if (message instanceof ServerHello hello) {
            return hello.extensions();
        } else if (message instanceof EncryptedExtensions encrypted) {
            return encrypted.extensions();
        } else if (message instanceof CertificateMessage certificate) {
            return certificate.certificateList().get(0).extensions();
        } else if (message instanceof CertificateRequest request) {
            return request.extensions();
        }
        return ((NewSessionTicket) message).extensions();
    }
}
