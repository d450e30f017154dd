package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whose names a server sends when it asks for a certificate: its own authorities, none, others. They decide nothing. */
class ClientAuthoritiesTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final TestCertificates OTHERS = new TestCertificates("CN=Others");

    private static ServerBuilder server(TlsVersion version) {
        return MtlsContext.server().identity(PKI.server()).trust(PKI.trust()).versions(TlsVersions.only(version));
    }

    /** What a client that writes down whom it is asked for hears, and whether it was taken. */
    private record Heard(List<String> names, boolean completed) {}

    private static Heard connect(MtlsContext server, Identity identity) throws Exception {
        List<String> names = new ArrayList<>();
        SSLContext context = SSLContext.getInstance("TLS");
        MtlsContext trusting =
                MtlsContext.client().trust(PKI.trust()).identity(identity).build();
        context.init(
                new KeyManager[] {new Asked(names, identity)},
                new javax.net.ssl.TrustManager[] {trusting.trustManager()},
                null);
        SSLEngine calling = context.createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        javax.net.ssl.SSLParameters parameters = calling.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        calling.setSSLParameters(parameters);
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        return new Heard(names, new EngineHandshake(calling, serving).run().completed());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TLS_1_2", "TLS_1_3"},
            mode = Mode.INCLUDE)
    void areThoseThatWereSaid(TlsVersion version) throws Exception {
        Identity alice = PKI.client("CN=alice");
        Identity mallory = OTHERS.client("CN=mallory");
        MtlsContext own = server(version).build();
        assertThat(connect(own, alice)).isEqualTo(new Heard(List.of("CN=Test CA"), true));
        assertThat(own.describe()).contains("authorities named to clients: CN=Test CA\n");

        MtlsContext none = server(version).clientAuthorities(List.of()).build();
        assertThat(connect(none, alice)).isEqualTo(new Heard(List.of(), true));
        assertThat(connect(none, mallory).completed()).isFalse();
        assertThat(none.describe()).contains("authorities named to clients: none\n");

        MtlsContext custom =
                server(version).clientAuthorities(List.of(OTHERS.ca)).build();
        assertThat(connect(custom, alice)).isEqualTo(new Heard(List.of("CN=Others"), true));
        assertThat(connect(custom, mallory)).isEqualTo(new Heard(List.of("CN=Others"), false));

        // A policy stays when the trust is replaced; what was left to follow from it follows.
        custom.update(Trust.of(List.of(PKI.ca, OTHERS.ca)));
        assertThat(connect(custom, mallory)).isEqualTo(new Heard(List.of("CN=Others"), true));
        own.update(Trust.of(List.of(PKI.ca, OTHERS.ca)));
        assertThat(connect(own, alice).names()).containsExactlyInAnyOrder("CN=Test CA", "CN=Others");
    }

    /** Shows its certificate to anyone, and writes down whom it was asked for. */
    private static final class Asked extends X509ExtendedKeyManager {
        private final List<String> names;
        private final Identity identity;

        Asked(List<String> names, Identity identity) {
            this.names = names;
            this.identity = identity;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            names.clear();
            if (issuers != null) {
                Arrays.stream(issuers).map(Principal::getName).forEach(names::add);
            }
            return Arrays.asList(keyTypes).contains("EC") ? "alias" : null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, java.net.Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, java.net.Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String alias) {
            return identity.privateKey();
        }
    }
}
