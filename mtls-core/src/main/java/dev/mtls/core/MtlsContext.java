package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Refusal;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/** An {@code SSLContext} that does exactly what was written. Immutable. */
public final class MtlsContext {

    private MtlsContext() {}

    /** Begins a context for clients. */
    public static ClientBuilder.NeedsTrust client() {
        return new ClientBuilder.NeedsTrust();
    }

    /** Begins a context for servers. */
    public static ServerBuilder.NeedsIdentity server() {
        return new ServerBuilder.NeedsIdentity();
    }

    public SSLContext sslContext() {
        throw new UnsupportedOperationException();
    }

    public List<Finding> findings() {
        throw new UnsupportedOperationException();
    }

    public String describe() {
        throw new UnsupportedOperationException();
    }

    public List<Refusal> refusals() {
        throw new UnsupportedOperationException();
    }

    public Optional<Refusal> refusalOf(SSLEngine connection) {
        throw new UnsupportedOperationException();
    }

    public Optional<Refusal> refusalOf(SSLSocket connection) {
        throw new UnsupportedOperationException();
    }

    public ContextBuilder<?> toBuilder() {
        throw new UnsupportedOperationException();
    }
}
