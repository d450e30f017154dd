package dev.mtls.parser.secrets;

import dev.mtls.parser.wire.Bytes;
import java.util.List;

/**
 * Where the secrets of connections come from: a key log, a recording of this JVM, a private key.
 *
 * <p>It answers with candidates, and whoever decrypts finds out by opening a record which of them fits. It is asked
 * again at a later record when what came before could not be opened, since a key log may still grow. What must outlive
 * a connection (tickets and their PSKs) is kept here, bounded, and never by the decoder.
 *
 * <p>Implementations that serve several conversations at a time are thread-safe.
 */
@FunctionalInterface
public interface SecretSource {

    /**
     * Secrets that may fit a connection.
     *
     * @param facts what is known about the connection so far
     * @return none, one, or several to try, the likeliest first
     */
    List<Secrets> candidates(HandshakeFacts facts);

    /**
     * The server issued a ticket, with which a later connection may resume this one.
     *
     * @param facts what is known about the connection so far
     * @param nonce the ticket_nonce of TLS 1.3; empty in TLS 1.2, which has none
     * @param ticket the ticket
     */
    default void ticketIssued(HandshakeFacts facts, Bytes nonce, Bytes ticket) {}

    /**
     * Nothing more will be read of the connection: what was kept for it alone may go.
     *
     * @param facts what is known about the connection
     */
    default void closed(HandshakeFacts facts) {}

    /**
     * Whether it has nothing for any connection: a decoder then says nothing of what it could not open.
     *
     * @return false unless there is nothing at all
     */
    default boolean isEmpty() {
        return false;
    }

    /**
     * A source that knows nothing.
     *
     * @return the source
     */
    static SecretSource none() {
        return NoSecrets.INSTANCE;
    }
}
