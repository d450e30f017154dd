package dev.mtls.parser.code;

import java.util.Optional;

/**
 * What a message or extension cannot say itself and its reader must know. Immutable.
 *
 * @param version the negotiated version; absent before it is negotiated or when it was not seen, and messages that differ
 *     by version are then read as those of TLS 1.2
 * @param cipherSuite the negotiated suite; absent before it is negotiated or when it was not seen, and key exchange
 *     messages then stay opaque
 * @param kind the message that extensions stand in
 * @param sender who sent the message
 * @param certificateType what the certificates of this sender are, as negotiated (RFC 7250); absent where that was not
 *     seen, and a raw public key is then told by its bytes
 * @param readers readers of the application for code points of its own
 */
public record ReadContext(
        Optional<ProtocolVersion> version,
        Optional<CipherSuite> cipherSuite,
        MessageKind kind,
        Sender sender,
        Optional<CertificateType> certificateType,
        ReaderTable readers) {
    private static final ReadContext FROM_CLIENT =
            new ReadContext(Optional.empty(), Optional.empty(), MessageKind.OTHER, Sender.CLIENT);
    private static final ReadContext FROM_SERVER =
            new ReadContext(Optional.empty(), Optional.empty(), MessageKind.OTHER, Sender.SERVER);

    /** A context in which the type of certificates is not known, without readers of an application. */
    public ReadContext(
            Optional<ProtocolVersion> version, Optional<CipherSuite> cipherSuite, MessageKind kind, Sender sender) {
        this(version, cipherSuite, kind, sender, Optional.empty(), ReaderTable.NONE);
    }

    /** The context at the start of a connection: nothing is negotiated. */
    public static ReadContext initial(Sender sender) {
        return sender == Sender.CLIENT ? FROM_CLIENT : FROM_SERVER;
    }

    /** The context once version and suite are negotiated. */
    public static ReadContext negotiated(Sender sender, ProtocolVersion version, CipherSuite cipherSuite) {
        return new ReadContext(Optional.of(version), Optional.of(cipherSuite), MessageKind.OTHER, sender);
    }

    /** The same inside a message. */
    public ReadContext in(MessageKind message) {
        return new ReadContext(version, cipherSuite, message, sender, certificateType, readers);
    }

    /** The same in another version. */
    public ReadContext with(ProtocolVersion negotiated) {
        return new ReadContext(Optional.of(negotiated), cipherSuite, kind, sender, certificateType, readers);
    }

    /** The same where the type of the sender's certificates is known. */
    public ReadContext with(CertificateType negotiated) {
        return new ReadContext(version, cipherSuite, kind, sender, Optional.of(negotiated), readers);
    }

    /** The same with readers of the application. */
    public ReadContext with(ReaderTable own) {
        return new ReadContext(version, cipherSuite, kind, sender, certificateType, own);
    }

    /** Whether the version is TLS 1.3. */
    public boolean isTls13() {
        return version.isPresent() && ProtocolVersion.TLS_1_3.equals(version.get());
    }

    /** Whether the version is TLS 1.1 or older. */
    public boolean isBeforeTls12() {
        return version.isPresent() && version.get().value() < ProtocolVersion.TLS_1_2.value();
    }
}
