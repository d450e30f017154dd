package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.TestCertificates.Request;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A warning is true: with plain JSSE, or OpenSSL, on the other side a connection goes as it is said, and well without the fault. */
class WarnedHandshakeTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private static Request alice() {
        return new Request("CN=alice", TestCertificates.keys("EC"));
    }

    private static Request localhost() {
        return new Request("CN=localhost", TestCertificates.keys("EC")).hosts("localhost");
    }

    private static Request middle() {
        return new Request("CN=Middle", TestCertificates.keys("EC"));
    }

    private static Identity under(Request authority, Request leaf) {
        X509Certificate issuer = PKI.issue(authority);
        return Identity.of(leaf.key.getPrivate(), List.of(leaf.issuedBy(authority.subject, authority.key), issuer));
    }

    private static EngineHandshake.Result mutual(Identity client, Identity server, Trust ofServer, TlsVersion version) {
        return PlainJsse.handshake(
                PlainJsse.context(client, PKI.trust()), PlainJsse.context(server, ofServer), version);
    }

    private static List<String> found(ContextBuilder<?> builder) {
        return builder.findings().stream().map(Finding::id).toList();
    }

    /** The most confusing case of all: the server says that there was no certificate. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aChainThatEndsTooEarlyKeepsAClientSilent(TlsVersion version) {
        Identity whole = under(middle().authority(), alice());
        Identity alone = Identity.of(whole.privateKey(), whole.chain().subList(0, 1));

        assertThat(found(MtlsContext.client().trust(PKI.trust()).identity(alone)))
                .contains("chain-incomplete", "ca-list-silences-client");
        assertThat(mutual(alone, PKI.server(), PKI.trust(), version).serverError())
                .hasMessageContaining("Empty client certificate chain");
        assertThat(mutual(whole, PKI.server(), PKI.trust(), version).completed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aServerThatTrustsALeafHearsNothingOfItsOwner(TlsVersion version) {
        Identity owner = PKI.identity(alice());
        Trust pinned = Trust.of(owner.chain().get(0));

        assertThat(found(MtlsContext.server().identity(PKI.server()).trust(pinned)))
                .contains("anchor-is-leaf", "ca-list-silences-client");
        assertThat(mutual(owner, PKI.server(), pinned, version).serverError())
                .hasMessageContaining("Empty client certificate chain");
        assertThat(mutual(owner, PKI.server(), pinned.plus(PKI.trust()), version)
                        .completed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void anAuthorityThatAnotherOneIssuedSilencesNobody(TlsVersion version) {
        Identity whole = under(middle().authority(), alice());
        Trust middleAlone = Trust.of(whole.chain().get(1));

        assertThat(found(MtlsContext.server().identity(PKI.server()).trust(middleAlone)))
                .containsExactly("chain-incomplete");
        assertThat(mutual(whole, PKI.server(), middleAlone, version).completed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void namesThatFillMoreThanAMessageFailAtAClientOfJsse(TlsVersion version) {
        KeyPair key = TestCertificates.keys("EC");
        List<X509Certificate> many = new ArrayList<>(List.of(PKI.ca));
        for (int i = 0; i < 400; i++) {
            Request request = new Request("CN=Authority " + i + ",O=" + "x".repeat(60), key).authority();
            many.add(request.issuedBy(request.subject, request.key));
        }
        Trust tooMany = Trust.of(many);
        Trust fewer = Trust.of(many.subList(0, 200));

        assertThat(found(MtlsContext.server().identity(PKI.server()).trust(tooMany)))
                .containsExactly("message-too-large");
        assertThat(mutual(PKI.client("CN=alice"), PKI.server(), tooMany, version)
                        .clientError())
                .hasMessageContaining("exceeds the maximum allowed size (32768)");
        assertThat(found(MtlsContext.server().identity(PKI.server()).trust(fewer)))
                .isEmpty();
        assertThat(mutual(PKI.client("CN=alice"), PKI.server(), fewer, version).completed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void aChainThatFillsMoreThanAMessageFailsAtAServerOfJsse(TlsVersion version) {
        ASN1ObjectIdentifier extension = new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1");
        Identity large = PKI.identity(alice().with(extension, new DEROctetString(new byte[33_000])));
        Identity fits = PKI.identity(alice().with(extension, new DEROctetString(new byte[31_000])));

        assertThat(found(MtlsContext.client().trust(PKI.trust()).identity(large)))
                .containsExactly("message-too-large");
        assertThat(mutual(large, PKI.server(), PKI.trust(), version).serverError())
                .hasMessageContaining("exceeds the maximum allowed size (32768)");
        assertThat(found(MtlsContext.client().trust(PKI.trust()).identity(fits)))
                .isEmpty();
        assertThat(mutual(fits, PKI.server(), PKI.trust(), version).completed()).isTrue();
    }

    /** JDK 25 takes eight certificates of a client, JDK 17 ten; both take ten of a server. */
    @Test
    void aChainThatIsTooLongFailsAtJsse() {
        Identity client = PKI.chained(alice(), 10);
        assertThat(client.chain()).hasSize(11);
        assertThat(found(MtlsContext.client().trust(PKI.trust()).identity(client)))
                .containsExactly("chain-too-long");
        assertThat(mutual(client, PKI.server(), PKI.trust(), TlsVersion.TLS_1_3).serverError())
                .hasMessageContaining("exceeds the maximum allowed length");
        assertThat(mutual(PKI.chained(alice(), 7), PKI.server(), PKI.trust(), TlsVersion.TLS_1_3)
                        .completed())
                .isTrue();

        Identity server = PKI.chained(localhost(), 10);
        assertThat(found(MtlsContext.server().identity(server).trust(PKI.trust())))
                .containsExactly("chain-too-long");
        assertThat(mutual(PKI.client("CN=alice"), server, PKI.trust(), TlsVersion.TLS_1_3)
                        .clientError())
                .hasMessageContaining("exceeds the maximum allowed length");
        assertThat(mutual(PKI.client("CN=alice"), PKI.chained(localhost(), 9), PKI.trust(), TlsVersion.TLS_1_3)
                        .completed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void dsaSignsInTls12Alone(TlsVersion version) {
        Identity dsa = PKI.identity(new Request("CN=alice", TestCertificates.keys("DSA")));

        assertThat(found(MtlsContext.client().trust(PKI.trust()).identity(dsa))).containsExactly("key-cannot-sign");
        assertThat(mutual(dsa, PKI.server(), PKI.trust(), version).completed())
                .isEqualTo(version == TlsVersion.TLS_1_2);
    }

    /** The host is compared by JSSE as it is when a server is built for it; a CN alone it still takes. */
    @Test
    void aHostThatIsNotNamedFailsAtAClient() {
        for (Identity server :
                List.of(PKI.server(), PKI.identity(alice().names(new GeneralName(GeneralName.dNSName, "127.0.0.1"))))) {
            assertThat(found(MtlsContext.server()
                            .identity(server)
                            .trust(PKI.trust())
                            .forHost("127.0.0.1")))
                    .containsExactly("host-not-matched");
            assertThat(calling("127.0.0.1", server).clientError()).hasMessageContaining("127.0.0.1");
        }
        assertThat(calling("localhost", PKI.server()).completed()).isTrue();
        assertThat(calling("localhost", PKI.identity(new Request("CN=localhost", TestCertificates.keys("EC"))))
                        .completed())
                .isTrue();
    }

    private static EngineHandshake.Result calling(String host, Identity server) {
        SSLEngine client = MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=alice"))
                .build()
                .sslContext()
                .createSSLEngine(host, 443);
        client.setUseClientMode(true);
        SSLEngine answering = PlainJsse.context(server, PKI.trust()).createSSLEngine();
        answering.setUseClientMode(false);
        return new EngineHandshake(client, answering).run();
    }

    /** What JSSE takes and OpenSSL does not: why it is a warning. */
    @Test
    void whatOpensslAloneRefusesIsAWarning(@TempDir Path folder) throws Exception {
        OpensslClient.assumeInstalled();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        Map<String, Identity> warned = new LinkedHashMap<>();
        warned.put("any usage", PKI.identity(alice().usage(KeyPurposeId.anyExtendedKeyUsage)));
        warned.put("issuer for servers", under(middle().authority().usage(KeyPurposeId.id_kp_serverAuth), alice()));
        warned.put("short key", PKI.identity(new Request("CN=alice", rsa.generateKeyPair())));
        warned.put("weak digest", PKI.identity(alice().signedWith("SHA1withECDSA")));
        for (Map.Entry<String, Identity> each : warned.entrySet()) {
            Identity identity = each.getValue();
            assertThat(MtlsContext.client()
                            .trust(PKI.trust())
                            .identity(identity)
                            .findings())
                    .as(each.getKey())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));
            assertThat(mutual(identity, PKI.server(), PKI.trust(), TlsVersion.TLS_1_3)
                            .completed())
                    .as("JSSE, " + each.getKey())
                    .isTrue();
            assertThat(opensslVerifies(folder, identity.chain()))
                    .as("OpenSSL, " + each.getKey())
                    .isFalse();
        }
        assertThat(opensslVerifies(folder, PKI.identity(alice()).chain())).isTrue();
        assertThat(opensslVerifies(folder, under(middle().authority(), alice()).chain()))
                .isTrue();
    }

    /** As a server of its would, at the level that TLS has by default. */
    private static boolean opensslVerifies(Path folder, List<X509Certificate> chain) throws Exception {
        Files.writeString(folder.resolve("ca.pem"), TestCertificates.pem(PKI.ca));
        Files.writeString(folder.resolve("leaf.pem"), TestCertificates.pem(chain.get(0)));
        Files.writeString(
                folder.resolve("chain.pem"),
                chain.stream().map(TestCertificates::pem).collect(Collectors.joining()));
        Process process = new ProcessBuilder(
                        "openssl",
                        "verify",
                        "-purpose",
                        "sslclient",
                        "-auth_level",
                        "2",
                        "-CAfile",
                        "ca.pem",
                        "-untrusted",
                        "chain.pem",
                        "leaf.pem")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }
}
