package dev.mtls.parser.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** A tap that forgets a method gives the JDK's default answer for it: this fails when a JDK has one we do not know. */
class DelegationTest {

    @Test
    void theEngineAnswersEverything() {
        assertThat(notOverridden(RecordingEngine.class, SSLEngine.class)).isEmpty();
    }

    @Test
    void theContextAnswersEverything() {
        assertThat(notOverridden(RecordingContext.Spi.class, SSLContextSpi.class))
                .isEmpty();
    }

    @Test
    void theFactoriesAnswerEverything() {
        assertThat(notOverridden(RecordingSocketFactory.class, SSLSocketFactory.class, SocketFactory.class))
                .isEmpty();
        assertThat(notOverridden(
                        RecordingServerSocketFactory.class, SSLServerSocketFactory.class, ServerSocketFactory.class))
                .isEmpty();
    }

    @Test
    void theTransportAnswersEverything() {
        assertThat(notOverridden(RecordingSocket.class, Socket.class)).isEmpty();
    }

    @Test
    void theDeferredSocketAnswersEverythingOfTls() {
        assertThat(notOverridden(DeferredSocket.class, SSLSocket.class)).isEmpty();
    }

    @Test
    void theDeferredSocketIsItsOwnTcpSocketWhereTlsHasNoSay() {
        assertThat(notOverridden(DeferredSocket.class, Socket.class))
                .isEqualTo(words("bind getInetAddress getLocalAddress getPort getLocalPort getRemoteSocketAddress "
                        + "getLocalSocketAddress getChannel setTcpNoDelay getTcpNoDelay setSoLinger getSoLinger "
                        + "setSoTimeout getSoTimeout setSendBufferSize getSendBufferSize setReceiveBufferSize "
                        + "getReceiveBufferSize setKeepAlive getKeepAlive setTrafficClass getTrafficClass "
                        + "setReuseAddress getReuseAddress isConnected isBound setPerformancePreferences "
                        + "setOption getOption supportedOptions"));
    }

    @Test
    void theListeningSocketAnswersEverythingOfTlsAndListensItself() {
        assertThat(notOverridden(RecordingServerSocket.class, SSLServerSocket.class))
                .isEmpty();
        assertThat(notOverridden(RecordingServerSocket.class, ServerSocket.class))
                .isEqualTo(words("bind getInetAddress getLocalPort getLocalSocketAddress close getChannel isBound "
                        + "isClosed setSoTimeout getSoTimeout setReuseAddress getReuseAddress setReceiveBufferSize "
                        + "getReceiveBufferSize setPerformancePreferences setOption getOption supportedOptions"));
    }

    private static Set<String> words(String names) {
        return new TreeSet<>(Arrays.asList(names.split(" ")));
    }

    private static Set<String> notOverridden(Class<?> tap, Class<?>... contracts) {
        Set<String> missing = new TreeSet<>();
        Stream.of(contracts)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(DelegationTest::isOverridable)
                .filter(method -> !declares(tap, method))
                .forEach(method -> missing.add(method.getName()));
        return missing;
    }

    private static boolean isOverridable(Method method) {
        int modifiers = method.getModifiers();
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers))
                && !Modifier.isStatic(modifiers)
                && !Modifier.isFinal(modifiers)
                && !method.isSynthetic();
    }

    private static boolean declares(Class<?> tap, Method method) {
        try {
            tap.getDeclaredMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
