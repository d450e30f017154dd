package dev.mtls.core;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** A client and a server of our contexts that shook hands in memory, whatever came of it. */
record TalkingPair(SSLEngine client, SSLEngine server, EngineHandshake.Result result) {

    static TalkingPair of(MtlsContext client, MtlsContext server) {
        SSLEngine serving = server.sslContext().createSSLEngine();
        serving.setUseClientMode(false);
        SSLEngine calling = client.sslContext().createSSLEngine("localhost", 443);
        calling.setUseClientMode(true);
        return new TalkingPair(calling, serving, new EngineHandshake(calling, serving).run());
    }

    boolean completed() {
        return result.completed();
    }

    /** All that one side said of it, the causes below included. */
    static String story(SSLException error) {
        StringBuilder story = new StringBuilder();
        for (Throwable e = error; e != null; e = e.getCause()) {
            story.append(e).append('\n');
        }
        return story.toString();
    }
}
