package dev.mtls.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ContextBuilder;
import dev.mtls.core.Enforcement;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.TlsVersion;
import dev.mtls.core.TlsVersions;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.TestPki;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipe: a context in Netty and in Jetty. Whatever they set on its engines, nobody gets in without a certificate or off the pin. */
@Timeout(60)
class FrameworkPolicyTest {
    private final TestPki pki = TestPki.create();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

    @AfterEach
    void stop() throws InterruptedException {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    private <B extends ContextBuilder<B>> MtlsContext build(B builder, Cell cell) {
        B pinned = builder.versions(TlsVersions.only(cell.version)).enforcement(cell.enforcement);
        return (cell.recorded ? pinned.contextFactory(Recorder.create()::newContext) : pinned).build();
    }

    private MtlsContext server(Cell cell) {
        return build(MtlsContext.server().identity(pki.server().identity()).trust(pki.trust()), cell);
    }

    private MtlsContext alice() {
        return MtlsContext.client()
                .trust(pki.trust())
                .identity(pki.client("alice").identity())
                .build();
    }

    record Cell(TlsVersion version, Enforcement enforcement, boolean recorded, String way, boolean survives) {

        TlsVersions other() {
            return TlsVersions.only(version == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2);
        }
    }

    private static Stream<Cell> cells(String way, boolean survives) {
        return Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                .flatMap(version -> Arrays.stream(Enforcement.values())
                        .flatMap(enforcement -> Stream.of(true, false)
                                .map(recorded -> new Cell(version, enforcement, recorded, way, survives))));
    }

    static Stream<Cell> inNetty() {
        return Stream.of(cells("NONE", true), cells("REQUIRE", true), cells("OPTIONAL", false))
                .flatMap(s -> s);
    }

    static Stream<Cell> inJetty() {
        return Stream.of(
                        cells("as it is", false),
                        cells("need", true),
                        cells("want", false),
                        cells("all versions and suites", false))
                .flatMap(s -> s);
    }

    /** Whether a client is answered: a line of HTTP is an answer of Jetty, and of the echo. */
    private static boolean served(MtlsContext client, int port) {
        try (SSLSocket socket = (SSLSocket) client.sslSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes("US-ASCII"));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void assertHeld(Cell cell, int port) {
        assertThat(served(pki.clientContext(), port)).as("anonymous").isFalse();
        assertThat(served(alice().toBuilder().versions(cell.other()).build(), port))
                .as("off the pin")
                .isFalse();
        if (cell.survives || cell.enforcement == Enforcement.STRICT) {
            assertThat(served(alice(), port)).as("alice").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("inNetty")
    void nettyLosesNothing(Cell cell) throws Exception {
        SslContext context = new JdkSslContext(server(cell).sslContext(), false, ClientAuth.valueOf(cell.way));
        Channel listening = listen(context);
        assertHeld(cell, ((InetSocketAddress) listening.localAddress()).getPort());
        listening.close().sync();
    }

    /** Netty makes a context of its own of our managers; it asks what it was told to, and they hold what they can. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nettyTakesTheManagers(boolean weakened) throws Exception {
        Cell cell = new Cell(TlsVersion.TLS_1_3, Enforcement.DEFAULT, false, "managers", !weakened);
        MtlsContext server = server(cell);
        SslContext context = SslContextBuilder.forServer(server.keyManager().orElseThrow())
                .trustManager(server.trustManager())
                .protocols(List.of("TLSv1.2", "TLSv1.3"))
                .clientAuth(weakened ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE)
                .build();
        Channel listening = listen(context);
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        assertHeld(cell, port);
        if (!weakened) {
            server.update(TestPki.create().trust());
            assertThat(served(alice(), port)).as("no longer trusted").isFalse();
            server.update(pki.trust());
            assertThat(served(alice(), port)).as("trusted again").isTrue();
        }
        listening.close().sync();
    }

    private Channel listen(SslContext context) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Answer());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            context.writeAndFlush(message.retain());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @ParameterizedTest
    @MethodSource("inJetty")
    void jettyLosesNothing(Cell cell) throws Exception {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(server(cell).sslContext());
        way(cell.way).accept(factory);
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty, factory);
        connector.setHost("localhost");
        jetty.addConnector(connector);
        jetty.setHandler(new org.eclipse.jetty.server.Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        });
        jetty.start();
        try {
            assertHeld(cell, connector.getLocalPort());
        } finally {
            jetty.stop();
        }
    }

    private static Consumer<SslContextFactory.Server> way(String name) {
        return switch (name) {
            case "need" -> factory -> factory.setNeedClientAuth(true);
            case "want" -> factory -> factory.setWantClientAuth(true);
            case "all versions and suites" ->
                factory -> {
                    factory.setExcludeProtocols();
                    factory.setExcludeCipherSuites();
                    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
                    factory.setIncludeCipherSuites(".*");
                };
            default -> factory -> {};
        };
    }
}
