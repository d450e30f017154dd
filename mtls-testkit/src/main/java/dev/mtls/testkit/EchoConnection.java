package dev.mtls.testkit;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Peer;
import dev.mtls.parser.Conversation;
import dev.mtls.testkit.ServedConnection.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link EchoServer}, from the TCP socket to the lingering close, on one thread. */
final class EchoConnection {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final EchoListener.Plan plan;
    private final ServedLog log;
    private final int number;
    private final FlightSocket raw;

    EchoConnection(EchoListener.Plan plan, ServedLog log, int number, FlightSocket raw) {
        this.plan = plan;
        this.log = log;
        this.number = number;
        this.raw = raw;
    }

    void run() {
        ClientWatch.Seen seen = plan.watch().begin();
        InetSocketAddress remote = (InetSocketAddress) raw.getRemoteSocketAddress();
        SSLSocket tls = null;
        Exception failure = null;
        try {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(Math.toIntExact(EchoServer.PATIENCE.toMillis()));
            tls = layer();
            tls.startHandshake();
            raw.stopCollecting();
            raw.setSoTimeout(0);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        SSLSocket socket = tls;
        var connection = new ServedConnection(
                number,
                remote,
                failure == null && socket != null ? accepted(socket, seen) : refused(socket, seen, failure),
                () -> recorded(socket));
        try {
            log.add(connection);
            plan.decided().accept(connection);
            if (connection.wasAccepted() && socket != null) {
                talk(socket, connection);
            }
        } finally {
            plan.watch().end();
            LingeringClose.close(raw, LINGER);
            closeQuietly(socket);
            connection.ended();
            plan.closed().accept(connection);
        }
    }

    /** Layered over the TCP socket, which JSSE then leaves open: the lingering close needs it. */
    private SSLSocket layer() throws IOException {
        SSLSocket tls = (SSLSocket)
                plan.context().sslContext().getSocketFactory().createSocket(raw, null, raw.getPort(), false);
        tls.setUseClientMode(false);
        if (!plan.alpn().isEmpty()) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(plan.alpn().toArray(String[]::new));
            tls.setSSLParameters(parameters);
        }
        plan.setUp().accept(tls);
        return tls;
    }

    private void talk(SSLSocket tls, ServedConnection connection) {
        try {
            InputStream in = tls.getInputStream();
            OutputStream out = tls.getOutputStream();
            if (plan.http()) {
                HttpEcho.serve(in, out, connection);
            } else {
                in.transferTo(out);
            }
            tls.shutdownOutput();
        } catch (IOException ignored) {
            // The client broke off: it was served as long as it listened.
        }
    }

    private HandshakeReport accepted(SSLSocket tls, ClientWatch.Seen seen) {
        ExtendedSSLSession session = (ExtendedSSLSession) tls.getSession();
        Optional<Conversation> said = recorded(tls);
        List<X509Certificate> peer = seen.chain();
        boolean verified = false;
        try {
            Certificate[] chain = session.getPeerCertificates();
            peer = Arrays.stream(chain).map(X509Certificate.class::cast).toList();
            verified = plan.clientAuth() == ClientAuth.REQUIRED || plan.clientAuth() == ClientAuth.OPTIONAL;
        } catch (SSLPeerUnverifiedException e) {
            // The client has no certificate.
        }
        Optional<String> name = session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(asked -> Escapes.escape(((SNIHostName) asked).getAsciiName()))
                .findFirst();
        return new HandshakeReport(
                Outcome.ACCEPTED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(session.getProtocol()),
                Optional.of(session.getCipherSuite()),
                said.flatMap(SaidFacts::group),
                name,
                Optional.ofNullable(tls.getApplicationProtocol()).filter(protocol -> !protocol.isEmpty()),
                List.copyOf(peer),
                verified ? Peer.ifPresent(session) : Optional.empty(),
                said.flatMap(Conversation::resumed));
    }

    private HandshakeReport refused(@Nullable SSLSocket tls, ClientWatch.Seen seen, @Nullable Exception failure) {
        Optional<Conversation> said = recorded(tls);
        Causes.Verdict verdict = new Causes(plan, said, tls).of(failure);
        return new HandshakeReport(
                verdict.outcome(),
                verdict.cause(),
                Optional.ofNullable(failure).map(e -> Escapes.escape(e.toString())),
                said.flatMap(SaidFacts::version),
                said.flatMap(SaidFacts::cipherSuite),
                said.flatMap(SaidFacts::group),
                said.flatMap(Conversation::serverName).map(Escapes::escape),
                Optional.empty(),
                seen.chain(),
                Optional.empty(),
                said.flatMap(Conversation::resumed));
    }

    private Optional<Conversation> recorded(@Nullable SSLSocket tls) {
        return tls == null ? Optional.empty() : plan.recorder().flatMap(recorder -> recorder.conversation(tls));
    }

    private static void closeQuietly(@Nullable SSLSocket tls) {
        if (tls != null) {
            try {
                tls.close();
            } catch (IOException ignored) {
                // TCP is closed already; this only tells JSSE and the recorder.
            }
        }
    }
}
