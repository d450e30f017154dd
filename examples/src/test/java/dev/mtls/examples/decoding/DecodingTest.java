package dev.mtls.examples.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.view.View;
import dev.mtls.parser.x509.CertificateDetails;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: read a capture file and ask it who sent which certificate. */
class DecodingTest {
    @TempDir
    Path folder;

    private Path trace;

    /** A capture to read: any tool's pcap or pcapng file would do. */
    @BeforeEach
    void makeACapture() {
        trace = folder.resolve("trace.pcapng");
        TestPki pki = TestPki.create();
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.REQUIRED)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .start()) {
            server.connect(pki.client("alice"));
            CaptureWriter.write(
                    trace,
                    server.awaitConnection()
                            .awaitClosed(Duration.ofSeconds(30))
                            .conversation()
                            .orElseThrow());
        }
    }

    @Test
    void whoSentWhichCertificate() {
        // snippet: parser
        for (Conversation said : Captures.read(trace)) {
            System.out.println(View.ladder(said));
            if (said.clientAuth().presented().orElse(false)) {
                System.out.println(said.clientAuth().chain().get(0).getSubjectX500Principal());
            }
        }
        // end

        Conversation said = Captures.read(trace).conversations().get(0);
        assertThat(said.clientAuth()
                        .certificate()
                        .orElseThrow()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=alice");
    }

    @Test
    void whatStandsInACertificate() {
        // snippet: certificates
        for (Conversation said : Captures.read(trace)) {
            for (X509Certificate shown : said.clientAuth().chain()) {
                CertificateDetails details = CertificateDetails.of(shown);
                System.out.println(details.subject() + " has a key of " + details.publicKey() + ", for "
                        + details.extendedKeyUsage() + ", until " + details.notAfter());
            }
        }
        // end

        Conversation said = Captures.read(trace).conversations().get(0);
        CertificateDetails details =
                CertificateDetails.of(said.clientAuth().certificate().orElseThrow());
        assertThat(details.subject()).isEqualTo("CN=alice");
        assertThat(details.extendedKeyUsage()).contains("clientAuth");
        assertThat(details.publicKey().algorithm()).isEqualTo("EC");
    }

    @Test
    void everyMessageIsATypedRecord() {
        Conversation said = Captures.read(trace).conversations().get(0);

        List<ClientHello> hellos = said.events().stream()
                .filter(HandshakeEvent.class::isInstance)
                .map(event -> ((HandshakeEvent) event).message())
                .filter(ClientHello.class::isInstance)
                .map(ClientHello.class::cast)
                .toList();

        assertThat(hellos).hasSize(1);
        assertThat(hellos.get(0).cipherSuites()).isNotEmpty();
    }
}
