package dev.mtls.parser.live;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketAddress;
import java.security.AlgorithmConstraints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** All that an object answers to questions without arguments, so that two objects can be compared. */
final class Answers {
    /** Differ from one connection to the next, or take something away. */
    private static final Set<String> NOT_ASKED = Set.of(
            "getDelegatedTask",
            "hashCode",
            "toString",
            "getClass",
            "getHandshakeApplicationProtocolSelector",
            "getLocalPort",
            "getLocalSocketAddress",
            "getRemoteSocketAddress",
            "getPort",
            "getChannel",
            "notify",
            "notifyAll",
            "accept");

    private Answers() {}

    static Map<String, String> of(SSLEngine engine) {
        return ask(engine, SSLEngine.class);
    }

    static Map<String, String> of(SSLSocket socket) {
        return ask(socket, SSLSocket.class);
    }

    /** Without its session, for which a connected socket would shake hands. */
    static Map<String, String> withoutHandshake(SSLSocket socket) {
        return ask(socket, SSLSocket.class, "getSession");
    }

    static Map<String, String> of(SSLServerSocket socket) {
        return ask(socket, SSLServerSocket.class);
    }

    private static Map<String, String> ask(Object object, Class<?> type, String... except) {
        Map<String, String> answers = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            boolean asks = name.startsWith("get") || name.startsWith("is") || name.startsWith("supported");
            if (asks
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && !NOT_ASKED.contains(name)
                    && !Arrays.asList(except).contains(name)) {
                try {
                    answers.put(name, text(method.invoke(object)));
                } catch (InvocationTargetException e) {
                    answers.put(name, e.getCause().toString());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return answers;
    }

    /** One line for each answer that is not the same. */
    static List<String> differences(List<Map<String, String>> one, List<Map<String, String>> other) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            Map<String, String> left = i < one.size() ? one.get(i) : Map.of();
            Map<String, String> right = i < other.size() ? other.get(i) : Map.of();
            Set<String> names = new TreeSet<>(left.keySet());
            names.addAll(right.keySet());
            for (String name : names) {
                if (!String.valueOf(left.get(name)).equals(right.get(name))) {
                    differences.add(i + " " + name + ": " + left.get(name) + " | " + right.get(name));
                }
            }
        }
        return differences;
    }

    static String text(Object answer) {
        if (answer instanceof Object[] several) {
            String all = Arrays.toString(several);
            return several.length < 6 ? all : several.length + " entries #" + Integer.toHexString(all.hashCode());
        }
        if (answer instanceof SSLParameters p) {
            return Stream.of(
                            p.getCipherSuites(),
                            p.getProtocols(),
                            p.getApplicationProtocols(),
                            p.getNeedClientAuth(),
                            p.getWantClientAuth(),
                            p.getEndpointIdentificationAlgorithm(),
                            p.getServerNames(),
                            p.getSNIMatchers() == null
                                    ? null
                                    : p.getSNIMatchers().size(),
                            p.getUseCipherSuitesOrder(),
                            p.getEnableRetransmissions(),
                            p.getMaximumPacketSize(),
                            p.getAlgorithmConstraints())
                    .map(Answers::text)
                    .toList()
                    .toString();
        }
        if (answer instanceof SSLSession s) {
            return s.getProtocol() + " " + s.getCipherSuite() + " " + s.getPeerHost() + " " + s.isValid();
        }
        if (answer instanceof AlgorithmConstraints || answer instanceof SocketAddress || isStream(answer)) {
            return answer.getClass().getSimpleName();
        }
        return String.valueOf(answer);
    }

    private static boolean isStream(Object answer) {
        return answer instanceof java.io.InputStream || answer instanceof java.io.OutputStream;
    }
}
