package dev.mtls.testkit;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.ClientBuilder;
import dev.mtls.core.ContextBuilder;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.ServerBuilder;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.parser.live.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TLS server on loopback that says back what it is told, and that tells what it saw of every client, refused ones
 * included.
 *
 * <pre>{@code
 * TestPki pki = TestPki.create();
 * try (EchoServer server = EchoServer.on(pki).clientAuth(ClientAuth.REQUIRED).start()) {
 *     server.connect(pki.untrusted().client("mallory"));
 *     ServedConnection seen = server.awaitConnection();
 *     // seen.cause() is "client-certificate-untrusted"
 * }
 * }</pre>
 *
 * <p>It serves any number of clients at once. A client that is refused gets the alert, whatever it does meanwhile: the
 * server reads its input to the end before it closes. What is said is recorded unless {@link Builder#recording} is off.
 * Thread-safe. No parameter and no result is null.
 */
public final class EchoServer implements AutoCloseable {
    /** What core would not build with, and tests must: who is to be refused has to be able to try. */
    private static final List<String> ANY_IDENTITY = List.of(
            "certificate-expired",
            "certificate-not-yet-valid",
            "certificate-unfit-for-role",
            "host-not-matched",
            "key-certificate-mismatch");

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EchoListener listener;
    private final ServedLog.View view;
    private final boolean owner;
    private final @Nullable TestPki pki;

    private EchoServer(EchoListener listener, ServedLog.View view, boolean owner, @Nullable TestPki pki) {
        this.listener = listener;
        this.view = view;
        this.owner = owner;
        this.pki = pki;
    }

    /** Starts to describe a server whose identity and trust are given by {@link Builder}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts to describe a server of that PKI: its {@link TestPki#server()}, trusting the clients that it vouches for. */
    public static Builder on(TestPki pki) {
        return new Builder().pki(pki);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** The port it listens on. */
    public int port() {
        return address().getPort();
    }

    /** {@code https://localhost:PORT/}, or with the address in place of the name where it listens elsewhere. */
    public URI uri() {
        InetAddress bound = address().getAddress();
        boolean local = bound.isAnyLocalAddress() || bound.equals(InetAddress.getLoopbackAddress());
        String host = local ? "localhost" : bound.getHostAddress();
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    /** What it was built with and what it promises. */
    public MtlsContext context() {
        return listener.context();
    }

    /**
     * The PKI that it was built on; of a {@link #newView() view}, one by whose certificates the view knows its clients.
     *
     * @throws IllegalStateException when it was built without one
     */
    public TestPki pki() {
        if (pki == null) {
            throw new IllegalStateException("this server was built from an identity and trust, not on a TestPki");
        }
        return pki;
    }

    /**
     * Waits for the next connection that was not yet handed out here, 10 seconds at most.
     *
     * @throws IllegalStateException when there is none in that time, or the thread was interrupted
     */
    public ServedConnection awaitConnection() {
        return awaitConnection(PATIENCE);
    }

    /**
     * Waits for the next connection that was not yet handed out here. It counts as soon as its handshake is decided,
     * also when it was refused.
     *
     * @param limit how long to wait at most
     * @throws IllegalStateException when there is none in that time, or the thread was interrupted
     */
    public ServedConnection awaitConnection(Duration limit) {
        return view.await(limit);
    }

    /** The connections decided so far, the 10,000 latest at most, in the order in which they were decided. */
    public List<ServedConnection> connections() {
        return view.connections();
    }

    /**
     * Connects with a certificate, says something, and waits for the answer. The certificate is always sent, also
     * where a JSSE client would stay silent because the server does not name its issuer. The host name is not checked;
     * the server must be the one it is.
     */
    public ClientResult connect(TestIdentity identity) {
        ClientBuilder client = MtlsContext.client()
                .trust(listener.anchor())
                .identity(identity.identity())
                .alwaysSendIdentity()
                .dangerous()
                .skipHostCheck();
        return connect(buildAnyway(client, id -> client.dangerous().accept(id)));
    }

    /** Connects without a certificate, says something, and waits for the answer. */
    public ClientResult connect() {
        return connect(MtlsContext.client()
                .trust(listener.anchor())
                .noIdentity()
                .dangerous()
                .skipHostCheck()
                .build());
    }

    /**
     * Connects as that context says, says something, and waits for the answer. When it returns, the server has decided:
     * the connection is among {@link #connections()}.
     */
    public ClientResult connect(MtlsContext client) {
        AtomicInteger connected = new AtomicInteger();
        ClientResult result = TestClient.connect(client, address(), listener.speaksHttp(), view::claim, connected::set);
        if (connected.get() != 0) {
            view.awaitPort(connected.get(), PATIENCE);
        }
        return result;
    }

    /** Builds with what a test may want, though core would not: no more is accepted than was found. */
    private static MtlsContext buildAnyway(ContextBuilder<?> builder, Consumer<String> accept) {
        try {
            return builder.build();
        } catch (MtlsConfigurationException e) {
            e.findings().stream()
                    .map(Finding::id)
                    .filter(ANY_IDENTITY::contains)
                    .forEach(accept);
            return builder.build();
        }
    }

    /**
     * A view of this same server that shows only the clients that come from now on. Of several views open at the same time
     * each leaves out what it knows to be another's: connections made by the other's {@link #connect}, or with a
     * certificate that the other's {@link #pki()} signed. What nobody claims is shown to all of them. Closing a view
     * leaves the server running.
     */
    public EchoServer newView() {
        ServedLog.View fresh = listener.log().fromNow();
        return new EchoServer(listener, fresh, false, pki == null ? null : pki.telling(fresh::claim));
    }

    /** Stops listening, closes every connection, and waits for its threads to end. Closing twice does nothing. */
    @Override
    public void close() {
        if (owner) {
            listener.close();
        } else {
            view.close();
        }
    }

    @Override
    public String toString() {
        return "EchoServer[" + address().getAddress().getHostAddress() + ":" + port() + "]";
    }

    /** What a server is to be. Not thread-safe. */
    public static final class Builder {
        private @Nullable TestPki pki;
        private @Nullable Identity identity;
        private Trust trust = Trust.noClients();
        private @Nullable ClientAuth clientAuth;
        private boolean anyIdentity;
        private TlsVersions versions = TlsVersions.defaults();
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int port;
        private boolean http;
        private boolean recording = true;
        private @Nullable Recorder recorder;
        private List<String> alpn = List.of();
        private Consumer<SSLSocket> setUp = socket -> {};
        private Consumer<ServedConnection> decided = connection -> {};
        private Consumer<ServedConnection> closed = connection -> {};

        private Builder() {}

        private Builder pki(TestPki given) {
            pki = given;
            trust = given.trust();
            return identity(given.server());
        }

        /** Who the server is. Needed unless it is built on a PKI. It must be one that clients can accept. */
        public Builder identity(Identity server) {
            identity = server;
            anyIdentity = false;
            return this;
        }

        /** Who the server is, be it expired or made for another purpose. */
        public Builder identity(TestIdentity server) {
            identity = server.identity();
            anyIdentity = true;
            return this;
        }

        /** Whose clients it trusts; nobody's unless said. */
        public Builder trust(Trust clients) {
            trust = clients;
            return this;
        }

        /**
         * Whether it asks for a certificate. Unless said: {@link ClientAuth#REQUIRED}, or {@link ClientAuth#NONE} where
         * it trusts nobody.
         */
        public Builder clientAuth(ClientAuth mode) {
            clientAuth = mode;
            return this;
        }

        /** The TLS versions it speaks; 1.2 and 1.3 unless said. */
        public Builder versions(TlsVersions spoken) {
            versions = spoken;
            return this;
        }

        /** The application protocols it speaks, the preferred one first; none unless said. */
        public Builder alpn(String... protocols) {
            alpn = List.of(protocols);
            return this;
        }

        /** Where it listens; the loopback address unless said. */
        public Builder bind(InetAddress where) {
            address = where;
            return this;
        }

        /** The port it listens on; 0, one that is free, unless said. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Speaks HTTP/1.1 in place of echoing: any request is answered with {@code Welcome CN} (200) for a verified
         * client, {@code SSL client verification failed} (403) otherwise, and {@code /json} with all that the server
         * saw. A head may have 16 KiB, a body 16 MiB.
         */
        public Builder http(boolean yes) {
            http = yes;
            return this;
        }

        /** Whether it records what is said; it does unless told otherwise. */
        public Builder recording(boolean yes) {
            recording = yes;
            return this;
        }

        /** Records with that recorder. */
        public Builder recorder(Recorder own) {
            recording = true;
            recorder = own;
            return this;
        }

        /**
         * Called with each socket before its handshake, as an application that has ideas of its own would set it up.
         * What the context promises holds nevertheless.
         */
        public Builder socket(Consumer<SSLSocket> more) {
            setUp = setUp.andThen(more);
            return this;
        }

        /** Called for each connection as soon as its handshake is decided, on the connection's thread. */
        public Builder onConnection(Consumer<ServedConnection> listener) {
            decided = decided.andThen(listener);
            return this;
        }

        /** Called for each connection once it is closed, on the connection's thread. */
        public Builder onClosed(Consumer<ServedConnection> listener) {
            closed = closed.andThen(listener);
            return this;
        }

        /**
         * Builds the context and starts to listen.
         *
         * @throws MtlsConfigurationException when the context cannot be built
         * @throws UncheckedIOException when the port cannot be had
         */
        public EchoServer start() {
            Identity who = Objects.requireNonNull(identity, "found no identity; give one with identity() or on(pki)");
            ClientAuth asks = Objects.requireNonNullElse(
                    clientAuth, trust.anchors().isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRED);
            var watch = new ClientWatch();
            Optional<Recorder> tap = recording
                    ? Optional.of(Objects.requireNonNullElseGet(recorder, Recorder::create))
                    : Optional.empty();
            ServerBuilder context = MtlsContext.server()
                    .identity(who)
                    .trust(trust)
                    .clientAuth(asks)
                    .versions(versions)
                    .contextFactory((keys, trusts) -> EchoListener.inner(tap, keys, watch.watching(trusts)));
            MtlsContext built =
                    anyIdentity ? buildAnyway(context, id -> context.dangerous().accept(id)) : context.build();
            try {
                var listener = new EchoListener(
                        new EchoListener.Plan(built, who, asks, http, alpn, setUp, tap, watch, decided, closed),
                        new InetSocketAddress(address, port));
                return new EchoServer(listener, listener.log().all(), true, pki);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on " + address + ", port " + port + ": " + e, e);
            }
        }
    }
}
