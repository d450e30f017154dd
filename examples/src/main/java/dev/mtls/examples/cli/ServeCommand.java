package dev.mtls.examples.cli;

import dev.mtls.core.ClientAuth;
import dev.mtls.core.Identity;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import dev.mtls.testkit.EchoServer;
import dev.mtls.testkit.ServedConnection;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mtls serve}: a server to try clients against, which says of each what it saw. */
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Runs a TLS server for trying out clients. It says back what it is told, or speaks HTTP with --http.",
            "",
            "The first line printed is 'listening on ADDRESS:PORT'; then one line for each connection, refused ones too. Stop it with ctrl-c.",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    IdentityOptions identity = new IdentityOptions();

    @Option(names = "--ca", paramLabel = "FILE", description = "Whose clients are trusted: CA certificates, PEM.")
    @Nullable
    Path ca;

    @Option(
            names = "--client-auth",
            paramLabel = "MODE",
            converter = ClientAuthConverter.class,
            description =
                    "Whether clients are asked for a certificate: none, optional, required, or any (asked for, and taken without verification). Default: required with --ca, none without.")
    @Nullable
    ClientAuth clientAuth;

    @Option(
            names = "--tls",
            paramLabel = "VERSIONS",
            converter = TlsVersionsConverter.class,
            description = "TLS versions to speak: 1.2, 1.3 or 1.2,1.3. Default: both.")
    @Nullable
    TlsVersions versions;

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            split = ",",
            description = "Application protocols to agree to, the preferred one first.")
    List<String> alpn = List.of();

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    String bind = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on. Default: 0, any that is free.")
    int port;

    @Option(
            names = "--http",
            description =
                    "Answer HTTP requests: 'Welcome CN' to a verified client, 'SSL client verification failed' (status 403) to others; /json tells everything the server saw.")
    boolean http;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write what was said to this pcapng file, each connection when it ends.")
    @Nullable
    Path capture;

    @Option(names = "--once", paramLabel = "N", description = "Stop after N connections.")
    @Nullable
    Integer once;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Identity own = identity.identity()
                .orElseThrow(() -> ProgramException.usage("--cert is missing: a server needs a certificate"));
        if (once != null && once < 1) {
            throw ProgramException.usage("--once " + once + ": a number from 1 on");
        }
        ClientAuth mode = mode();
        InetAddress address = address();
        CountDownLatch rest = new CountDownLatch(once == null ? Integer.MAX_VALUE : once);
        try (CaptureFile file = CaptureFile.create(capture)) {
            EchoServer.Builder builder = EchoServer.builder()
                    .identity(own)
                    .trust(ca == null ? Trust.noClients() : Trusted.pem(ca))
                    .clientAuth(mode)
                    .alpn(alpn.toArray(String[]::new))
                    .http(http)
                    .bind(address)
                    .port(port)
                    .onConnection(this::decided)
                    .onClosed(connection -> {
                        connection.conversation().ifPresent(file::add);
                        rest.countDown();
                    });
            if (versions != null) {
                builder.versions(versions);
            }
            try (EchoServer server = start(builder)) {
                Findings.tell(console, server.context().findings());
                console.line("listening on " + text(server.address()));
                rest.await();
            }
        }
        return Exit.OK;
    }

    private EchoServer start(EchoServer.Builder builder) {
        try {
            return builder.start();
        } catch (UncheckedIOException notBound) {
            throw ProgramException.usage(
                    "--bind " + bind + ", --port " + port + ": " + notBound.getMessage(), notBound);
        }
    }

    private ClientAuth mode() {
        if (clientAuth == null) {
            return ca == null ? ClientAuth.NONE : ClientAuth.REQUIRED;
        }
        if (ca == null && (clientAuth == ClientAuth.OPTIONAL || clientAuth == ClientAuth.REQUIRED)) {
            throw ProgramException.usage("--client-auth " + ClientAuthConverter.name(clientAuth)
                    + ": --ca is missing: without a CA no client certificate can be verified");
        }
        return clientAuth;
    }

    private InetAddress address() {
        if (port < 0 || port > 65535) {
            throw ProgramException.usage("--port " + port + ": a number from 0 to 65535");
        }
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (!address.isLoopbackAddress()) {
                console.note("note: " + bind + " can be reached from other machines");
            }
            return address;
        } catch (UnknownHostException unknown) {
            throw ProgramException.usage("--bind " + bind + ": there is no such address", unknown);
        }
    }

    private void decided(ServedConnection connection) {
        synchronized (console) {
            console.line(text(connection.remote()) + "  " + ServerView.line(connection));
        }
    }

    private static String text(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    }
}
