package dev.mtls.parser.live;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets of JSSE, layered over plain ones that are recorded. */
final class RecordingSocketFactory extends SSLSocketFactory {
    private static final StackWalker CALLERS = StackWalker.getInstance();

    private final SSLContext context;
    private final Recorder recorder;

    RecordingSocketFactory(SSLContext context, Recorder recorder) {
        this.context = context;
        this.recorder = recorder;
    }

    private SSLSocketFactory jsse() {
        return context.getSocketFactory();
    }

    /**
     * Creates a socket that is connected later.
     *
     * @throws SocketException caused by an UnsupportedOperationException, for HttpsURLConnection alone. To a socket of a
     *     class that is not JSSE's own it would give a server name where JSSE sends none ({@code localhost}), and fail
     *     where the host is none ({@code [::1]}). Told so, it connects a plain socket and layers ours over that one.
     */
    @Override
    public Socket createSocket() throws IOException {
        if (calledByHttpsUrlConnection()) {
            SocketException refusal = new SocketException("cannot record an unconnected socket for this caller");
            refusal.initCause(new UnsupportedOperationException("layer over a connected socket instead"));
            throw refusal;
        }
        return new DeferredSocket(jsse(), recorder, (SSLSocket) jsse().createSocket());
    }

    private static boolean calledByHttpsUrlConnection() {
        return CALLERS.walk(frames -> frames.limit(8)
                .anyMatch(frame -> frame.getMethodName().equals("createSocket")
                        && frame.getClassName().equals("sun.net.www.protocol.https.HttpsClient")));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connect(host, null, address(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localAddress, int localPort) throws IOException {
        return connect(host, new InetSocketAddress(localAddress, localPort), address(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connect(null, null, new InetSocketAddress(address, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connect(null, new InetSocketAddress(localAddress, localPort), new InetSocketAddress(address, port));
    }

    private static InetSocketAddress address(@Nullable String host, int port) throws IOException {
        return host == null
                ? new InetSocketAddress(InetAddress.getByName(null), port)
                : new InetSocketAddress(host, port);
    }

    private Socket connect(@Nullable String host, @Nullable SocketAddress local, SocketAddress remote)
            throws IOException {
        Socket plain = new Socket();
        try {
            if (local != null) {
                plain.bind(local);
            }
            plain.connect(remote);
            return createSocket(plain, host, plain.getPort(), true);
        } catch (IOException | RuntimeException failure) {
            plain.close();
            throw failure;
        }
    }

    @Override
    public Socket createSocket(@Nullable Socket plain, @Nullable String host, int port, boolean autoClose)
            throws IOException {
        if (plain == null) {
            return jsse().createSocket(plain, host, port, autoClose); // fails, in JSSE's words
        }
        RecordingSocket transport = new RecordingSocket(plain, recorder.open());
        return held(jsse().createSocket(transport, host, port, autoClose), transport);
    }

    @Override
    public Socket createSocket(@Nullable Socket plain, @Nullable InputStream consumed, boolean autoClose)
            throws IOException {
        if (plain == null) {
            return jsse().createSocket(plain, consumed, autoClose); // fails, in JSSE's words
        }
        RecordingSocket transport = new RecordingSocket(plain, recorder.open());
        return held(jsse().createSocket(transport, transport.consumed(consumed), autoClose), transport);
    }

    private Socket held(Socket socket, RecordingSocket transport) {
        Recording recording = transport.recording();
        if (socket instanceof SSLSocket tls) {
            recording.mode(tls);
            recorder.holds(tls, recording);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return jsse().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return jsse().getSupportedCipherSuites();
    }
}
