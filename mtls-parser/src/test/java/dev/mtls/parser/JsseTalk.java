package dev.mtls.parser;

import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A real conversation between two engines of this JDK, as the bytes that each side sent in causal order. */
final class JsseTalk {

    /** Bytes that one side sent at once. */
    record Chunk(Sender from, Bytes bytes) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private final SSLContext clientContext;
    private final SSLContext serverContext;
    private final String version;
    private Consumer<SSLParameters> serverSettings = parameters -> {};
    private Consumer<SSLParameters> clientSettings = parameters -> {};

    private JsseTalk(String version, SSLContext clientContext, SSLContext serverContext) {
        this.version = version;
        this.clientContext = clientContext;
        this.serverContext = serverContext;
    }

    /** A talk in which the client has a certificate. */
    static JsseTalk mutual(String version) {
        return new JsseTalk(version, context("client"), context("server"));
    }

    /** A talk in which the client has none. */
    static JsseTalk anonymous(String version) {
        return new JsseTalk(version, context(null), context("server"));
    }

    JsseTalk server(Consumer<SSLParameters> settings) {
        serverSettings = settings;
        return this;
    }

    JsseTalk client(Consumer<SSLParameters> settings) {
        clientSettings = settings;
        return this;
    }

    /** Shakes hands, says hello in both directions, closes; a handshake that fails ends with the alert. */
    List<Chunk> talk() {
        SSLEngine client = clientContext.createSSLEngine("localhost", 4433);
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {version});
        SSLParameters offered = client.getSSLParameters();
        offered.setServerNames(List.of(new javax.net.ssl.SNIHostName("localhost")));
        clientSettings.accept(offered);
        client.setSSLParameters(offered);
        SSLEngine server = serverContext.createSSLEngine();
        server.setUseClientMode(false);
        SSLParameters wanted = server.getSSLParameters();
        serverSettings.accept(wanted);
        server.setSSLParameters(wanted);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        ByteBuffer welcome = ByteBuffer.wrap("welcome".getBytes(StandardCharsets.UTF_8));
        int idle = 0;
        while (idle < 3) {
            boolean moved = step(Sender.CLIENT, client, toClient, toServer, hello);
            moved |= step(Sender.SERVER, server, toServer, toClient, welcome);
            idle = moved ? 0 : idle + 1;
            if (!moved && !client.isOutboundDone()) {
                client.closeOutbound();
            } else if (!moved) {
                server.closeOutbound();
            }
        }
        return List.copyOf(chunks);
    }

    /** The talk as it was, read in causal order. */
    Conversation conversation() {
        return read(talk());
    }

    /** What was said, read in the order of the chunks. */
    static Conversation read(List<Chunk> chunks) {
        ConversationFold fold = new ConversationFold();
        ConversationDecoder decoder = ConversationDecoder.builder().sink(fold).build();
        chunks.forEach(chunk -> decoder.feed(chunk.from(), chunk.bytes(), Arrival.UNKNOWN));
        decoder.end();
        return fold.conversation();
    }

    /** All that one side said. */
    static Bytes all(List<Chunk> chunks, Sender from) {
        return chunks.stream()
                .filter(chunk -> chunk.from() == from)
                .map(Chunk::bytes)
                .reduce(Bytes.EMPTY, Bytes::concat);
    }

    private boolean step(Sender side, SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer data) {
        boolean moved = false;
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        try {
            in.flip();
            while (in.hasRemaining() && !engine.isInboundDone()) {
                int before = in.remaining();
                engine.unwrap(in, plain);
                tasks(engine);
                if (in.remaining() == before) {
                    break;
                }
                moved = true;
            }
        } catch (SSLException e) {
            moved = true;
        } finally {
            in.compact();
        }
        try {
            while (!engine.isOutboundDone()) {
                int before = out.position();
                ByteBuffer said =
                        engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING ? data : ByteBuffer.allocate(0);
                engine.wrap(said, out);
                tasks(engine);
                if (out.position() == before) {
                    break;
                }
                byte[] sent = new byte[out.position() - before];
                out.get(before, sent);
                chunks.add(new Chunk(side, Bytes.of(sent)));
                moved = true;
                if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !data.hasRemaining()) {
                    break;
                }
            }
        } catch (SSLException e) {
            moved = true;
        }
        return moved;
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static SSLContext context(String identity) {
        try {
            KeyManager[] keys = new KeyManager[0];
            if (identity != null) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", key(identity), new char[0], new X509Certificate[] {certificate(identity)});
                KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
                factory.init(store, new char[0]);
                keys = factory.getKeyManagers();
            }
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", certificate("ca"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(String name) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem(name).getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey key(String name) throws GeneralSecurityException {
        String body = pem(name + "-key").replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static String pem(String name) {
        try (InputStream in = JsseTalk.class.getResourceAsStream("/dev/mtls/parser/pki/" + name + ".pem")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
