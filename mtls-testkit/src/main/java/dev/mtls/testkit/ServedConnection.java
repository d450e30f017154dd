package dev.mtls.testkit;

import dev.mtls.core.Peer;
import dev.mtls.parser.Conversation;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What an {@link EchoServer} knows of one connection that somebody tried to make, refused ones included.
 *
 * <p>It exists from the moment at which the handshake is decided; from then on nothing changes but
 * {@link #conversation()}, which grows until {@link #isOpen()} is false. Thread-safe. No result is null.
 */
public final class ServedConnection {
    /** How the handshake ended. */
    public enum Outcome {
        /** It was completed. */
        ACCEPTED,
        /** The server or the client ended it because of what the other one is or said. */
        REFUSED,
        /** The client went away, or stayed silent for too long, before anything was decided. */
        ABORTED
    }

    private final int number;
    private final InetSocketAddress remote;
    private final HandshakeReport report;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Supplier<Optional<Conversation>> recording;

    ServedConnection(
            int number, InetSocketAddress remote, HandshakeReport report, Supplier<Optional<Conversation>> recording) {
        this.number = number;
        this.remote = remote;
        this.report = report;
        this.recording = recording;
    }

    /** The place in the order in which the server accepted TCP connections, from 0. */
    public int number() {
        return number;
    }

    /** The client's address and port. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** How the handshake ended. */
    public Outcome outcome() {
        return report.outcome();
    }

    /** Whether the handshake was completed. */
    public boolean wasAccepted() {
        return outcome() == Outcome.ACCEPTED;
    }

    /**
     * Why it was not completed, by an id such as {@code client-certificate-missing}; empty when it was, or when the
     * reason is none of those that have an id ({@link #error()} then says what there is to say).
     */
    public Optional<String> cause() {
        return report.cause();
    }

    /** What the server's TLS said when the handshake failed: class and text of its exception, escaped. */
    public Optional<String> error() {
        return report.error();
    }

    /** The negotiated version as JSSE names it, such as {@code TLSv1.3}; empty when none was or it is not known. */
    public Optional<String> version() {
        return report.version();
    }

    /** The negotiated cipher suite, such as {@code TLS_AES_128_GCM_SHA256}; empty when none was or it is not known. */
    public Optional<String> cipherSuite() {
        return report.cipherSuite();
    }

    /** The group of the key exchange, such as {@code x25519}; empty when there was none or it is not known. */
    public Optional<String> group() {
        return report.group();
    }

    /** The host name that the client asked for (RFC 6066, section 3); empty when it asked for none. */
    public Optional<String> serverName() {
        return report.serverName();
    }

    /** The application protocol agreed upon (RFC 7301); empty when there is none. */
    public Optional<String> alpn() {
        return report.alpn();
    }

    /**
     * The certificates that the client sent, leaf first, whether the server trusted them or not; empty when it sent
     * none. Of a resumed connection: those of the first.
     */
    public List<X509Certificate> peerCertificates() {
        return report.peerCertificates();
    }

    /** Whether the client has a certificate that the server verified. */
    public boolean verified() {
        return report.peer().isPresent();
    }

    /** The client, as the certificate that the server verified names it; empty where it verified none. */
    public Optional<Peer> peer() {
        return report.peer();
    }

    /** Whether an earlier session was resumed; empty when it is not known, as for a server that does not record. */
    public Optional<Boolean> resumed() {
        return report.resumed();
    }

    /** What was said so far, or in all once the connection is closed; empty when the server does not record. */
    public Optional<Conversation> conversation() {
        return recording.get();
    }

    /** Whether the server still holds the connection. */
    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    /**
     * Waits until the connection is closed.
     *
     * @param limit how long to wait at most
     * @return this connection
     * @throws IllegalStateException when it is still open after that time, or the thread was interrupted
     */
    public ServedConnection awaitClosed(Duration limit) {
        try {
            if (closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return this;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + this, e);
        }
        throw new IllegalStateException("still open after " + limit + ": " + this);
    }

    void ended() {
        Optional<Conversation> whole = recording.get();
        // Lets go of the socket.
        recording = () -> whole;
        closed.countDown();
    }

    @Override
    public String toString() {
        var text = new StringBuilder(outcome().name().toLowerCase(Locale.ROOT));
        cause().ifPresent(id -> text.append(" because ").append(id));
        text.append(", ")
                .append(remote.getAddress().getHostAddress())
                .append(':')
                .append(remote.getPort());
        version().ifPresent(name -> text.append(", ").append(name));
        cipherSuite().ifPresent(name -> text.append(' ').append(name));
        serverName().ifPresent(name -> text.append(", for ").append(name));
        if (!peerCertificates().isEmpty()) {
            text.append(", certificate of ")
                    .append(Escapes.escape(
                            peerCertificates().get(0).getSubjectX500Principal().getName()));
        }
        error().ifPresent(said -> text.append(": ").append(said));
        return text.toString();
    }
}
