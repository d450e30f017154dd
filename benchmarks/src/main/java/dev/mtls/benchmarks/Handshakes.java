package dev.mtls.benchmarks;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A full handshake between two engines in one thread, both ends paid for: with a server of many certificates, and with mutual
 * authentication against contexts of the JDK alone. Each checks that the right certificate was shown and that no session was resumed.
 */
final class Handshakes {

    private static final int CERTIFICATES = 1_000;
    private static final int KEPT_SESSIONS = 16;

    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer read = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private int port;

    private Handshakes() {}

    /** A server that finds the certificate for a name among a thousand, and one that has no other. */
    static Claim.Sides byName() {
        TestPki pki = TestPki.create();
        List<Identity> others = new ArrayList<>();
        for (int i = 1; i < CERTIFICATES; i++) {
            others.add(pki.server("h" + i + ".example").identity());
        }
        TestIdentity wanted = pki.server("wanted.example");
        others.add(CERTIFICATES / 2, wanted.identity());
        SSLContext client = fewSessions(
                MtlsContext.client().trust(pki.trust()).noIdentity().build().sslContext());
        SSLContext many = fewSessions(MtlsContext.server()
                .identity(pki.server("h0.example").identity())
                .trust(Trust.noClients())
                .moreIdentities(others)
                .build()
                .sslContext());
        SSLContext one = fewSessions(MtlsContext.server()
                .identity(wanted.identity())
                .trust(Trust.noClients())
                .build()
                .sslContext());
        return new Claim.Sides(
                full(client, many, "wanted.example", wanted, false),
                full(client, one, "wanted.example", wanted, false));
    }

    /** Both sides authenticated, by contexts of ours and by contexts of the JDK that were made by hand. */
    static Claim.Sides mutual(TlsVersion version) throws Exception {
        Path directory = Files.createTempDirectory("mtls-benchmark");
        TestPki pki = TestPki.create();
        TestIdentity server = pki.server("localhost");
        TestIdentity client = pki.client("alice");
        Path ca = Files.writeString(directory.resolve("ca.pem"), pki.caPem());
        TestIdentity.PemFiles ofServer = server.writeTo(directory, "server");
        TestIdentity.PemFiles ofClient = client.writeTo(directory, "client");
        SSLContext rawClient = DirectContext.make(ofClient.certificates(), ofClient.key(), ca);
        SSLContext rawServer = DirectContext.make(ofServer.certificates(), ofServer.key(), ca);
        for (Path file : List.of(
                ca, ofServer.certificates(), ofServer.key(), ofClient.certificates(), ofClient.key(), directory)) {
            Files.delete(file);
        }
        TlsVersions only = TlsVersions.only(version);
        SSLContext ourClient = MtlsContext.client()
                .trust(pki.trust())
                .identity(client.identity())
                .versions(only)
                .build()
                .sslContext();
        SSLContext ourServer = MtlsContext.server()
                .identity(server.identity())
                .trust(pki.trust())
                .clientAuth(ClientAuth.REQUIRED)
                .versions(only)
                .build()
                .sslContext();
        String protocol = only.names().get(0);
        return new Claim.Sides(
                full(fewSessions(ourClient), fewSessions(ourServer), "localhost", server, true),
                new Handshakes()
                        .full(fewSessions(rawClient), fewSessions(rawServer), "localhost", server, true, protocol));
    }

    private static SSLContext fewSessions(SSLContext context) {
        context.getClientSessionContext().setSessionCacheSize(KEPT_SESSIONS);
        context.getServerSessionContext().setSessionCacheSize(KEPT_SESSIONS);
        return context;
    }

    private static Callable<?> full(
            SSLContext client, SSLContext server, String host, TestIdentity shown, boolean mutual) {
        return new Handshakes().full(client, server, host, shown, mutual, "");
    }

    /** With a protocol for contexts of the JDK, which are told on every engine what ours hold by themselves. */
    private Callable<?> full(
            SSLContext client, SSLContext server, String host, TestIdentity shown, boolean mutual, String protocol) {
        return () -> {
            port = port % 60_000 + 1; // another peer to JSSE's cache of sessions, so none is resumed
            SSLEngine calling = client.createSSLEngine(host, port);
            calling.setUseClientMode(true);
            SSLEngine serving = server.createSSLEngine();
            serving.setUseClientMode(false);
            if (!protocol.isEmpty()) {
                configure(calling, serving, protocol);
            }
            run(calling, serving);
            Certificate got = calling.getSession().getPeerCertificates()[0];
            if (!got.equals(shown.certificate())
                    || mutual && serving.getSession().getPeerCertificates().length == 0) {
                throw new IllegalStateException("another certificate was shown: " + got);
            }
            return got;
        };
    }

    private static void configure(SSLEngine calling, SSLEngine serving, String protocol) {
        SSLParameters ofClient = calling.getSSLParameters();
        ofClient.setProtocols(new String[] {protocol});
        ofClient.setEndpointIdentificationAlgorithm("HTTPS");
        calling.setSSLParameters(ofClient);
        SSLParameters ofServer = serving.getSSLParameters();
        ofServer.setProtocols(new String[] {protocol});
        ofServer.setNeedClientAuth(true);
        serving.setSSLParameters(ofServer);
    }

    private void run(SSLEngine calling, SSLEngine serving) throws SSLException {
        toServer.clear();
        toClient.clear();
        calling.beginHandshake();
        serving.beginHandshake();
        while (!done(calling) || !done(serving)) {
            step(calling, toClient, toServer);
            step(serving, toServer, toClient);
        }
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        in.flip();
        SSLEngineResult result;
        do {
            read.clear();
            result = engine.unwrap(in, read);
            runTasks(engine);
        } while (result.bytesConsumed() > 0 && in.hasRemaining());
        in.compact();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(nothing, out);
            runTasks(engine);
        }
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
