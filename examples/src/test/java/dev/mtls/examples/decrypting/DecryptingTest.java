package dev.mtls.examples.decrypting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.Decryption;
import dev.mtls.parser.capture.Captures;
import dev.mtls.parser.secrets.KeyLog;
import dev.mtls.parser.view.View;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A colleague sends a capture of a TLS 1.3 connection, and the file that {@code SSLKEYLOGFILE} named when curl or openssl spoke:
 * which certificate did the client send? Without the secrets nobody can tell; with them everything is there to read.
 */
class DecryptingTest {
    private final Path trace = file("colleague.pcap");
    private final Path keys = file("colleague.keylog");

    @Test
    void theClientCertificateOfTls13() {
        // snippet: decrypting
        for (Conversation said : Captures.read(trace, KeyLog.of(keys))) {
            System.out.println(View.ladder(said));
            said.clientAuth()
                    .certificate()
                    .ifPresent(client -> System.out.println("the client is " + client.getSubjectX500Principal()));
        }
        // end

        Conversation said =
                Captures.read(trace, KeyLog.of(keys)).conversations().get(0);
        assertThat(said.decryption()).isEqualTo(Decryption.FULL);
        assertThat(said.clientAuth().certificate().orElseThrow().getSubjectX500Principal())
                .hasToString("CN=client ec, O=Example");
        assertThat(said.events())
                .filteredOn(ApplicationDataEvent.class::isInstance)
                .extracting(event -> ((ApplicationDataEvent) event).data().toEscapedText())
                .containsExactly("hello\\x0a");
    }

    @Test
    void withoutTheSecretsItStaysHidden() {
        Conversation said = Captures.read(trace).conversations().get(0);

        assertThat(said.decryption()).isEqualTo(Decryption.NONE);
        assertThat(said.clientAuth().presented()).isEmpty();
        assertThat(View.ladder(said)).doesNotContain("client ec");
    }

    private static Path file(String name) {
        URL url = Objects.requireNonNull(DecryptingTest.class.getResource("/captures/" + name));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
