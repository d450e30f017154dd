package dev.mtls.core;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What is tried in a JVM whose configuration allows what every current one disables. Its main prints a line for each try; {@link
 * LaxJvmTest} starts it.
 */
final class LaxJvm {

    private static final String ANONYMOUS = "TLS_ECDH_anon_WITH_AES_128_CBC_SHA";
    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private LaxJvm() {}

    public static void main(String[] arguments) throws Exception {
        for (Enforcement enforcement : Enforcement.values()) {
            say(enforcement + " anonymous suite", anonymous(enforcement, false));
            say(enforcement + " anonymous suite and own constraints", anonymous(enforcement, true));
        }
        say("version 1.1 by name", refused(() -> TlsVersions.only(TlsVersion.TLS_1_1)));
        say("version 1.0 at least", refused(() -> TlsVersions.atLeast(TlsVersion.TLS_1_0)));
        say("version 1.1 read", refused(() -> TlsVersions.parse("1.1")));
        MtlsContext old =
                client().dangerous().legacyVersions(TlsVersion.TLS_1_1).build();
        say(
                "legacy findings",
                old.findings().get(0).id() + " " + old.findings().get(0).detail());
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .dangerous()
                .legacyVersions(TlsVersion.TLS_1_1)
                .build();
        say("legacy both", play(old, e -> e.setEnabledProtocols(new String[] {"TLSv1.1"}), server, e -> {}));
        MtlsContext modern =
                MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).build();
        say(
                "legacy client, server of today",
                play(old, e -> e.setEnabledProtocols(new String[] {"TLSv1.1"}), modern, e -> {
                    e.setEnabledProtocols(new String[] {"TLSv1.1", "TLSv1.2"});
                }));
        say("legacy described", old.describe().contains("versions: TLSv1.1, TLSv1.2, TLSv1.3"));
    }

    private static void say(String what, Object outcome) {
        System.out.println(what + ": " + outcome);
    }

    private static ClientBuilder client() {
        return MtlsContext.client().trust(PKI.trust()).identity(PKI.client("CN=alice"));
    }

    private static String refused(Runnable choice) {
        try {
            choice.run();
            return "taken";
        } catch (dev.mtls.core.finding.MtlsConfigurationException e) {
            return e.id();
        }
    }

    /** A client that offers an anonymous suite alone calls a server that requires a certificate, on which its caller enabled it. */
    private static String anonymous(Enforcement enforcement, boolean ownConstraints) throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .enforcement(enforcement)
                .build();
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        try {
            SSLParameters parameters = serving.getSSLParameters();
            parameters.setCipherSuites(new String[] {ANONYMOUS, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
            parameters.setNeedClientAuth(false);
            if (ownConstraints) {
                parameters.setAlgorithmConstraints(Attack.NOTHING_FORBIDDEN);
            }
            serving.setSSLParameters(parameters);
        } catch (IllegalArgumentException e) {
            return "not set";
        }
        javax.net.ssl.SSLContext raw = javax.net.ssl.SSLContext.getInstance("TLS");
        raw.init(new javax.net.ssl.KeyManager[0], new javax.net.ssl.TrustManager[0], null);
        SSLEngine calling = raw.createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        calling.setEnabledCipherSuites(new String[] {ANONYMOUS});
        calling.setEnabledProtocols(new String[] {"TLSv1.2"});
        return new EngineHandshake(calling, serving).run().completed() ? "in" : "refused";
    }

    private static String play(
            MtlsContext client,
            java.util.function.Consumer<SSLEngine> onClient,
            MtlsContext server,
            java.util.function.Consumer<SSLEngine> onServer)
            throws Exception {
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        onClient.accept(calling);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        onServer.accept(serving);
        return new EngineHandshake(calling, serving).run().completed()
                ? calling.getSession().getProtocol()
                : "refused";
    }

    /** What a JVM is to be started with. */
    static List<String> disabled(String property) {
        return Arrays.stream(property.split(","))
                .map(String::strip)
                .filter(name -> !List.of("anon", "TLSv1", "TLSv1.1", "ECDH").contains(name))
                .toList();
    }
}
