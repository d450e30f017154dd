package dev.mtls.examples.cli;

import dev.mtls.core.ClientBuilder;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.live.Recorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a server: made, recorded, and listened to until the server's verdict is known. */
final class Dial {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** How long a TLS 1.3 server may take to refuse after the client's part is done. */
    static final Duration VERDICT = Duration.ofSeconds(2);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int ANSWER_BYTES = 1 << 20;

    private final Plan plan;
    private final Recorder recorder = Recorder.create();
    private final Witness witness;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean silent;
    private Optional<String> version = Optional.empty();
    private Optional<String> cipherSuite = Optional.empty();

    private Dial(Plan plan) {
        this.plan = plan;
        this.witness = new Witness(plan.insecure());
    }

    /**
     * What to connect to and how.
     *
     * @param serverName the name to ask for in place of the host
     * @param text what to say once the handshake is done
     * @param told gets each event of the conversation soon after it happened
     * @param found gets what is questionable about the files given, before the connection is made
     */
    record Plan(
            HostPort target,
            Optional<Identity> identity,
            Trust trust,
            Optional<TlsVersions> versions,
            Optional<String> serverName,
            List<String> alpn,
            boolean insecure,
            Optional<String> text,
            Consumer<ConversationEvent> told,
            Consumer<List<Finding>> found) {}

    /**
     * What came of it.
     *
     * @param conversation what was recorded; empty where the server said nothing and was told nothing
     * @param failure why the handshake or what followed failed
     * @param answer what the server said, read as UTF-8
     * @param silent whether, under TLS 1.3, the server neither refused nor said anything in the time given to it
     */
    record Outcome(
            Optional<Conversation> conversation,
            Optional<IOException> failure,
            Optional<String> version,
            Optional<String> cipherSuite,
            boolean silent,
            Witness witness,
            String answer) {}

    /**
     * Connects.
     *
     * @throws ProgramException when there is no TCP connection to be had
     */
    static Outcome to(Plan plan) {
        return new Dial(plan).run();
    }

    @SuppressWarnings("try") // the listener is there to be closed, and the end of the connection is to be heard
    private Outcome run() {
        ClientBuilder builder = (plan.identity().isPresent()
                        ? MtlsContext.client()
                                .trust(plan.trust())
                                .identity(plan.identity().get())
                        : MtlsContext.client().trust(plan.trust()).noIdentity())
                .alwaysSendIdentity()
                .contextFactory((keys, trusts) -> recorder.newContext(witness.around(keys), witness.around(trusts)));
        plan.versions().ifPresent(builder::versions);
        MtlsContext context = builder.build();
        plan.found().accept(context.findings());
        @Nullable IOException failure = null;
        Optional<Conversation> said = Optional.empty();
        try (Socket raw = connect();
                SSLSocket tls = (SSLSocket) context.sslContext()
                        .getSocketFactory()
                        .createSocket(raw, plan.target().host(), plan.target().port(), true)) {
            try (Listener listener = new Listener(() -> recorder.conversation(tls), plan.told())) {
                try {
                    converse(tls);
                } catch (IOException refused) {
                    failure = refused;
                }
                try {
                    tls.close();
                } catch (IOException alreadyGone) {
                    // whatever went wrong was seen before
                }
            }
            said = recorder.conversation(tls);
        } catch (IOException notMade) {
            failure = failure == null ? notMade : failure;
        }
        return new Outcome(
                said,
                Optional.ofNullable(failure),
                version,
                cipherSuite,
                silent,
                witness,
                answer.toString(StandardCharsets.UTF_8));
    }

    private Socket connect() {
        HostPort target = plan.target();
        Socket raw = new Socket();
        try {
            raw.connect(new InetSocketAddress(target.host(), target.port()), (int) CONNECT.toMillis());
            return raw;
        } catch (UnknownHostException unknown) {
            throw ProgramException.usage(target + ": there is no host of that name", unknown);
        } catch (ConnectException | NoRouteToHostException refused) {
            throw ProgramException.usage(target + ": nobody answers there (" + refused.getMessage() + ")", refused);
        } catch (SocketTimeoutException late) {
            throw ProgramException.usage(target + ": no answer within " + CONNECT.toSeconds() + " seconds", late);
        } catch (IOException other) {
            throw ProgramException.usage(target + ": cannot connect: " + other.getMessage(), other);
        }
    }

    private void converse(SSLSocket tls) throws IOException {
        SSLParameters parameters = tls.getSSLParameters();
        serverName().ifPresent(name -> parameters.setServerNames(List.of(name)));
        if (!plan.alpn().isEmpty()) {
            parameters.setApplicationProtocols(plan.alpn().toArray(String[]::new));
        }
        tls.setSSLParameters(parameters);
        tls.setSoTimeout((int) CONNECT.toMillis());
        tls.startHandshake();
        version = Optional.of(tls.getSession().getProtocol());
        cipherSuite = Optional.of(tls.getSession().getCipherSuite());
        if (tls.getSession().getProtocol().equals("TLSv1.3")) {
            awaitVerdict(tls);
        }
        if (plan.text().isPresent()) {
            tls.getOutputStream().write(plan.text().get().getBytes(StandardCharsets.UTF_8));
            tls.getOutputStream().flush();
            readAnswer(tls);
        }
    }

    /** As curl and openssl do, names without a dot are asked for too, which JSSE on its own does not do. */
    private Optional<SNIHostName> serverName() {
        String name = plan.serverName().orElse(plan.target().host());
        if (plan.serverName().isEmpty() && ServerCheck.isAddress(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(name));
        } catch (IllegalArgumentException noHostName) {
            if (plan.serverName().isPresent()) {
                throw ProgramException.usage("--servername " + name + ": is not a host name", noHostName);
            }
            return Optional.empty();
        }
    }

    /**
     * Under TLS 1.3 the handshake is over for the client before the server has seen its certificate. So it listens until
     * the server refuses, says something else (a session ticket, data), closes, or the time is up.
     */
    private void awaitVerdict(SSLSocket tls) throws IOException {
        long end = System.nanoTime() + VERDICT.toNanos();
        tls.setSoTimeout((int) GLANCE.toMillis());
        while (true) {
            try {
                read(tls.getInputStream());
                return;
            } catch (SocketTimeoutException quiet) {
                if (serverSpokeLast(tls)) {
                    return;
                }
                if (System.nanoTime() - end > 0) {
                    silent = true;
                    return;
                }
            }
        }
    }

    private boolean serverSpokeLast(SSLSocket tls) {
        List<ConversationEvent> events =
                recorder.conversation(tls).map(Conversation::events).orElse(List.of());
        return !events.isEmpty() && events.get(events.size() - 1).from().equals(Sender.SERVER);
    }

    private void readAnswer(SSLSocket tls) throws IOException {
        tls.setSoTimeout((int) ANSWER.toMillis());
        try {
            while (answer.size() < ANSWER_BYTES && read(tls.getInputStream())) {
                tls.setSoTimeout((int) PAUSE.toMillis());
            }
        } catch (SocketTimeoutException over) {
            // the server has said what it had to say
        }
    }

    /** False at the end of the stream. */
    private boolean read(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int count = in.read(buffer);
        if (count > 0) {
            answer.write(buffer, 0, count);
        }
        return count >= 0;
    }
}
