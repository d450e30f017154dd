package dev.mtls.core;

import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One connection between two contexts, through memory, and how it ended. Client and host are always the same to JSSE's session cache. */
record EnginePair(SSLEngine client, SSLEngine server, EngineHandshake.Result result) {

    private static final String MARK = "mark";

    static EnginePair connect(MtlsContext client, MtlsContext server) {
        return connect(client.sslContext(), server.sslContext());
    }

    static EnginePair connect(SSLContext client, SSLContext server) {
        return connect(client, "localhost", none -> {}, server, none -> {});
    }

    /** A client that calls a host; one with a dot in its name is asked for as a server name. */
    static EnginePair connect(MtlsContext client, String host, MtlsContext server) {
        return connect(client.sslContext(), host, none -> {}, server.sslContext(), none -> {});
    }

    static EnginePair connect(
            SSLContext client,
            String host,
            Consumer<SSLEngine> onClient,
            SSLContext server,
            Consumer<SSLEngine> onServer) {
        SSLEngine serving = server.createSSLEngine();
        serving.setUseClientMode(false);
        onServer.accept(serving);
        SSLEngine calling = client.createSSLEngine(host, 443);
        calling.setUseClientMode(true);
        onClient.accept(calling);
        EngineHandshake.Result result = new EngineHandshake(calling, serving).run();
        return new EnginePair(calling, serving, result);
    }

    boolean completed() {
        return result.completed();
    }

    /** A session that is resumed keeps the values that were put into it: the next connection tells by this one whether it was. */
    EnginePair marked() {
        client.getSession().putValue(MARK, "");
        return this;
    }

    boolean resumed() {
        return completed() && client.getSession().getValue(MARK) != null;
    }

    String serverName() throws SSLPeerUnverifiedException {
        return client.getSession().getPeerPrincipal().getName();
    }

    String clientName() throws SSLPeerUnverifiedException {
        return server.getSession().getPeerPrincipal().getName();
    }

    String protocol() {
        return client.getSession().getProtocol();
    }
}
