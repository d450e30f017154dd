package dev.mtls.parser.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with tshark what OpenSSL, GnuTLS, curl, nginx and the JDK of this machine say to one another. */
class PeersTsharkTest {
    @TempDir
    static Path folder;

    private PeerPrograms programs;
    private PeerRelay relay;
    private int connections;

    @BeforeAll
    static void programsAreThere() throws Exception {
        Tshark.assumeInstalled();
        PeerPrograms.assumeInstalled("openssl");
        new PeerPrograms(folder).makeIdentities();
    }

    @BeforeEach
    void start() throws Exception {
        programs = new PeerPrograms(folder);
        relay = new PeerRelay();
    }

    @AfterEach
    void end() throws Exception {
        relay.close();
        programs.close();
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private void server(String options) throws Exception {
        relay.to(programs.openssl(words(options)));
    }

    /** Runs a client against the relay, {@code PORT} in its command; it says a line and ends. */
    private void client(String command, String input) throws Exception {
        String said =
                programs.run(input, Arrays.asList(words(command.replace("PORT", Integer.toString(relay.port())))));
        assertThatCode(relay::awaitEnd).as(command + "\n" + said).doesNotThrowAnyException();
        connections++;
    }

    private void openssl(String server, String client) throws Exception {
        server(server);
        openssl(client);
    }

    private void openssl(String client) throws Exception {
        client("openssl s_client -connect 127.0.0.1:PORT " + client, "hello\n");
    }

    /** Stays until the server has closed, and so until its tickets have come. */
    private void page(String client) throws Exception {
        client("openssl s_client -connect 127.0.0.1:PORT -ign_eof " + client, "GET / HTTP/1.0\r\n\r\n");
    }

    /** Reads what was said in this test with both, and compares. */
    private Both compared() throws Exception {
        Path file = folder.resolve("said.pcap");
        Files.write(file, relay.pcap());
        Both both = Both.of(file);
        both.agree();
        assertThat(both.conversations()).hasSize(connections);
        return both;
    }

    private static Set<String> readable(Both both) {
        Set<String> types = new TreeSet<>();
        for (Conversation said : both.conversations()) {
            said.events().stream()
                    .filter(HandshakeEvent.class::isInstance)
                    .forEach(e -> types.add(((HandshakeEvent) e).type().name()));
        }
        return types;
    }

    private static Set<String> suites(Both both) {
        Set<String> names = new TreeSet<>();
        both.conversations().forEach(c -> c.cipherSuite().ifPresent(suite -> names.add(suite.name())));
        return names;
    }

    @Test
    void openssl13() throws Exception {
        openssl("-cert ec.pem -tls1_3 -alpn h2,http/1.1 -Verify 1", "-cert client.pem -servername localhost -alpn h2");
        openssl("-alpn http/1.1,h2 -noservername -ciphersuites TLS_CHACHA20_POLY1305_SHA256 -status");
        openssl("-split_send_frag 100 -max_send_frag 512 -cert client.pem");
        openssl("-cert rsa.pem -tls1_3 -groups P-384 -max_send_frag 512", "-groups X25519:P-384");
        server("-cert ec.pem -tls1_3 -www -max_early_data 1000 -recv_max_early_data 1000");
        Files.writeString(programs.file("early.txt"), "early data");
        page("-sess_out session.pem");
        page("-sess_in session.pem");
        page("-sess_in session.pem -early_data early.txt");
        openssl(
                "-nocert -tls1_3 -psk 0102030405060708 -psk_identity someone",
                "-psk 0102030405060708 -psk_identity someone");
        openssl("-cert ec.pem -tls1_2", "-tls1_3");
        Both both = compared();
        assertThat(readable(both)).containsExactly("client_hello", "server_hello");
        assertThat(both.conversations()).anyMatch(c -> c.helloRetry().orElse(false));
        assertThat(both.conversations()).anyMatch(c -> c.resumed().orElse(false));
        assertThat(both.conversations()).allMatch(c -> c.problems().isEmpty());
    }

    @Test
    void openssl12AndBefore() throws Exception {
        openssl("-cert ec.pem -tls1_2 -Verify 1 -CAfile client.crt", "-cert client.pem -servername localhost");
        openssl("-split_send_frag 100 -max_send_frag 512 -cert client.pem");
        openssl(
                "-cert rsa.pem -cipher ALL:@SECLEVEL=0 -tls1_2 -max_send_frag 512 -client_renegotiation",
                "-cipher DHE-RSA-AES128-GCM-SHA256 -sess_out session.pem");
        openssl("-cipher DHE-RSA-AES128-GCM-SHA256 -sess_in session.pem");
        openssl("-cipher AES128-SHA -no_ticket");
        openssl("-cipher ECDHE-RSA-CHACHA20-POLY1305 -alpn h2");
        client("openssl s_client -connect 127.0.0.1:PORT -cipher ECDHE-RSA-AES128-SHA", "R\nhello\n");
        openssl("-cert rsa.pem -cipher ALL:eNULL:@SECLEVEL=0 -tls1_2", "-cipher NULL-SHA256:@SECLEVEL=0");
        openssl("-cipher ADH-AES128-SHA256:@SECLEVEL=0");
        openssl("-cipher AECDH-AES128-SHA:@SECLEVEL=0");
        openssl(
                "-cert rsa.pem -tls1_2 -psk 0102 -psk_hint who? -psk_identity someone -cipher ALL:@SECLEVEL=0",
                "-psk 0102 -psk_identity someone -cipher PSK-AES128-CBC-SHA256:@SECLEVEL=0");
        for (String suite :
                List.of("DHE-PSK-AES128-CBC-SHA256", "ECDHE-PSK-AES128-CBC-SHA256", "RSA-PSK-AES128-CBC-SHA256")) {
            openssl("-psk 0102 -psk_identity someone -cipher " + suite + ":@SECLEVEL=0");
        }
        for (String version : List.of("-tls1_1", "-tls1")) {
            openssl(
                    "-cert rsa.pem " + version + " -cipher ALL:@SECLEVEL=0 -Verify 1",
                    version + " -cipher ALL:@SECLEVEL=0 -cert client.pem");
        }
        openssl("-tls1_2");
        Both both = compared();
        assertThat(readable(both))
                .containsExactlyInAnyOrder(
                        "client_hello",
                        "server_hello",
                        "certificate",
                        "server_key_exchange",
                        "certificate_request",
                        "server_hello_done",
                        "client_key_exchange",
                        "certificate_verify",
                        "new_session_ticket");
        assertThat(suites(both)).hasSizeGreaterThanOrEqualTo(12);
        assertThat(both.conversations()).allMatch(c -> c.problems().isEmpty());
    }

    @Test
    void gnutls() throws Exception {
        PeerPrograms.assumeInstalled("gnutls-cli");
        server("-cert rsa.pem -cipher ALL:@SECLEVEL=0 -alpn h2,http/1.1 -verify 1");
        for (String options : List.of(
                "--priority NORMAL --alpn h2",
                "--priority NORMAL:-GROUP-ALL:+GROUP-SECP521R1 --sni-hostname localhost",
                "--priority SECURE256:-VERS-ALL:+VERS-TLS1.2 --x509certfile client.pem --x509keyfile client.pem",
                "--priority NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA --recordsize 1024",
                "--priority NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:%NO_TICKETS --heartbeat",
                "--priority NORMAL:-VERS-ALL:+VERS-TLS1.1 --ocsp",
                "--priority LEGACY:-VERS-ALL:+VERS-TLS1.0",
                "--priority NORMAL:%DISABLE_TLS13_COMPAT_MODE --waitresumption --resume",
                "--priority NORMAL:-VERS-ALL:+VERS-TLS1.3:+PSK --pskusername someone --pskkey 0102")) {
            client("gnutls-cli --insecure --port PORT " + options + " 127.0.0.1", "hello\n");
            if (options.endsWith("--resume")) {
                relay.awaitEnd();
                connections++;
            }
        }
        Both both = compared();
        assertThat(both.conversations()).allMatch(c -> c.problems().isEmpty());
    }

    @Test
    void curlAndNginx() throws Exception {
        PeerPrograms.assumeInstalled("curl", "nginx");
        Path socket = programs.file("nginx.socket");
        Files.writeString(programs.file("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr notice;
                events {}
                http {
                  access_log off;
                  client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
                  server {
                    listen unix:SOCKET ssl http2;
                    ssl_certificate rsa.pem; ssl_certificate_key rsa.pem;
                    ssl_certificate ec.pem; ssl_certificate_key ec.pem;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    ssl_verify_client optional_no_ca; ssl_client_certificate client.crt;
                    ssl_session_cache builtin;
                    location / { return 200 "Welcome $ssl_client_s_dn\\n"; }
                  }
                }
                """.replace("SOCKET", socket.toString()));
        Process nginx = programs.start(List.of(nginx(), "-p", folder.toString(), "-c", "nginx.conf"));
        var out = nginx.inputReader();
        String line = out.readLine();
        while (line != null && !line.contains("start worker processes") && !line.contains("OS: ")) {
            line = out.readLine();
        }
        assertThat(line).as("nginx starts").isNotNull();
        PeerPrograms.drain(out);
        relay.to(UnixDomainSocketAddress.of(socket));
        for (String options : List.of(
                "--http2",
                "--http1.1 --cert client.pem --tls13-ciphers TLS_AES_128_GCM_SHA256",
                "--tls-max 1.2 --cert client.pem",
                "--tls-max 1.2 --ciphers ECDHE-RSA-AES256-GCM-SHA384 --no-alpn --no-sessionid",
                "--curves P-521")) {
            client("curl -s -k https://localhost:PORT/ --connect-to localhost:PORT:127.0.0.1:PORT " + options, "");
        }
        Both both = compared();
        assertThat(readable(both)).contains("certificate_request", "certificate_verify");
        assertThat(both.conversations()).allMatch(c -> c.problems().isEmpty());
    }

    private static String nginx() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
    }

    @Test
    void theJdk() throws Exception {
        programs.run(
                "",
                Arrays.asList(words("openssl pkcs12 -export -in client.pem -out client.p12 -passout pass:changeit")));
        server("-cert rsa.pem -Verify 1 -alpn h2");
        SSLContext context = context(programs.file("client.p12"));
        List<SSLParameters> offers = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            SSLParameters alpn = new SSLParameters();
            alpn.setProtocols(new String[] {version});
            alpn.setApplicationProtocols(new String[] {"h2", "x\u00ff"});
            offers.add(alpn);
            SSLParameters plain = new SSLParameters();
            plain.setProtocols(new String[] {version});
            offers.add(plain);
        }
        SSLParameters both = new SSLParameters();
        both.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        offers.add(both);
        for (SSLParameters offer : offers) {
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", relay.port())) {
                socket.setSSLParameters(offer);
                socket.getOutputStream().write("hello\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            relay.awaitEnd();
            connections++;
        }
        assertThat(readable(compared())).contains("certificate_request", "certificate_verify", "client_key_exchange");
    }

    private static SSLContext context(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new AnyCertificate()}, new SecureRandom());
        return context;
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
