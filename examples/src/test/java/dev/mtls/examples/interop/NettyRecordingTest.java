package dev.mtls.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.core.ClientAuth;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.live.Recorder;
import dev.mtls.testkit.TestPki;
import io.netty.bootstrap.Bootstrap;
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
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Netty's JDK provider over recorded contexts: the same handshake, seen from both ends. */
@Timeout(60)
class NettyRecordingTest {
    private final TestPki pki = TestPki.create();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

    @AfterEach
    void stop() throws InterruptedException {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.3, false"})
    void bothEndsOfNettyTellTheSame(String version, boolean withCertificate) throws Exception {
        BlockingQueue<Conversation> atClients = new LinkedBlockingQueue<>();
        BlockingQueue<Conversation> atServers = new LinkedBlockingQueue<>();
        SSLContext client = Recorder.builder()
                .onConversation(atClients::add)
                .build()
                .record((withCertificate ? pki.clientContext(pki.client("alice")) : pki.clientContext()).sslContext());
        SSLContext server = Recorder.builder()
                .onConversation(atServers::add)
                .build()
                .record(pki.serverContext(pki.server(), ClientAuth.OPTIONAL).sslContext());

        CompletableFuture<String> said = new CompletableFuture<>();
        Channel listening = listen(context(server, false, version));
        Channel connected = connect(context(client, true, version), (InetSocketAddress) listening.localAddress(), said);
        SslHandler handler = connected.pipeline().get(SslHandler.class);
        handler.handshakeFuture().sync();
        assertThat(handler.applicationProtocol()).isEqualTo("mtls");
        assertThat(handler.engine().getSession().getProtocol()).isEqualTo(version);
        connected.writeAndFlush(connected.alloc().buffer().writeBytes("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(said.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        connected.closeFuture().sync();
        listening.close().sync();

        Conversation atServer = atServers.poll(20, TimeUnit.SECONDS);
        Conversation atClient = atClients.poll(20, TimeUnit.SECONDS);
        assertThat(atClient).isNotNull().isEqualTo(atServer);
        assertThat(atClient.problems()).isEmpty();
        if (version.equals("TLSv1.2")) {
            assertThat(atClient.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(atClient.clientAuth().presented()).contains(withCertificate);
        }
    }

    private static SslContext context(SSLContext context, boolean client, String version) {
        return new JdkSslContext(
                context,
                client,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        List.of("mtls")),
                client ? io.netty.handler.ssl.ClientAuth.NONE : io.netty.handler.ssl.ClientAuth.OPTIONAL,
                new String[] {version},
                false);
    }

    private Channel listen(SslContext context) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Echo());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private Channel connect(SslContext context, InetSocketAddress to, CompletableFuture<String> said)
            throws InterruptedException {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        context.newHandler(channel.alloc(), "localhost", to.getPort()),
                                        new Heard(said));
                    }
                })
                .connect(to)
                .sync()
                .channel();
    }

    private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            context.writeAndFlush(message.retain());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent) {
                context.close();
            }
        }
    }

    /** Hears the answer, says good bye and stays to hear the other's: who just closes never sees the last record. */
    private static final class Heard extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<String> said;

        Heard(CompletableFuture<String> said) {
            this.said = said;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            said.complete(message.toString(StandardCharsets.UTF_8));
            context.pipeline().get(SslHandler.class).closeOutbound();
        }
    }
}
