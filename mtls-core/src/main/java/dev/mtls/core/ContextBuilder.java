package dev.mtls.core;

import dev.mtls.core.policy.Policy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of clients and servers have in common. A builder is not thread-safe, and may be used again: every context that it
 * builds has session state of its own.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ContextBuilder<B extends ContextBuilder<B>> permits ClientBuilder, ServerBuilder {

    Trust trust;

    @Nullable
    Identity identity;

    TlsVersions versions = TlsVersions.defaults();

    @Nullable
    BiFunction<KeyManager[], TrustManager[], SSLContext> contextFactory;

    final Set<String> accepted = new LinkedHashSet<>();

    ContextBuilder(Trust trust, @Nullable Identity identity) {
        this.trust = trust;
        this.identity = identity;
    }

    abstract B self();

    /** Replaces whom one trusts. */
    public B trust(Trust trust) {
        this.trust = trust;
        return self();
    }

    /** Replaces who one is. */
    public B identity(Identity identity) {
        this.identity = identity;
        return self();
    }

    /** The versions that may be negotiated; TLS 1.2 and 1.3 when this is not called. They hold whatever is set on a connection later. */
    public B versions(TlsVersions versions) {
        this.versions = versions;
        return self();
    }

    /**
     * The one hook: makes the {@code SSLContext} that does the work from the key and trust managers that enforce the policy, in the
     * place of JSSE's own {@code init}. A recorder plugs in here. Policy stays outermost: policy, then what this makes, then JSSE.
     */
    public B contextFactory(BiFunction<KeyManager[], TrustManager[], SSLContext> factory) {
        this.contextFactory = factory;
        return self();
    }

    /** Options that weaken what a context does; each leaves a finding {@code dangerous-option}. */
    public abstract Dangerous<B> dangerous();

    /**
     * Builds the context.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException when a finding is an error and its id was not accepted by name
     */
    public MtlsContext build() {
        return MtlsContext.of(this);
    }

    /** A builder like this one. */
    abstract B copy();

    final B copyTo(B copy) {
        ContextBuilder<B> to = copy;
        to.versions = versions;
        to.contextFactory = contextFactory;
        to.accepted.addAll(accepted);
        return copy;
    }

    abstract ClientAuth clientAuth();

    /** What is checked beside the material itself. */
    abstract void check(PreflightChecks checks);

    abstract Policy policy();

    /**
     * Options that weaken what a context does.
     *
     * @param <B> the builder that they return to
     */
    public abstract static sealed class Dangerous<B extends ContextBuilder<B>>
            permits ClientBuilder.DangerousClient, ServerBuilder.DangerousServer {

        final B builder;

        Dangerous(B builder) {
            this.builder = builder;
        }

        /** Builds although there is an error with this id, which stays in the findings as a warning. */
        public B accept(String findingId) {
            builder.accepted.add(findingId);
            return builder;
        }
    }
}
