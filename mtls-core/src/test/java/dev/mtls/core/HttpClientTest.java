package dev.mtls.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The JDK's HTTP client and server over our contexts. */
class HttpClientTest {

    private static final TestCertificates PKI = new TestCertificates("CN=Test CA");

    private static int get(HttpClient http, MtlsContext server) throws Exception {
        HttpsServer serving = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serving.setHttpsConfigurator(new HttpsConfigurator(server.sslContext()));
        serving.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        serving.start();
        try {
            URI uri = URI.create("https://localhost:" + serving.getAddress().getPort() + "/");
            HttpResponse<Void> response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            return response.statusCode();
        } finally {
            serving.stop(0);
        }
    }

    private static MtlsContext client(TlsVersions versions) {
        return MtlsContext.client()
                .trust(PKI.trust())
                .identity(PKI.client("CN=alice"))
                .versions(versions)
                .build();
    }

    private static MtlsContext server(TlsVersions versions) {
        return MtlsContext.server()
                .identity(PKI.server())
                .trust(PKI.trust())
                .versions(versions)
                .build();
    }

    @Test
    void isServedWithItsCertificate() throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(client(TlsVersions.defaults()).sslContext())
                .build();
        assertThat(get(http, server(TlsVersions.only(TlsVersion.TLS_1_3)))).isEqualTo(204);
    }

    @Test
    void doesNotFallBackToAVersionOffThePin() {
        MtlsContext client = client(TlsVersions.only(TlsVersion.TLS_1_3));
        HttpClient http =
                HttpClient.newBuilder().sslContext(client.sslContext()).build();
        assertThatThrownBy(() -> get(http, server(TlsVersions.only(TlsVersion.TLS_1_2))))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void parametersOfItsCallerDoNotLoseThePin() {
        MtlsContext client = client(TlsVersions.only(TlsVersion.TLS_1_3));
        SSLParameters attack = new SSLParameters();
        attack.setProtocols(new String[] {"TLSv1.2"});
        HttpClient http = HttpClient.newBuilder()
                .sslContext(client.sslContext())
                .sslParameters(attack)
                .build();
        assertThatThrownBy(() -> get(http, server(TlsVersions.defaults()))).isInstanceOf(SSLException.class);
    }

    @Test
    void emptyParametersLeaveThePin() throws Exception {
        MtlsContext client = client(TlsVersions.only(TlsVersion.TLS_1_3));
        HttpClient http = HttpClient.newBuilder()
                .sslContext(client.sslContext())
                .sslParameters(new SSLParameters())
                .build();
        assertThat(get(http, server(TlsVersions.defaults()))).isEqualTo(204);
    }
}
