package dev.mtls.parser.extension;

import dev.mtls.parser.code.EchClientHelloType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * encrypted_client_hello (65037): hides the ClientHello that counts in one that anybody may read. RFC 9849 5, 7.
 *
 * <p>In ClientHello {@code ECHClientHelloType type}, then for outer {@code HpkeSymmetricCipherSuite cipher_suite; uint8 config_id; opaque
 * enc<0..2^16-1>; opaque payload<1..2^16-1>} and for inner nothing; {@code ECHConfig retry_configs<4..2^16-1>} in EncryptedExtensions;
 * {@code opaque confirmation[8]} in HelloRetryRequest. Absent: what is said is in the clear. Clients that have no keys of the server send
 * random bytes in its place, which nobody can tell from a real one.
 *
 * @param clientHelloType which of the two hellos this is; present in a ClientHello alone
 * @param outer the encrypted hello; present where the type is outer
 * @param retryConfigs keys with which the client shall try again; empty but in EncryptedExtensions
 * @param confirmation 8 bytes that tell the client whether the inner hello was read; present in a HelloRetryRequest alone
 */
public record EncryptedClientHello(
        Optional<EchClientHelloType> clientHelloType,
        Optional<EncryptedClientHello.Outer> outer,
        List<EchConfig> retryConfigs,
        Optional<Bytes> confirmation)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public EncryptedClientHello {
        retryConfigs = List.copyOf(retryConfigs);
    }

    /**
     * The encrypted hello.
     *
     * @param cipherSuite what it is encrypted with
     * @param configId which key of the server was used, 0 to 255
     * @param enc the key of the client, encapsulated; empty in the second ClientHello
     * @param payload the inner hello, encrypted, 1 to 65,535 bytes
     */
    public record Outer(HpkeSymmetricCipherSuite cipherSuite, int configId, Bytes enc, Bytes payload) {
        private static Outer read(WireReader in) {
            return new Outer(
                    in.struct("cipher_suite", HpkeSymmetricCipherSuite::read),
                    in.u8("config_id"),
                    in.opaque16("enc", 0),
                    in.opaque16("payload", 1));
        }

        private void write(WireWriter out) {
            cipherSuite.write(out);
            out.u8(configId).opaque16(enc).opaque16(payload);
        }
    }

    static EncryptedClientHello read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.ENCRYPTED_EXTENSIONS) {
            List<EchConfig> configs = in.list16("retry_configs", 4, EchConfig::read);
            return new EncryptedClientHello(Optional.empty(), Optional.empty(), configs, Optional.empty());
        }
        if (context.kind() == MessageKind.HELLO_RETRY_REQUEST) {
            Bytes confirmation = in.bytes("confirmation", 8);
            return new EncryptedClientHello(Optional.empty(), Optional.empty(), List.of(), Optional.of(confirmation));
        }
        EchClientHelloType type = in.codePoint("type", EchClientHelloType.TABLE);
        if (!type.isRegistered()) {
            IllegalValue.report(in, "type", "neither outer nor inner");
        }
        boolean hasOuter = !type.equals(EchClientHelloType.INNER);
        return new EncryptedClientHello(
                Optional.of(type),
                hasOuter ? Optional.of(Outer.read(in)) : Optional.empty(),
                List.of(),
                Optional.empty());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }

    @Override
    public void write(WireWriter out) {
        clientHelloType.ifPresent(out::codePoint8);
        outer.ifPresent(o -> o.write(out));
        if (!retryConfigs.isEmpty()) {
            out.list16(retryConfigs, (w, c) -> c.write(w));
        }
        confirmation.ifPresent(out::bytes);
    }
}
