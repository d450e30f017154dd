package dev.mtls.testkit;

import java.util.Optional;

/**
 * What a client of {@link EchoServer#connect} saw.
 *
 * <p>Assert on the server's view ({@link ServedConnection}) rather than on this one: which alert a refused client gets
 * differs between JDKs for the same cause.
 *
 * @param accepted whether the server answered what the client said; under TLS 1.3 a handshake can seem complete to a
 *     client that is refused a moment later
 * @param error class and text of the client's exception, escaped; empty when it was accepted
 * @param alert the fatal alert that the server sent, by its name in RFC 8446, section 6, such as
 *     {@code certificate_required}; empty when the client saw none
 * @param version the negotiated version, such as {@code TLSv1.3}; empty when the client's handshake failed
 * @param cipherSuite the negotiated suite; empty when the client's handshake failed
 * @param reply what the server answered; empty text when it did not
 */
public record ClientResult(
        boolean accepted,
        Optional<String> error,
        Optional<String> alert,
        Optional<String> version,
        Optional<String> cipherSuite,
        String reply) {}
