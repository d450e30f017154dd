package dev.mtls.parser.extension;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * encrypted_server_name (65486): the forerunner of encrypted_client_hello, which hid the server's name alone. draft-ietf-tls-esni-01 to 06 5.
 *
 * <p>{@code CipherSuite suite; KeyShareEntry key_share; opaque record_digest<0..2^16-1>; opaque encrypted_sni<0..2^16-1>} in ClientHello;
 * {@code uint8 nonce[16]} in EncryptedExtensions, since draft 3 behind {@code ServerESNIResponseType response_type}, which may announce
 * {@code ESNIKeys retry_keys<1..2^16-1>} instead. Not registered. Absent: the name is in the clear.
 *
 * @param clientEncryptedSni what the client sends; absent in the answer
 * @param responseType 0 accept, 1 retry_request; absent in a ClientHello and in the first drafts
 * @param nonce proves that the server has read the name; present where it has
 * @param retryKeys keys to try again with; empty unless the answer has some
 */
public record EncryptedServerName(
        Optional<EncryptedServerName.ClientEncryptedSni> clientEncryptedSni,
        OptionalInt responseType,
        Optional<Bytes> nonce,
        Bytes retryKeys)
        implements TlsExtension {
    private static final int NONCE = 16;

    /**
     * The encrypted name.
     *
     * @param suite what it is encrypted with
     * @param keyShare the key of the client
     * @param recordDigest digest of the server's keys that were used
     * @param encryptedSni the name, encrypted
     */
    public record ClientEncryptedSni(
            CipherSuite suite, KeyShare.Entry keyShare, Bytes recordDigest, Bytes encryptedSni) {}

    static EncryptedServerName read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            ClientEncryptedSni sni = new ClientEncryptedSni(
                    in.codePoint("suite", CipherSuite.TABLE),
                    in.struct("key_share", EncryptedServerName::keyShare),
                    in.opaque16("record_digest", 0),
                    in.opaque16("encrypted_sni", 0));
            return new EncryptedServerName(Optional.of(sni), OptionalInt.empty(), Optional.empty(), Bytes.EMPTY);
        }
        if (in.remaining() == NONCE) {
            return new EncryptedServerName(
                    Optional.empty(), OptionalInt.empty(), Optional.of(in.bytes("nonce", NONCE)), Bytes.EMPTY);
        }
        int responseType = in.u8("response_type");
        if (responseType == 0) {
            return new EncryptedServerName(
                    Optional.empty(), OptionalInt.of(0), Optional.of(in.bytes("nonce", NONCE)), Bytes.EMPTY);
        }
        if (responseType != 1) {
            IllegalValue.report(in, "response_type", "no type of a response");
        }
        return new EncryptedServerName(
                Optional.empty(), OptionalInt.of(responseType), Optional.empty(), in.opaque16("retry_keys", 1));
    }

    private static KeyShare.Entry keyShare(WireReader in) {
        return new KeyShare.Entry(in.codePoint("group", NamedGroup.TABLE), in.opaque16("key_exchange", 1));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_SERVER_NAME;
    }

    @Override
    public void write(WireWriter out) {
        if (clientEncryptedSni.isPresent()) {
            ClientEncryptedSni sni = clientEncryptedSni.get();
            out.codePoint16(sni.suite());
            out.codePoint16(sni.keyShare().group()).opaque16(sni.keyShare().keyExchange());
            out.opaque16(sni.recordDigest()).opaque16(sni.encryptedSni());
            return;
        }
        responseType.ifPresent(out::u8);
        if (nonce.isPresent()) {
            out.bytes(nonce.get());
        } else {
            out.opaque16(retryKeys);
        }
    }
}
