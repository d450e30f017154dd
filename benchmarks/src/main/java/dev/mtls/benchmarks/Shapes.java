package dev.mtls.benchmarks;

import dev.mtls.benchmarks.Shape.End;
import dev.mtls.benchmarks.Shape.Piece;
import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.code.Sender;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * The shapes that a generated capture is made of, all of real handshakes: the captures among the tests of the parser (OpenSSL, JDK 17
 * and 25), and those that the JDK makes when asked, between engines.
 */
final class Shapes {

    private static final int MANY = 100;
    private static final String HOST = "server.example";

    /** The recorded ones in which the server says no in the clear. */
    private static final Set<String> REFUSED = Set.of(
            "cipher-mismatch",
            "version-mismatch",
            "jdk25-tls12-empty",
            "tls12-client-unknown-ca",
            "tls12-required-empty-cert");

    private final List<Shape> shapes = new ArrayList<>();
    private final TestPki pki = TestPki.create();

    private Shapes() {}

    /** All of them, in an order that is always the same. */
    static List<Shape> all() throws Exception {
        Shapes all = new Shapes();
        all.recorded();
        all.made();
        return List.copyOf(all.shapes);
    }

    // Recorded -------------------------------------------------------------------------------------------------------

    private void recorded() throws Exception {
        Path folder = Path.of(Shapes.class.getResource("/captures").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".pcap", "");
                for (Conversation said : Captures.read(file)) {
                    recorded(name, said);
                }
            }
        }
    }

    private void recorded(String name, Conversation said) {
        List<Piece> pieces = new ArrayList<>();
        said.records()
                .forEach(record -> pieces.add(
                        new Piece(record.from() == Sender.CLIENT, record.wire().toByteArray())));
        shapes.add(new Shape(name, outcome(name), flights(pieces), end(said)));
    }

    /** How a recorded one ends, as somebody without a key can tell. */
    private static String outcome(String name) {
        return REFUSED.contains(name) ? "refused" : name.contains("tls13") ? "unknown" : "completed";
    }

    private static End end(Conversation said) {
        for (ConversationEvent event : said.events()) {
            if (event instanceof ClosedEvent closed) {
                return closed.how() == ClosedEvent.How.RESET
                        ? End.SERVER_RESET
                        : closed.from() == Sender.CLIENT ? End.CLIENT_FIN : End.SERVER_FIN;
            }
        }
        return End.CLIENT_FIN;
    }

    /** What one side sends without waiting for the other is sent at once. */
    private static List<Piece> flights(List<Piece> pieces) {
        List<Piece> flights = new ArrayList<>();
        for (Piece piece : pieces) {
            Piece last = flights.isEmpty() ? null : flights.get(flights.size() - 1);
            if (last != null && last.byClient() == piece.byClient()) {
                byte[] both = Arrays.copyOf(last.bytes(), last.bytes().length + piece.bytes().length);
                System.arraycopy(piece.bytes(), 0, both, last.bytes().length, piece.bytes().length);
                flights.set(flights.size() - 1, new Piece(piece.byClient(), both));
            } else {
                flights.add(piece);
            }
        }
        return flights;
    }

    // Made -----------------------------------------------------------------------------------------------------------

    private void made() throws Exception {
        List<X509Certificate> many = new ArrayList<>(List.of(pki.ca()));
        while (many.size() < MANY) {
            many.add(TestPki.create().ca());
        }
        TestIdentity server = pki.server(HOST);
        SSLContext anonymous = pki.clientContext().sslContext();
        SSLContext alice = pki.clientContext(pki.client("alice")).sslContext();
        SSLContext open = pki.serverContext(server, ClientAuth.NONE).sslContext();
        SSLContext optional = pki.serverContext(server, ClientAuth.OPTIONAL).sslContext();
        SSLContext required = pki.serverContext(server, ClientAuth.REQUIRED).sslContext();
        SSLContext choosy = MtlsContext.server()
                .identity(server.identity())
                .trust(Trust.of(many))
                .clientAuth(ClientAuth.REQUIRED)
                .build()
                .sslContext();
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            made("server authentication", version, anonymous, open);
            made("resumed", version, anonymous, open);
            made("empty Certificate", version, anonymous, optional);
            made("100 authorities", version, alice, choosy);
            made("mutual, ALPN", version, alice, required, "h2", "http/1.1");
        }
        String[] groups = {"x25519", "secp256r1", "secp384r1"};
        Talk retry = new Talk(anonymous, optional, "TLSv1.3");
        retry.client(parameters -> parameters.setNamedGroups(groups));
        retry.server(parameters -> parameters.setNamedGroups(new String[] {"secp384r1"}));
        shapes.add(new Shape("TLSv1.3, retry", "unknown", retry.run(), End.CLIENT_FIN));
    }

    private void made(String name, String version, SSLContext client, SSLContext server, String... protocols)
            throws SSLException {
        Talk talk = new Talk(client, server, version);
        talk.client(parameters -> parameters.setApplicationProtocols(protocols));
        talk.server(parameters -> parameters.setApplicationProtocols(protocols));
        String outcome = version.equals("TLSv1.2") ? "completed" : "unknown";
        shapes.add(new Shape(version + ", " + name, outcome, talk.run(), End.CLIENT_FIN));
    }

    /** A handshake between two engines, a request, an answer, and goodbye. */
    private static final class Talk {
        private static final int BUFFER = 1 << 16;

        private final SSLEngine client;
        private final SSLEngine server;
        private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
        private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER);
        private final List<Piece> said = new ArrayList<>();

        Talk(SSLContext calling, SSLContext serving, String version) {
            client = calling.createSSLEngine(HOST, 443);
            client.setUseClientMode(true);
            server = serving.createSSLEngine();
            server.setUseClientMode(false);
            client(parameters -> parameters.setProtocols(new String[] {version}));
            server(parameters -> parameters.setProtocols(new String[] {version}));
        }

        void client(Consumer<SSLParameters> change) {
            change(client, change);
        }

        void server(Consumer<SSLParameters> change) {
            change(server, change);
        }

        private static void change(SSLEngine engine, Consumer<SSLParameters> change) {
            SSLParameters parameters = engine.getSSLParameters();
            change.accept(parameters);
            engine.setSSLParameters(parameters);
        }

        List<Piece> run() throws SSLException {
            client.beginHandshake();
            server.beginHandshake();
            while (isBusy(client) || isBusy(server)) {
                handshake(client, toClient, toServer, true);
                handshake(server, toServer, toClient, false);
            }
            send(client, toServer, true, 300);
            receive(server, toServer);
            send(server, toClient, false, 1_200);
            receive(client, toClient);
            client.closeOutbound();
            send(client, toServer, true, 0);
            receive(server, toServer);
            server.closeOutbound();
            send(server, toClient, false, 0);
            return flights(said);
        }

        private static boolean isBusy(SSLEngine engine) {
            return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
        }

        private void handshake(SSLEngine engine, ByteBuffer in, ByteBuffer out, boolean byClient) throws SSLException {
            receive(engine, in);
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                send(engine, out, byClient, 0);
                runTasks(engine);
            }
        }

        private void receive(SSLEngine engine, ByteBuffer in) throws SSLException {
            in.flip();
            SSLEngineResult result;
            do {
                result = engine.unwrap(in, ByteBuffer.allocate(BUFFER));
                runTasks(engine);
            } while (result.bytesConsumed() > 0 && in.hasRemaining());
            in.compact();
        }

        private void send(SSLEngine engine, ByteBuffer out, boolean byClient, int length) throws SSLException {
            int before = out.position();
            engine.wrap(ByteBuffer.allocate(length), out);
            byte[] sent = Arrays.copyOfRange(out.array(), before, out.position());
            if (sent.length > 0) {
                said.add(new Piece(byClient, sent));
            }
        }

        private static void runTasks(SSLEngine engine) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }
}
