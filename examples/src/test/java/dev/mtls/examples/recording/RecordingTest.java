package dev.mtls.examples.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.live.Recorder;
import dev.mtls.parser.view.View;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Recipe: see what your own program says while it makes a connection. */
class RecordingTest {
    private final TestPki pki = TestPki.create();
    private final TestIdentity alice = pki.client("alice");

    @Test
    void aContextOfMtlsIsRecordedThroughItsOneHook() throws Exception {
        try (EchoServer server = EchoServer.on(pki)
                .clientAuth(ClientAuth.OPTIONAL)
                .versions(TlsVersions.only(TlsVersion.TLS_1_2))
                .start()) {
            // snippet: live
            Recorder recorder = Recorder.create();
            MtlsContext client = MtlsContext.client()
                    .trust(pki.trust())
                    .identity(alice.identity())
                    .contextFactory(recorder::newContext)
                    .build();
            connect(client.sslContext(), server.port());
            for (Conversation said : recorder.conversations()) {
                System.out.println(View.ladder(said));
            }
            // end

            Conversation said = recorder.conversations().get(0);
            assertThat(said.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(said.clientAuth().requested()).contains(true);
            assertThat(View.ladder(said)).contains("CN=alice");
        }
    }

    @Test
    void anyOtherContextIsRecordedToo() throws Exception {
        try (EchoServer server = EchoServer.on(pki).start()) {
            SSLContext theirs = pki.clientContext().sslContext();

            Recorder recorder = Recorder.create();
            connect(recorder.record(theirs), server.port());

            assertThat(recorder.conversations()).hasSize(1);
        }
    }

    private static void connect(SSLContext context, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
        }
    }
}
