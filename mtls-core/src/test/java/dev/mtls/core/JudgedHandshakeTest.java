package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An error is one: with plain JSSE on the other side the handshake fails. Of warnings see {@link WarnedHandshakeTest}. */
class JudgedHandshakeTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant NOW = Instant.now();

    private static Request alice() {
        return new Request("CN=alice", TestCertificates.keys("EC"));
    }

    private static Request localhost() {
        return new Request("CN=localhost", TestCertificates.keys("EC")).hosts("localhost");
    }

    private static Request expired(Request request) {
        return request.valid(NOW.minus(DAY.multipliedBy(2)), NOW.minus(DAY));
    }

    private static Request middle() {
        return new Request("CN=Middle", TestCertificates.keys("EC"));
    }

    private static Identity under(Request authority, Request leaf) {
        X509Certificate issuer = PKI.issue(authority);
        return Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy(authority.subject, authority.key), issuer));
    }

    private static Request keyOn(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec(curve));
            return new Request("CN=localhost", generator.generateKeyPair()).hosts("localhost");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Request keyOf(String algorithm) {
        return new Request("CN=localhost", TestCertificates.keys(algorithm)).hosts("localhost");
    }

    /**
     * An identity with an error.
     *
     * @param id what is found
     * @param identity of a client, or of a server
     */
    record Wrong(String name, String id, boolean client, Identity identity) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Wrong client(String name, String id, Identity identity) {
        return new Wrong("client: " + name, id, true, identity);
    }

    private static Wrong server(String name, String id, Identity identity) {
        return new Wrong("server: " + name, id, false, identity);
    }

    static Stream<Wrong> errors() throws Exception {
        List<Wrong> all = new ArrayList<>();
        KeyPair mine = TestCertificates.keys("EC");
        all.add(client(
                "another key",
                "key-certificate-mismatch",
                Identity.of(mine.getPrivate(), PKI.identity(alice()).chain())));
        all.add(server(
                "another key",
                "key-certificate-mismatch",
                Identity.of(mine.getPrivate(), PKI.identity(localhost()).chain())));
        all.add(client("expired", "certificate-expired", PKI.identity(expired(alice()))));
        all.add(server("expired", "certificate-expired", PKI.identity(expired(localhost()))));
        all.add(client("issuer expired", "certificate-expired", under(expired(middle().authority()), alice())));
        all.add(client(
                "not yet valid",
                "certificate-not-yet-valid",
                PKI.identity(alice().valid(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2))))));
        all.add(client(
                "for servers",
                "certificate-unfit-for-role",
                PKI.identity(alice().usage(KeyPurposeId.id_kp_serverAuth))));
        all.add(server(
                "for clients",
                "certificate-unfit-for-role",
                PKI.identity(localhost().usage(KeyPurposeId.id_kp_clientAuth))));
        all.add(client(
                "may not sign", "certificate-unfit-for-role", PKI.identity(alice().keyUsage(KeyUsage.keyAgreement))));
        all.add(client("issuer is none", "certificate-unfit-for-role", under(middle(), alice())));
        all.add(client(
                "issuer may not sign certificates",
                "certificate-unfit-for-role",
                under(middle().authority().keyUsage(KeyUsage.cRLSign), alice())));
        all.add(client("path too long", "certificate-unfit-for-role", PreflightChecksTest.pathOfTwoUnderZero(PKI)));
        all.add(client(
                "principal name", "name-constraint-unsupported", PreflightChecksTest.principalNameUnderLimit(PKI)));
        for (String curve : List.of("secp256k1", "brainpoolP256r1", "secp224r1")) {
            all.add(client(curve, "curve-unusable-in-jsse", PKI.identity(keyOn(curve))));
            all.add(server(curve, "curve-unusable-in-jsse", PKI.identity(keyOn(curve))));
        }
        all.add(server("X25519", "key-cannot-sign", PKI.identity(keyOf("X25519"))));
        if (Runtime.version().feature() >= 24) {
            all.add(server("ML-DSA", "key-cannot-sign", PKI.identity(keyOf("ML-DSA"))));
            all.add(client("ML-DSA", "key-cannot-sign", PKI.identity(keyOf("ML-DSA"))));
        }
        return all.stream();
    }

    /** Ours, with all findings accepted, against plain JSSE that trusts our authority. */
    private static EngineHandshake.Result against(Wrong wrong, TlsVersion version) {
        ContextBuilder<?> builder = wrong.client
                ? MtlsContext.client()
                        .trust(PKI.trust())
                        .identity(wrong.identity)
                        .alwaysSendIdentity()
                : MtlsContext.server().identity(wrong.identity).trust(PKI.trust());
        assertThat(builder.findings()).extracting(Finding::id).contains(wrong.id);
        SSLContext ours = builder.dangerous().acceptAllFindings().build().sslContext();
        SSLContext theirs = wrong.client
                ? PlainJsse.context(PKI.server(), PKI.trust())
                : PlainJsse.context(PKI.client("CN=bob"), PKI.trust());
        return wrong.client ? PlainJsse.handshake(ours, theirs, version) : PlainJsse.handshake(theirs, ours, version);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsWhatNoHandshakeIsDoneWith(Wrong wrong) {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            EngineHandshake.Result result = against(wrong, version);
            assertThat(result.completed()).as("%s: %s", version, result).isFalse();
        }
    }

    /** The same authority and names, and no error: the handshakes above fail for what was found. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void withoutTheErrorItIsDone(TlsVersion version) {
        for (Identity identity : List.of(PKI.identity(alice()), under(middle().authority(), alice()))) {
            SSLContext ours = MtlsContext.client()
                    .trust(PKI.trust())
                    .identity(identity)
                    .build()
                    .sslContext();
            EngineHandshake.Result result =
                    PlainJsse.handshake(ours, PlainJsse.context(PKI.server(), PKI.trust()), version);
            assertThat(result.completed()).as("%s", result).isTrue();
        }
    }
}
