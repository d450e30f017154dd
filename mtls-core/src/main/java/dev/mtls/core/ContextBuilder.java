package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.CoreLog;
import dev.mtls.core.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
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

    Clock clock = Clock.systemUTC();

    /** Null: thirty days, or a third of a shorter life. */
    @Nullable
    Duration expiryWarning;

    final Set<String> accepted = new LinkedHashSet<>();

    boolean acceptsAll;

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

    /**
     * What time it is, for all that core itself decides by the time; the system's clock in UTC when this is not called. It is asked at
     * {@link #build()} and for as long as the context is used, from any thread. JSSE's own look at a peer's dates does not ask it.
     */
    public B clock(Clock clock) {
        this.clock = clock;
        return self();
    }

    /**
     * How long before the end of a certificate's life it is found to be {@code certificate-expiring}, whether of the identity, of an issuer
     * in its chain or of a trusted authority. Not called: thirty days, or a third of its life where that is less. Read at {@link #build()}.
     *
     * @param ahead zero for no such warning
     * @throws IllegalArgumentException when it is negative
     */
    public B expiryWarning(Duration ahead) {
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("expiryWarning: found " + ahead + ", expected zero or more");
        }
        this.expiryWarning = ahead;
        return self();
    }

    /** Options that weaken what a context does; each is warned of in the log when a context is built, and leaves a finding {@code dangerous-option}. */
    public abstract Dangerous<B> dangerous();

    /**
     * Builds the context.
     *
     * @throws MtlsConfigurationException when a finding is an error and its id was not accepted by name
     */
    public MtlsContext build() {
        MtlsContext built = MtlsContext.of(this);
        for (Finding finding : built.findings()) {
            if (finding.id().equals(PreflightChecks.DANGEROUS)) {
                CoreLog.log().warn("{}", finding);
            }
        }
        return built;
    }

    /** A builder like this one. */
    abstract B copy();

    final B copyTo(B copy) {
        ContextBuilder<B> to = copy;
        to.versions = versions;
        to.contextFactory = contextFactory;
        to.clock = clock;
        to.expiryWarning = expiryWarning;
        to.accepted.addAll(accepted);
        to.acceptsAll = acceptsAll;
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

        /**
         * Builds although there are errors with these ids, which stay in the findings as warnings. The list of ids is
         * {@code docs/findings.md}; accepting one that is not found is no mistake.
         *
         * @throws MtlsConfigurationException with id {@code finding-id-unknown} when no error has that id: one that is misspelt would
         *     accept nothing
         */
        public B accept(String... findingIds) {
            for (String id : findingIds) {
                if (!PreflightChecks.ERRORS.contains(id)) {
                    throw new MtlsConfigurationException(Finding.of(
                            "finding-id-unknown",
                            Severity.ERROR,
                            "No error has that id",
                            "found \"" + Names.safe(id) + "\", expected one of "
                                    + String.join(", ", PreflightChecks.ERRORS),
                            "copy the id from the message of the exception; what is no error needs no accepting"));
                }
            }
            builder.accepted.addAll(List.of(findingIds));
            return builder;
        }

        /** Builds whatever errors there are, which stay in the findings as warnings: for a test kit, whose certificates are wrong by intent. */
        public B acceptAllFindings() {
            builder.acceptsAll = true;
            return builder;
        }
    }
}
