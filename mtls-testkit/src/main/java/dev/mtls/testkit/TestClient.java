package dev.mtls.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mtls.core.MtlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A client that connects, says one thing, and waits for the answer. */
final class TestClient {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final String HELLO = "hello\n";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private TestClient() {}

    /** Tells its own port before it connects, so that the server's views can be told apart, and again afterwards. */
    static ClientResult connect(
            MtlsContext context, InetSocketAddress server, boolean http, IntConsumer bound, IntConsumer connected) {
        Optional<SSLSession> session = Optional.empty();
        try (Socket raw = new Socket()) {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(Math.toIntExact(EchoServer.PATIENCE.toMillis()));
            InetAddress here = server.getAddress();
            raw.bind(new InetSocketAddress(here.isLoopbackAddress() ? here : null, 0));
            bound.accept(raw.getLocalPort());
            raw.connect(
                    here.isAnyLocalAddress()
                            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())
                            : server);
            connected.accept(raw.getLocalPort());
            try (SSLSocket tls = (SSLSocket)
                    context.sslContext().getSocketFactory().createSocket(raw, "localhost", server.getPort(), true)) {
                tls.startHandshake();
                session = Optional.of(tls.getSession());
                tls.getOutputStream().write((http ? REQUEST : HELLO).getBytes(UTF_8));
                InputStream in = tls.getInputStream();
                byte[] answer = http ? in.readAllBytes() : in.readNBytes(HELLO.length());
                return result(answer.length > 0, Optional.empty(), session, new String(answer, UTF_8));
            }
        } catch (IOException e) {
            return result(false, Optional.of(e.toString()), session, "");
        }
    }

    private static ClientResult result(
            boolean accepted, Optional<String> error, Optional<SSLSession> session, String reply) {
        return new ClientResult(
                accepted,
                error.map(Escapes::escape),
                error.map(ALERT::matcher).filter(Matcher::find).map(found -> found.group(1)),
                session.map(SSLSession::getProtocol),
                session.map(SSLSession::getCipherSuite),
                reply);
    }
}
