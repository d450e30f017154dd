package dev.mtls.parser.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Talks;
import dev.mtls.parser.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ViewTextTest {

    @Test
    void theSummarySaysWhoAskedWhoAnsweredAndHowItEnded() {
        Conversation conversation = Talks.mutual12()
                .withEndpoints(Endpoints.of(
                                InetSocketAddress.createUnresolved("here", 51234),
                                InetSocketAddress.createUnresolved("there", 4433))
                        .withNumber(2));

        assertThat(View.summary(conversation))
                .containsSubsequence(
                        "conversation    2\n",
                        "client          here:51234\n",
                        "server          there:4433\n",
                        "negotiated      TLSv1.2, TLS_ECDHE_ECDSA_",
                        "server name     localhost\n",
                        "server showed   CN=localhost, issued by CN=Test CA\n",
                        "client auth     the server asked for a certificate and named CN=Test CA\n",
                        "                the client answered with CN=alice,O=Example\\, Inc., issued by CN=Test CA\n",
                        "outcome         completed: both sides sent Finished\n",
                        "encrypted       ");
    }

    @Test
    void theSummaryOfARefusalSaysTheAlertInWords() {
        assertThat(View.summary(Talks.refused12()))
                .contains("client auth     the server asked for a certificate and named no authority\n"
                        + "                the client answered with an empty Certificate: it showed none\n")
                .contains("outcome         refused: the server said fatal handshake_failure (40): ");
    }

    @Test
    void whatTls13HidesIsSaidToBeHidden() {
        assertThat(View.summary(Talks.mutual13()))
                .contains("client auth     cannot be seen: it is in the encrypted records\n")
                .contains("outcome         cannot be seen: it is in the encrypted records\n")
                .doesNotContain("server showed");
    }

    @Test
    void theLadderHasALineForEachMessageAndOneForProtectedRecordsInARow() {
        assertThat(View.ladder(Talks.refused12()))
                .isEqualTo("""
                client                                  server
                client_hello -------------------------------->  TLSv1.2
                <-------------------------------- server_hello  TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                <------------------------- certificate_request  names no authority
                <--------------------------- server_hello_done
                certificate --------------------------------->  empty: no certificate
                <--------------------------------------- alert  fatal handshake_failure (40): %s
                """.formatted(AlertWords.of(dev.mtls.parser.code.AlertDescription.of(40))));
        assertThat(View.ladder(Talks.retry()))
                .contains("server_hello  asks for another client_hello, TLSv1.3, TLS_AES_128_GCM_SHA256\n")
                .contains("<----------------------------------- encrypted  3 bytes\n");
        assertThat(View.ladder(hidden(20)))
                .contains("encrypted x 20 ")
                .contains("  1, 1, 1, 1, 1, 1, 1, 1 and 12 more bytes\n");
    }

    @Test
    void theTreeNamesEveryFieldAsTheRfcDoes() {
        assertThat(View.text(Talks.mutual12()))
                .containsSubsequence(
                        "client: client_hello, ",
                        "    legacy_version: TLSv1.2 (0x0303)\n",
                        "    random: ",
                        "    cipher_suites: ",
                        "      server_name (0)\n",
                        "        server_name_list: 1\n",
                        "          - name_type: host_name (0), host_name: localhost\n",
                        "server: certificate, ",
                        "      - cert_data: ",
                        "          subject: CN=localhost\n",
                        "          issuer: CN=Test CA\n",
                        "          subject_alt_names: DNS:localhost, IP:127.0.0.1\n",
                        "server: certificate_request, ",
                        "    certificate_authorities: CN=Test CA\n",
                        "client: certificate, ",
                        "          subject: CN=alice,O=Example\\, Inc.\n",
                        "client: change_cipher_spec\n",
                        "client: encrypted handshake, ");
        assertThat(View.text(Talks.refused12())).contains("certificate_list: none\n");
    }

    @Test
    void aProblemStandsUnderTheMessageThatItIsAbout() {
        Conversation conversation = Conversation.of(Bytes.EMPTY, Bytes.ofHex("16 0303 0005 0e000001 00"));

        assertThat(View.text(conversation))
                .contains("server: server_hello_done, 5 bytes\n    00\n  ! server: server_hello_done");
    }

    @Test
    void bytesAreDumpedWhereAskedFor() {
        Conversation conversation = Conversation.of(Bytes.ofText("GET / HTTP/1.1\r\nHost: a\r\n"), Bytes.EMPTY);

        assertThat(View.text(conversation, ViewOptions.DEFAULT.withHex(true)))
                .contains("    0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..\n")
                .contains("    0010  48 6f 73 74 3a 20 61 0d  0a");
        assertThat(View.text(conversation, ViewOptions.DEFAULT.withHex(true).withMaxBytes(4)))
                .contains("    0000  47 45 54 20 ")
                .contains("    and 21 bytes more\n");
        assertThat(View.text(conversation)).doesNotContain("47 45");
    }

    @Test
    void besideTheBytesOfAMessageStandsWhatTheyMean() {
        String hello = "01000041" + "0303" + "11".repeat(32) + "00" + "0002c02b" + "0100" + "0016"
                + "0000000e000c0000096c6f63616c686f7374" + "00170000";
        Conversation conversation = Conversation.of(Bytes.ofHex("16 0301 0045" + hello), Bytes.EMPTY);

        String hex = View.hex(conversation.events().get(0));

        assertThat(hex).isEqualTo("""
                0000  01 00 00 41              client_hello (1), 65 bytes
                0004  03 03                    client_hello.legacy_version = TLSv1.2 (0x0303)
                0006  11 11 11 11 11 11 11 11  client_hello.random = 32 bytes
                000e  11 11 11 11 11 11 11 11
                0016  11 11 11 11 11 11 11 11
                001e  11 11 11 11 11 11 11 11
                0026  00                       client_hello.legacy_session_id.length = 0
                0027  00 02                    client_hello.cipher_suites.length = 2
                0029  c0 2b                    client_hello.cipher_suites[0] = TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (0xc02b)
                002b  01                       client_hello.legacy_compression_methods.length = 1
                002c  00                       client_hello.legacy_compression_methods[0] = NULL (0)
                002d  00 16                    client_hello.extensions.length = 22
                002f  00 00 00 0e              client_hello.extensions[0] = server_name (0), 14 bytes
                0033  00 0c                    client_hello.extensions[0].server_name.server_name_list.length = 12
                0035  00                       client_hello.extensions[0].server_name.server_name_list[0].name_type = host_name (0)
                0036  00 09                    client_hello.extensions[0].server_name.server_name_list[0].host_name.length = 9
                0038  6c 6f 63 61 6c 68 6f 73  client_hello.extensions[0].server_name.server_name_list[0].host_name = localhost
                0040  74
                0041  00 17 00 00              client_hello.extensions[1] = extended_main_secret (23), 0 bytes
                """);
        assertThat(View.text(conversation, ViewOptions.DEFAULT.withHex(true)))
                .contains("    0041  00 17 00 00              client_hello.extensions[1] = ");
    }

    @Test
    void everyByteOfEveryMessageStandsThereOnce() {
        for (Conversation conversation : List.of(Talks.mutual12(), Talks.retry(), Talks.refused12())) {
            for (ConversationEvent event : conversation.events()) {
                if (event instanceof ConversationEvent.HandshakeEvent message) {
                    StringBuilder shown = new StringBuilder();
                    View.hex(event).lines().forEach(line -> {
                        assertThat(Integer.parseInt(line.substring(0, 4), 16)).isEqualTo(shown.length() / 2);
                        Matcher bytes = Pattern.compile("^.{4}((?: {1,2}[0-9a-f]{2}(?= |$)){0,16})")
                                .matcher(line);
                        assertThat(bytes.find()).isTrue();
                        shown.append(bytes.group(1).replace(" ", ""));
                    });
                    assertThat(shown).hasToString(message.bytes().toHex());
                }
            }
        }
    }

    @Test
    void whatAPeerSendsCannotMoveTheCursor() {
        String name = "\u001b[31m\r\nforged: line";
        String hex = Bytes.ofText(name).toHex();
        int length = name.length();
        String extension = "0000%04x%04x00%04x%s".formatted(length + 5, length + 3, length, hex);
        String body = "0303" + "11".repeat(32) + "00" + "0002c02b" + "0100" + "%04x".formatted(length + 9) + extension;
        String hello = "010000%02x".formatted(body.length() / 2) + body;
        Conversation conversation =
                Conversation.of(Bytes.ofHex("16 0301 00%02x".formatted(hello.length() / 2) + hello), Bytes.EMPTY);

        assertThat(conversation.serverName()).hasValue("\\x1b[31m\\x0d\\x0aforged: line");
        for (String view : new String[] {
            View.text(conversation), View.ladder(conversation), View.summary(conversation), View.json(conversation)
        }) {
            assertThat(view).contains("\\x1b[31m").doesNotContain("\u001b").doesNotContain("\nforged");
        }
    }

    private static Conversation hidden(int records) {
        return Conversation.of(Bytes.ofHex("17 0303 0001 aa".repeat(records)), Bytes.EMPTY);
    }
}
