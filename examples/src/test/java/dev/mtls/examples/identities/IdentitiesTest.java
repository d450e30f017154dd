package dev.mtls.examples.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.Trust;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe: one server for several hosts, and a client with another identity for each of its servers. */
class IdentitiesTest {

    @TempDir
    Path pem;

    private final TestPki pki = TestPki.create();

    @Test
    void aServerForSeveralHosts() throws Exception {
        pki.server("shop.example").writeTo(pem, "shop");
        pki.server("bank.example", "*.bank.example").writeTo(pem, "bank");
        Identity shop = Identity.pem(pem.resolve("shop.pem"), pem.resolve("shop-key.pem"));
        Identity bank = Identity.pem(pem.resolve("bank.pem"), pem.resolve("bank-key.pem"));

        // snippet: names
        MtlsContext server = MtlsContext.server()
                .identity(shop) // also for clients that ask for no name
                .trust(Trust.noClients())
                .moreIdentities(bank)
                .refuseUnknownServerNames()
                .build();
        // end

        MtlsContext client =
                MtlsContext.client().trust(pki.trust()).noIdentity().build();
        assertThat(connect(client, "shop.example", server)).startsWith("shop.example: served to nobody");
        assertThat(connect(client, "www.bank.example", server)).startsWith("bank.example: served to nobody");
        assertThat(connect(client, "unknown.example", server)).contains("unrecognized_name");
    }

    @Test
    void anIdentityForEachServer() throws Exception {
        Identity me = pki.client("me").identity();
        Identity account = pki.client("account 4711").identity();
        MtlsContext server = MtlsContext.server()
                .identity(pki.server("shop.example").identity())
                .trust(pki.trust())
                .clientAuth(ClientAuth.OPTIONAL)
                .moreIdentities(pki.server("bank.example").identity())
                .build();

        // snippet: hosts
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .identity(me)
                .identityFor("bank.example", account) // and to no other host
                .build();
        // end

        assertThat(connect(client, "shop.example", server)).startsWith("shop.example: served to me");
        assertThat(connect(client, "bank.example", server)).startsWith("bank.example: served to account 4711");
    }

    @Test
    void whyAClientStaysSilent() throws Exception {
        MtlsContext server = MtlsContext.server()
                .identity(pki.server("shop.example").identity())
                .trust(pki.trust())
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        MtlsContext client = MtlsContext.client()
                .trust(pki.trust())
                .identity(pki.untrusted().client("mallory").identity())
                .build();
        assertThat(connect(client, "shop.example", server)).startsWith("shop.example: served to nobody");

        // snippet: why
        client.identityChoices().forEach(System.out::println);
        // end

        assertThat(client.identityChoices())
                .singleElement()
                .satisfies(choice -> assertThat(choice.toString())
                        .startsWith("no identity: none would do; not CN=mallory: its issuer ")
                        .endsWith("is not the authority that the server names"));
    }

    /** Who served, and whom it took the client for; or the error that the client met. */
    private static String connect(MtlsContext client, String host, MtlsContext server) throws Exception {
        try (ServerSocket listening = server.sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket raw = new Socket(listening.getInetAddress(), listening.getLocalPort());
                SSLSocket calling =
                        (SSLSocket) client.sslContext().getSocketFactory().createSocket(raw, host, 443, true)) {
            CompletableFuture<String> peer = CompletableFuture.supplyAsync(() -> serve(listening));
            calling.startHandshake();
            String served = commonName(calling.getSession().getPeerPrincipal().getName());
            calling.getOutputStream().write('\n');
            return served + ": served to " + peer.get(20, TimeUnit.SECONDS);
        } catch (SSLException e) {
            return e.toString();
        }
    }

    private static String serve(ServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            socket.getInputStream().read();
            return commonName(socket.getSession().getPeerPrincipal().getName());
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        } catch (IOException e) {
            return "no connection";
        }
    }

    private static String commonName(String subject) {
        return subject.replaceFirst("^CN=", "").replaceFirst(",.*", "");
    }
}
