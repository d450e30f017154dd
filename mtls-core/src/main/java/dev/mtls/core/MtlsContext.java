package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.IdentityChoice;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.PeerVerdict;
import dev.mtls.core.finding.Refusal;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.Material;
import dev.mtls.core.policy.Policy;
import dev.mtls.core.policy.PolicyContext;
import dev.mtls.core.reload.Reload;
import dev.mtls.core.reload.ReloadEvent;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An {@code SSLContext} that does exactly what was written: the versions, the client authentication and a client's check of the host hold
 * on every engine and socket that comes from it, whatever is set on them later. A connection that was weakened fails in its handshake, and why is told by
 * {@link #refusalOf(SSLEngine)}. Thread-safe.
 *
 * <p>This policy never changes. Who one is and whom one trusts may be replaced while the context is in use ({@link #update(Identity)}):
 * connections that are made from then on, also those that an earlier listening socket accepts, are of the new generation. They resume no
 * session of an older one, since JSSE resumes without asking whether its peer is still trusted. Open connections go on.
 *
 * <p>Only a context that polls its sources ({@link ContextBuilder#reload}) has anything to {@link #close}.
 */
public final class MtlsContext implements AutoCloseable {

    /** What the present generation is made from, and what was found in it. */
    record Present(ContextBuilder<?> builder, List<Finding> findings) {}

    private final PolicyContext context;
    private final Object updating = new Object();
    private volatile Present present;
    private @Nullable Reloading reloading;

    private MtlsContext(PolicyContext context, Present present) {
        this.context = context;
        this.present = present;
    }

    /** Begins a context for clients: whom do I trust, then who am I. */
    public static ClientBuilder.NeedsTrust client() {
        return new ClientBuilder.NeedsTrust();
    }

    /** Begins a context for servers: who am I, then whom do I trust. */
    public static ServerBuilder.NeedsIdentity server() {
        return new ServerBuilder.NeedsIdentity();
    }

    static MtlsContext of(ContextBuilder<?> builder) {
        ContextBuilder<?> copy = builder.copy();
        Policy policy = copy.policy();
        OfferChecks.require(copy.connections, policy.versions());
        if (copy.reload != null) {
            copy.origins().requireReloadable();
        }
        Present first = new Present(copy, judged(found(copy), copy));
        try {
            MtlsContext built = new MtlsContext(
                    PolicyContext.create(policy, material(copy), copy.clock, copy.contextFactory), first);
            if (copy.reload != null) {
                built.poll(copy.reload, copy.clock);
            }
            return built;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /** Whoever holds on to the {@code SSLContext} alone wants it reloaded too. */
    private void poll(Reload options, Clock clock) {
        Reloading begun = new Reloading(this, options, clock);
        reloading = begun;
        context.keepsAlive(begun);
        ReloadThread.add(begun);
    }

    private static MtlsConfigurationException unusable(GeneralSecurityException cause) {
        return new MtlsConfigurationException(
                Finding.of(
                        "context-unusable",
                        Severity.ERROR,
                        "JSSE cannot make a context",
                        "found " + cause.getMessage() + ", expected an SSLContext",
                        "look at the cause of this exception"),
                cause);
    }

    private static Material material(ContextBuilder<?> builder) {
        return new Material(builder.keysAndChains(), builder.trust.trusted());
    }

    static List<Finding> found(ContextBuilder<?> builder) {
        PreflightChecks checks = new PreflightChecks(builder);
        List<Finding> all = new ArrayList<>(
                OfferChecks.errors(builder.connections, builder.policy().versions()));
        for (Identity identity : builder.identities()) {
            all.addAll(identity.findings());
            checks.identity(identity);
        }
        all.addAll(builder.trust.findings());
        checks.trust(builder.trust);
        builder.check(checks);
        checks.revocation(builder);
        for (String id : builder.accepted.ids) {
            checks.dangerous("accept(\"" + id + "\")", "a context is built although it has this error");
        }
        for (TlsVersion old : builder.connections.legacy) {
            checks.dangerous(
                    "legacyVersions(" + old + ")", "handshakes are protected by nothing better than SHA-1 and MD5");
        }
        if (builder.accepted.all) {
            checks.dangerous("acceptAllFindings()", "a context is built whatever errors it has");
        }
        all.addAll(checks.findings());
        return all;
    }

    /** Errors stop the build; those that were accepted by name stay as warnings. */
    private static List<Finding> judged(List<Finding> found, ContextBuilder<?> builder) {
        List<Finding> errors = new ArrayList<>();
        List<Finding> judged = new ArrayList<>();
        for (Finding finding : found) {
            boolean error = finding.severity() == Severity.ERROR;
            if (error && !builder.accepted.contains(finding.id())) {
                errors.add(finding);
            }
            judged.add(
                    error
                            ? new Finding(
                                    finding.id(),
                                    Severity.WARNING,
                                    finding.title(),
                                    finding.detail(),
                                    finding.where(),
                                    finding.remedy())
                            : finding);
        }
        if (!errors.isEmpty()) {
            throw new MtlsConfigurationException(errors);
        }
        return List.copyOf(judged);
    }

    /** The context to give to a client or a server. It is initialised; initialising it again throws {@code IllegalStateException}. */
    public SSLContext sslContext() {
        return context;
    }

    /**
     * Sockets of {@link #sslContext()}, under the whole policy, of the generation that is present when each is made: for what takes a
     * socket factory, as OkHttp does beside {@link #trustManager()}.
     */
    public SSLSocketFactory sslSocketFactory() {
        return context.getSocketFactory();
    }

    /** Listening sockets of {@link #sslContext()}, under the whole policy; each connection is of the generation present when it is accepted. */
    public SSLServerSocketFactory sslServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    /**
     * Parameters for what takes them beside a context or its managers: versions, suites, client authentication, host check, application
     * protocols, and constraints that keep them. A fresh copy, which belongs to the caller; what is changed in it is held against the
     * policy on the connection that it is put on.
     */
    public SSLParameters sslParameters() {
        return context.getDefaultSSLParameters();
    }

    /**
     * The keys, for what makes an {@code SSLContext} of its own, such as Netty's {@code SslContextBuilder}; empty where there is no
     * identity. It follows every generation. On a server it gives out nothing on a connection whose client authentication is weaker, or whose
     * version is another, than promised; nothing else of the policy is held in a context of others, so give it {@link #sslParameters()}.
     * Such a context resumes sessions by itself, also after an update.
     */
    public Optional<X509ExtendedKeyManager> keyManager() {
        return context.keyManager();
    }

    /**
     * What believes peers, for what makes an {@code SSLContext} of its own. It follows every generation, and refuses a connection whose
     * version is another than promised, and a client's whose host check is off; otherwise like {@link #keyManager()}.
     */
    public X509ExtendedTrustManager trustManager() {
        return context.trustManager();
    }

    /**
     * Everything questionable in what the present generation was made from, errors that were accepted included; unmodifiable.
     */
    public List<Finding> findings() {
        return present.findings;
    }

    /**
     * Replaces who one is, and begins a new generation. It is judged as when the context was built, with the errors that were accepted
     * then; where this throws, all stays as it was.
     *
     * @throws MtlsConfigurationException when a finding is an error and was not accepted
     */
    public void update(Identity identity) {
        change(builder -> builder.identity = identity);
    }

    /**
     * Replaces whom one trusts, with the lists of allowed peers and of revoked certificates that belong to it: one without lists has none
     * from then on. Otherwise like {@link #update(Identity)}. The policy stays: where what is asked of clients was left to
     * follow from the trust, one that it would not follow from is an error with id {@code update-changes-policy}.
     */
    public void update(Trust trust) {
        change(builder -> builder.trust = trust);
    }

    /** Replaces both at once: they are judged together, and no connection sees one without the other. Otherwise like the others. */
    public void update(Identity identity, Trust trust) {
        change(builder -> {
            builder.identity = identity;
            builder.trust = trust;
        });
    }

    /**
     * Replaces the identity and those beside it ({@link ContextBuilder#moreIdentities(Collection)}); otherwise like
     * {@link #update(Identity)}, which leaves the others. Identities for one host stay: they are of the builder, or of its sources.
     */
    public void update(Identity identity, Collection<Identity> more) {
        change(builder -> {
            builder.identity = identity;
            builder.moreIdentities(more);
        });
    }

    private void change(Consumer<ContextBuilder<?>> change) {
        synchronized (updating) {
            Present before = present;
            ContextBuilder<?> next = before.builder.copy();
            change.accept(next);
            present = after(before, next, true);
        }
    }

    /** What was loaded again; null when something else was put in use meanwhile. It makes no new generation of the same material. */
    @Nullable
    Present update(Present expected, ContextBuilder<?> next) {
        synchronized (updating) {
            if (present != expected) {
                return null;
            }
            Present after = after(expected, next, false);
            present = after;
            return after;
        }
    }

    private Present after(Present before, ContextBuilder<?> next, boolean alsoIfEqual) {
        if (!next.policy().equals(before.builder.policy())) {
            throw new MtlsConfigurationException(Finding.of(
                    "update-changes-policy",
                    Severity.ERROR,
                    "An update would change what a context promises",
                    "found ClientAuth." + next.clientAuth() + " to follow from the new trust, expected ClientAuth."
                            + before.builder.clientAuth() + " as built",
                    "build another context, or say clientAuth(...) when this one is built"));
        }
        Present after = new Present(next, judged(found(next), next));
        if (alsoIfEqual || !next.sameMaterial(before.builder)) {
            try {
                context.replace(material(next));
            } catch (GeneralSecurityException e) {
                throw unusable(e);
            }
        }
        return after;
    }

    Present present() {
        return present;
    }

    /**
     * Looks at the sources now, as the thread does that {@link ContextBuilder#reload} starts: what has changed and has come to rest is
     * loaded. Nothing is done any more after {@link #close}.
     *
     * @return what came of it; empty when nothing changed, or not for long enough, or when its failure was told before
     * @throws IllegalStateException when this context was built without {@code reload}
     */
    public Optional<ReloadEvent> poll() {
        if (reloading == null) {
            throw new IllegalStateException(
                    "found a context built without reload(...), expected one that has sources to poll");
        }
        return reloading.poll();
    }

    /**
     * Ends the polling of its sources: no poll begins any more. The context goes on with its last generation, and {@link #update} still
     * replaces it. Where it was built without {@code reload}, or is closed already, this does nothing.
     */
    @Override
    public void close() {
        if (reloading != null) {
            reloading.close();
        }
    }

    /**
     * The number of the present generation: 1 when it was built, one more after each update, and after each instant at which a
     * certificate or a revocation list of its own, or the certificate or stapled OCSP response of a peer that it believed, had ended. By the clock of the context,
     * and when the next connection is made: no thread waits for it.
     */
    public long generation() {
        return context.generation();
    }

    /**
     * When the first thing ends that the present generation was made from: the earliest {@code notAfter} of the identities, their chains and
     * the authorities that were given, and {@code nextUpdate} of the revocation lists, in the past where one has ended already; empty when there is none. The authorities that a JDK or
     * an operating system brings are left out: they are not the caller's to renew.
     */
    public Optional<Instant> validUntil() {
        ContextBuilder<?> builder = present.builder;
        Stream<X509Certificate> chains = builder.identities().stream().flatMap(identity -> identity.chain().stream());
        Stream<Instant> certificates = Stream.concat(chains, builder.trust.chosen().stream())
                .map(certificate -> certificate.getNotAfter().toInstant());
        return Stream.concat(certificates, builder.trust.trusted().nextUpdates())
                .min(Comparator.naturalOrder());
    }

    /**
     * What it does in effect, after what the JDK disables: role, the first three identities, with the host where one is for that alone, and
     * how many more there are, trust and each list that narrows it, client authentication and the names that are sent with it, depth, versions, resumption, enforcement, and the cipher suites, named groups and signature schemes in order of preference, with the
     * words "JDK default" where the JDK does not tell them. One per line, each ended by a line feed.
     */
    public String describe() {
        return new Description(present.builder, context).text();
    }

    /**
     * The last connections that were refused, or repaired, because they were weaker than promised, at most a hundred, oldest first;
     * unmodifiable. Each was warned of once. A version off the pin that was enabled on a connection and refused in negotiation is told by
     * {@link #refusalOf(SSLEngine)} alone.
     */
    public List<Refusal> refusals() {
        return context.refusals().last();
    }

    /**
     * Why this connection was refused, or what was overruled on it; empty when nothing was. The reason hangs on the constraints of the
     * connection, so it is found through a wrapper too; where the caller set constraints of its own, only on the engine itself.
     */
    public Optional<Refusal> refusalOf(SSLEngine connection) {
        return context.refusals().of(connection, connection.getSSLParameters());
    }

    /** Like {@link #refusalOf(SSLEngine)}. */
    public Optional<Refusal> refusalOf(SSLSocket connection) {
        return context.refusals().of(connection, connection.getSSLParameters());
    }

    /**
     * What was decided about the certificates that the last peers showed, at most a hundred, oldest first; unmodifiable. A resumed session
     * is not decided anew, so it leaves none.
     */
    public List<PeerVerdict> peerVerdicts() {
        return context.verdicts().last();
    }

    /**
     * What was decided about the certificate of the peer in the last full handshake of this connection; empty where it showed none, or a
     * session was resumed. It is found through a wrapper too, as {@link #refusalOf(SSLEngine)} is.
     */
    public Optional<PeerVerdict> peerVerdictOf(SSLEngine connection) {
        return context.verdicts().of(connection, connection.getSSLParameters());
    }

    /** Like {@link #peerVerdictOf(SSLEngine)}. */
    public Optional<PeerVerdict> peerVerdictOf(SSLSocket connection) {
        return context.verdicts().of(connection, connection.getSSLParameters());
    }

    /**
     * Which identities were given to the last connections, and why not others, at most a hundred, oldest first; unmodifiable. Empty for a
     * client without any.
     */
    public List<IdentityChoice> identityChoices() {
        return context.choices().last();
    }

    /**
     * Which identity this connection was given in its last handshake, and why not another; empty where none was asked for. It is found
     * through a wrapper too, as {@link #refusalOf(SSLEngine)} is.
     */
    public Optional<IdentityChoice> identityChoiceOf(SSLEngine connection) {
        return context.choices().of(connection, connection.getSSLParameters());
    }

    /** Like {@link #identityChoiceOf(SSLEngine)}. */
    public Optional<IdentityChoice> identityChoiceOf(SSLSocket connection) {
        return context.choices().of(connection, connection.getSSLParameters());
    }

    /** A builder with all that this one was built with and updated to; what it builds has session state of its own. */
    public ContextBuilder<?> toBuilder() {
        return present.builder.copy();
    }

    /** {@code client, TLSv1.2, TLSv1.3, trusts 1 authority, CN=Root}. */
    @Override
    public String toString() {
        ContextBuilder<?> asBuilt = present.builder;
        return (asBuilt.policy().client() ? "client, " : "server, ") + asBuilt.versions + ", trusts " + asBuilt.trust;
    }
}
