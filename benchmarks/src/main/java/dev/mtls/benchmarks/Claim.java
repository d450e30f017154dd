package dev.mtls.benchmarks;

import dev.mtls.core.TlsVersion;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the documents say of speed: ours costs at most so many times what a peer costs.
 *
 * @param name what is done, and against whom
 * @param bound the largest ratio of the costs
 * @param preparation makes both sides ready to be run over and over in one thread
 */
record Claim(String name, double bound, Callable<Sides> preparation) {

    /**
     * Two ways to the same result.
     *
     * @param ours done by this project
     * @param peer done by somebody else
     */
    record Sides(Callable<?> ours, Callable<?> peer) {}

    static final List<Claim> ALL = List.of(
            context("1", "Spring Boot", 0.01),
            context("1", "Netty", 0.01),
            context("1", "ayza", 0.01),
            context("1", "hand-written PKCS#12", 0.05),
            context("1", "floor", 1.2),
            context("system", "Spring Boot", 0.18),
            context("system", "Netty", 0.18),
            context("system", "ayza", 0.18),
            context("system", "hand-written PKCS#12", 1.0),
            context("system", "floor", 1.4),
            new Claim("server name, 1,000 certificates / 1 certificate", 1.05, Handshakes::byName),
            new Claim("handshake, TLS 1.3 / JDK alone", 1.03, () -> Handshakes.mutual(TlsVersion.TLS_1_3)),
            new Claim("handshake, TLS 1.2 / JDK alone", 1.03, () -> Handshakes.mutual(TlsVersion.TLS_1_2)),
            new Claim("ClientHello / Bouncy Castle with getters", 1.0, Claim::hello),
            new Claim("ClientHello / tls-parser", 1.0, Claim::helloByTlsParser),
            new Claim("recorded connections / tls-parser", 0.8, () -> Connections.recorded(blackhole())));

    private static Claim context(String cas, String peer, double bound) {
        String name = "context, " + (cas.equals("1") ? "1 CA" : "system CAs") + " / " + peer;
        return new Claim(name, bound, () -> {
            ContextFromPem files = new ContextFromPem();
            files.cas = cas;
            files.openCache();
            files.writeFiles();
            return new Sides(
                    files::mtls,
                    switch (peer) {
                        case "Spring Boot" -> files::springBoot;
                        case "Netty" -> files::netty;
                        case "ayza" -> files::ayza;
                        case "hand-written PKCS#12" -> files::pkcs12ByHand;
                        default -> files::floor;
                    });
        });
    }

    private static Sides hello() throws Exception {
        ClientHelloDecoding decoding = new ClientHelloDecoding();
        decoding.makeHello();
        Blackhole sink = blackhole();
        return new Sides(
                () -> {
                    decoding.mtls(sink);
                    return sink;
                },
                () -> {
                    decoding.bouncyCastle(sink);
                    return sink;
                });
    }

    private static Sides helloByTlsParser() throws Exception {
        ClientHelloDecoding decoding = new ClientHelloDecoding();
        decoding.makeHello();
        Blackhole sink = blackhole();
        return new Sides(
                () -> {
                    decoding.mtls(sink);
                    return sink;
                },
                Connections.peerOf(decoding.record()));
    }

    private static Blackhole blackhole() {
        return new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    }

    /** Why it cannot be measured on this machine, empty where it can. */
    String missing() {
        return name.endsWith("tls-parser") ? TlsParserPeer.missing() : "";
    }
}
