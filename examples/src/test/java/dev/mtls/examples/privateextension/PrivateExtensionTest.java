package dev.mtls.examples.privateextension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.PrivateReaders;
import dev.mtls.parser.TlsDecoder;
import dev.mtls.parser.capture.CaptureReader;
import dev.mtls.parser.capture.CaptureWriter;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.UnknownExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.HandshakeMessages;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: decode an extension that only your own clients and servers know. */
class PrivateExtensionTest {
    @TempDir
    Path folder;

    private Path trace;

    /** A capture of a client that says its tenant. */
    @BeforeEach
    void makeACapture() {
        trace = folder.resolve("trace.pcapng");
        CaptureWriter.write(
                trace, Conversation.of(record(hello(new Tenant(Bytes.ofText("blue"), List.of(7, 9)))), Bytes.EMPTY));
    }

    @Test
    void whoBelongsToWhichTenant() {
        // snippet: readers
        PrivateReaders own = PrivateReaders.builder()
                .extension(Tenant.TYPE, Tenant::read, MessageKind.CLIENT_HELLO)
                .build();
        CaptureReader reader = CaptureReader.builder().readers(own).build();
        for (Conversation said : reader.read(trace).conversations()) {
            System.out.println(View.text(said)); // names the fields of the extension, too
        }
        // end

        Conversation said = reader.read(trace).conversations().get(0);
        ClientHello hello = (ClientHello) ((HandshakeEvent) said.events().get(0)).message();
        assertThat(hello.extensions().get(Tenant.class)).contains(new Tenant(Bytes.ofText("blue"), List.of(7, 9)));
        assertThat(View.text(said)).contains("tenant", "blue", "shards");
        assertThat(View.json(said)).contains("\"fields\":{\"tenant\":\"blue\",\"shards\":[7,9]}");
    }

    @Test
    void withoutItsReaderTheExtensionKeepsItsBytes() {
        Bytes message = HandshakeMessages.write(hello(new Tenant(Bytes.ofText("blue"), List.of())));

        ClientHello hello = (ClientHello) TlsDecoder.message(message, ReadContext.initial(Sender.CLIENT));

        assertThat(hello.extensions().find(Tenant.TYPE))
                .contains(new UnknownExtension(Tenant.TYPE, Bytes.ofHex("04 626c7565 00")));
    }

    private static ClientHello hello(Tenant tenant) {
        return new ClientHello(
                ProtocolVersion.TLS_1_2,
                Bytes.ofHex("5a".repeat(32)),
                Bytes.EMPTY,
                List.of(CipherSuite.TLS_AES_128_GCM_SHA256),
                List.of(CompressionMethod.of(0)),
                Extensions.of(tenant));
    }

    private static Bytes record(ClientHello hello) {
        return new WireWriter()
                .u8(22)
                .u16(0x0303)
                .opaque16(HandshakeMessages.write(hello))
                .toBytes();
    }
}
