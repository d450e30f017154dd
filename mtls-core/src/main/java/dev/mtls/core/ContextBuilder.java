package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.path.PathValidator;
import dev.mtls.core.policy.KeyAndChain;
import dev.mtls.core.policy.Policy;
import dev.mtls.core.reload.Reload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

    List<Identity> moreIdentities = List.of();

    TlsVersions versions = TlsVersions.defaults();

    @Nullable
    BiFunction<KeyManager[], TrustManager[], SSLContext> contextFactory;

    Clock clock = Clock.systemUTC();

    /** Null: thirty days, or a third of a shorter life. */
    @Nullable
    Duration expiryWarning;

    OptionalInt maxIntermediates = OptionalInt.empty();

    boolean strictPath;

    final ConnectionOptions connections = new ConnectionOptions();

    /** Null: the sources are read once. */
    @Nullable
    Reload reload;

    final RevocationOptions revocation = new RevocationOptions();

    final AcceptedFindings accepted = new AcceptedFindings();

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

    /**
     * Other identities beside that of {@link #identity(Identity)}, in order of preference; they replace what an earlier call gave. None when
     * this is not called. They are read at {@link #build()}, and judged like the first. Which of all is shown is decided in each handshake
     * ({@link MtlsContext#identityChoiceOf(javax.net.ssl.SSLEngine)} tells why):
     *
     * <ul>
     *   <li>A server goes by the name that its client asks for (RFC 6066 3): the identities whose certificate has it as a dNSName of its
     *       subjectAltName, then those with a wildcard for it ({@code *.} over one whole label; the CN is not looked at). Among these it is
     *       the one with a type of key that the client takes: RSA, EC and other keys may stand side by side for the same host. A client
     *       that asks for no name, or for one that none of them is for, gets the first identity, or another one for a host of the first;
     *       see {@link ServerBuilder#refuseUnknownServerNames()}. Any number of identities costs what one costs.
     *   <li>A client goes by the authorities that its server names: the first identity that one of them issued; the first of all where the
     *       server names none, or with {@link ClientBuilder#alwaysSendIdentity()}. Only those whose key the server takes come into question.
     *       See {@link ClientBuilder#identityFor(String, Identity)} for one that is meant for a host.
     * </ul>
     *
     * <p>Sessions of all identities are resumed, with one exception: from JDK 25 on, a ticket of TLS 1.2 is resumed only where it is one of
     * the first identity. With TLS 1.3 such sessions are there kept in the session cache of the context, and hold a value named
     * {@code dev.mtls.core.identity}.
     */
    public B moreIdentities(Identity... more) {
        return moreIdentities(List.of(more));
    }

    /** Like {@link #moreIdentities(Identity...)}. */
    public B moreIdentities(Collection<Identity> more) {
        this.moreIdentities = List.copyOf(more);
        return self();
    }

    /** All, the first one first where there is one. */
    List<Identity> identities() {
        if (identity == null) {
            return moreIdentities;
        }
        List<Identity> all = new ArrayList<>(moreIdentities.size() + 1);
        all.add(identity);
        all.addAll(moreIdentities);
        return all;
    }

    List<KeyAndChain> keysAndChains() {
        List<KeyAndChain> all = new ArrayList<>();
        for (Identity known : identities()) {
            all.add(new KeyAndChain(known.privateKey(), known.chain()));
        }
        return all;
    }

    /** The versions that may be negotiated; TLS 1.2 and 1.3 when this is not called. They hold whatever is set on a connection later. */
    public B versions(TlsVersions versions) {
        this.versions = versions;
        return self();
    }

    /**
     * The one hook: makes the {@code SSLContext} that does the work from the key and trust managers that enforce the policy, in the
     * place of JSSE's own {@code init}. A recorder plugs in here. Policy stays outermost: policy, then what this makes, then JSSE. It is
     * called at {@link #build()}, for every generation, and with {@link #noResumption()} for every connection, from any thread.
     */
    public B contextFactory(BiFunction<KeyManager[], TrustManager[], SSLContext> factory) {
        this.contextFactory = factory;
        return self();
    }

    /**
     * What time it is, for all that core itself decides by the time; the system's clock in UTC when this is not called. It is asked at
     * {@link #build()} and for as long as the context is used, from any thread, and decides whether the certificate of a peer is valid.
     */
    public B clock(Clock clock) {
        this.clock = clock;
        return self();
    }

    /**
     * How many certificates may stand between that of a peer and the anchor. Not called: as many as JSSE takes. A self-signed certificate
     * that is trusted itself, and one that the anchor issued, have none; a self-issued certificate of a CA that changed its key counts; an
     * intermediate that is itself trusted is an anchor, above which nothing is counted.
     * A peer over the limit is refused with {@code chain-too-long}, whether it sent the certificates or they are found in another way. Read
     * at {@link #build()}; where a peer has several paths, one within the limit is enough.
     *
     * <p>nginx's {@code ssl_verify_depth} and OpenSSL's {@code -verify_depth} count the same, so their n is this n. Apache's
     * {@code SSLVerifyDepth} counts the root too, so its n is this n + 1. The {@code -Verify n} of {@code openssl s_server} is no limit
     * at all. RFC 5280 (section 6.1) leaves self-issued certificates out of the count.
     *
     * @param intermediates 0 to 9, which are the most that a path may have here
     * @throws IllegalArgumentException when it is outside of that
     */
    public B verifyDepth(int intermediates) {
        if (intermediates < 0 || intermediates >= PathValidator.MAX_CERTIFICATES) {
            throw new IllegalArgumentException(
                    "verifyDepth: found " + intermediates + ", expected 0 to " + (PathValidator.MAX_CERTIFICATES - 1));
        }
        this.maxIntermediates = OptionalInt.of(intermediates);
        return self();
    }

    /**
     * Judges the path of a peer beyond what the JDK looks at; not called, what JSSE accepts is accepted. It only ever refuses more: JSSE
     * judges every peer too. Read at {@link #build()}. What is added:
     *
     * <ul>
     *   <li>the anchor is judged like any other authority: validity, name constraints, critical extensions, basic constraints, key usage
     *       (RFC 5280 leaves it out, section 6.1.1, and the JDK does);
     *   <li>so is a certificate that is an anchor itself, of which JSSE looks at nothing: validity, key usage, extended key usage. An
     *       authority is no peer, and {@code openssl req -x509} makes one unless it is told {@code CA:FALSE};
     *   <li>name constraints are compared again: a wildcard that reaches into an excluded subtree is refused, and so is any name of a
     *       constrained form that cannot be compared;
     *   <li>each certificate keeps the profile of RFC 5280, section 4: version 3, serial number, key identifiers, critical flags, names
     *       that are of their form, authorities that say so;
     *   <li>a server is known by its subjectAltName alone, with wildcards above two labels at least; a common name that stands for the
     *       same host must be spelt the same;
     *   <li>an extended key usage names the role and not any purpose; one in an authority must not leave the role out;
     *   <li>RSA of 2048 bits or more, curves of 256 bits or more, no DSA, and no signature with SHA-1 or MD5 below the anchor;
     *   <li>10 certificates, 200 alternative names in each, RSA of 16384 bits, 2000 comparisons of names with constraints, and 2 seconds
     *       of search at most.
     * </ul>
     */
    public B strictPath() {
        this.strictPath = true;
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

    /**
     * Demands a revocation list for the certificate of a peer alone. Not called, the lists of a {@link Trust#crls(Path, Path...) trust} must
     * be there for the authorities above it too. Without lists this has no effect. Read at {@link #build()}.
     */
    public B crlsOfPeerOnly() {
        revocation.ofPeerOnly = true;
        return self();
    }

    /**
     * How what is promised is held on engines and sockets; {@link Enforcement#DEFAULT} when this is not called. Read at {@link #build()},
     * and the same for every generation.
     */
    public B enforcement(Enforcement enforcement) {
        connections.enforcement = enforcement;
        return self();
    }

    /**
     * The cipher suites that may be negotiated, in order of preference. Not called: those that the JDK enables. They hold whatever is set on
     * a connection later, which may only leave some out; a client and a server that share none fail with {@code handshake_failure}. Read at
     * {@link #build()}, which stops where one cannot be used ({@code suite-unknown}, {@code suite-disabled}, {@code
     * suite-version-mismatch}) or a version is left without any ({@code version-without-suite}). RFC 8446 B.4, RFC 5246 A.5.
     *
     * @param names as JSSE writes them, such as {@code TLS_AES_128_GCM_SHA256}; a call replaces those of the call before
     * @throws IllegalArgumentException when there is none
     */
    public B cipherSuites(String... names) {
        connections.cipherSuites = ConnectionOptions.named("cipherSuites", names);
        return self();
    }

    /**
     * The groups of the key exchange that may be negotiated, in order of preference. Not called: those of the JDK, or of the system property
     * {@code jdk.tls.namedGroups}, which this takes the place of. They hold whatever is set on a connection later. Read at {@link #build()},
     * which stops on a JDK that cannot be told ({@code named-groups-unsupported}, before 20) and for a name that the JDK does not list
     * ({@code named-group-unknown}). RFC 8446 4.2.7. In TLS 1.2 JSSE also wants the curve of an EC certificate among them.
     *
     * @param names as JSSE writes them, such as {@code x25519}; a call replaces those of the call before
     * @throws IllegalArgumentException when there is none
     */
    public B namedGroups(String... names) {
        connections.namedGroups = ConnectionOptions.named("namedGroups", names);
        return self();
    }

    /**
     * The signature schemes that may be used in handshakes and in the certificates of peers, in order of preference. Not called: those of the
     * JDK, or of the system properties {@code jdk.tls.client.SignatureSchemes} and {@code jdk.tls.server.SignatureSchemes}. They hold
     * whatever is set on a connection later. Read at {@link #build()}, which stops on a JDK that cannot be told ({@code
     * signature-schemes-unsupported}, before 19) and for an unknown name ({@code signature-scheme-unknown}). RFC 8446 4.2.3.
     *
     * @param names as in the RFC, such as {@code ecdsa_secp256r1_sha256}; a call replaces those of the call before
     * @throws IllegalArgumentException when there is none
     */
    public B signatureSchemes(String... names) {
        connections.signatureSchemes = ConnectionOptions.named("signatureSchemes", names);
        return self();
    }

    /**
     * The application protocols that are offered (client) or selected from (server, by its own order), RFC 7301. Not called: none, and no
     * answer to a client that offers some. A server that shares none with a client that offers some refuses it with {@code
     * no_application_protocol}; a client goes on with a server that does not answer, and has to look at {@code getApplicationProtocol()}.
     * Read when an engine or socket is made. It is a default and no promise: protocols or a selector that a framework sets on a connection
     * take its place.
     *
     * @param protocols names of 1 to 255 bytes, such as {@code h2}; a call replaces those of the call before
     * @throws IllegalArgumentException when there is none, or one is too long or empty
     */
    public B alpn(String... protocols) {
        connections.alpn(protocols);
        return self();
    }

    /**
     * How many sessions are remembered for resumption, on each side. Not called: the JDK's default, 20,480 or {@code
     * javax.net.ssl.sessionCacheSize}. A server that gives out tickets remembers few: this does not bound those. Read at {@link
     * #build()}; a caller may change it on the session context of the {@code SSLContext} later.
     *
     * @throws IllegalArgumentException when it is not positive: zero is no limit in JSSE
     */
    public B sessionCacheSize(int sessions) {
        connections.sessionCacheSize(sessions);
        return self();
    }

    /**
     * For how long a session may be resumed, counted from its handshake. Not called: the JDK's default, a day. Read at {@link #build()}; a
     * caller may change it on the session context of the {@code SSLContext} later. It ends no resumption at once: {@link
     * #noResumption()} does.
     *
     * @param timeout one second to seven days, the most that RFC 8446 4.6.1 allows a ticket
     * @throws IllegalArgumentException when it is outside of that
     */
    public B sessionTimeout(Duration timeout) {
        connections.sessionTimeout(timeout);
        return self();
    }

    /**
     * Makes every handshake a full one, in which certificates are asked for and judged: whatever the peer offers to resume, by session id or
     * ticket, in both roles. Not called: sessions are resumed as the JDK does. Read at {@link #build()}. Each engine and socket gets an
     * inner context of its own, which costs microseconds; the hook of {@link #contextFactory} is called for each.
     */
    public B noResumption() {
        connections.resumption = false;
        return self();
    }

    /**
     * Polls the sources that identity, trust and revocation lists were loaded from while the context is in use, and loads what has
     * changed: {@link MtlsContext#poll}. Not called: they are read once, and {@link MtlsContext#update(Identity)} replaces them. What
     * was given in memory stays as it is. The context is to be {@linkplain MtlsContext#close closed} when it is no longer needed.
     *
     * <p>{@link #build()} then throws {@link MtlsConfigurationException} with id {@code reload-impossible} where something cannot be
     * loaded another time: from a stream, or with a password that was given as an array and not by a callback; and where nothing has a
     * source.
     */
    public B reload(Reload reload) {
        this.reload = reload;
        return self();
    }

    /**
     * Asks this OCSP responder (RFC 6960) in every full handshake whether the certificate of the peer was revoked, and refuses the peer when
     * it says so or says nothing that can be believed. Not called, nobody is asked; the responder that a certificate names never is, since
     * a peer could have that written at will. It is asked by the JDK, in the thread of the handshake, within the time that the system
     * property {@code com.sun.security.ocsp.timeout} gives. A client whose server stapled a good response does not ask. Every handshake is
     * then a full one, as with {@link #noResumption()}: the JDK does not tell until when an answer holds, and no session is to outlive it.
     * Read at {@link #build()}.
     *
     * @param responder an http or https URI
     * @throws MtlsConfigurationException with id {@code ocsp-responder-malformed} when it is none
     */
    public B ocspResponder(URI responder) {
        revocation.responder(responder);
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
        PreflightChecks.warnOfDangerous(built.findings());
        return built;
    }

    /**
     * What {@link #build()} would find, an error as an error whether it is accepted or not. Builds nothing.
     *
     * @return unmodifiable
     */
    public List<Finding> findings() {
        return List.copyOf(MtlsContext.found(this));
    }

    /** A builder like this one. */
    abstract B copy();

    final B copyTo(B copy) {
        ContextBuilder<B> to = copy;
        to.moreIdentities = moreIdentities;
        to.versions = versions;
        to.contextFactory = contextFactory;
        to.clock = clock;
        to.expiryWarning = expiryWarning;
        to.reload = reload;
        to.maxIntermediates = maxIntermediates;
        to.strictPath = strictPath;
        connections.copyTo(to.connections);
        revocation.copyTo(to.revocation);
        accepted.copyTo(to.accepted);
        return copy;
    }

    /** What identity and trust were read from. */
    Origins origins() {
        return new Origins(Stream.concat(identities().stream().map(Identity::origin), Stream.of(trust.origin()))
                .toList());
    }

    /** A builder like this one, with what the sources hold now. */
    ContextBuilder<?> loadedAgain() {
        ContextBuilder<B> again = copy();
        again.replaceIdentities(
                identity -> identity.origin().again().map(Supplier::get).orElse(identity));
        again.trust = trust.origin().again().map(Supplier::get).orElse(trust);
        return again;
    }

    /** Whether there is no difference in who one is and whom one trusts, wherever it was read from. */
    boolean sameMaterial(ContextBuilder<?> other) {
        return keysAndChains().equals(other.keysAndChains()) && trust.demandsTheSame(other.trust);
    }

    /** Puts another in the place of each identity. */
    void replaceIdentities(UnaryOperator<Identity> by) {
        if (identity != null) {
            identity = by.apply(identity);
        }
        moreIdentities = moreIdentities.stream().map(by).toList();
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
            builder.accepted.add(findingIds);
            return builder;
        }

        /**
         * Takes a peer for one that was not revoked where no current list of its {@link Trust#crls(Path, Path...) trust} can tell: a list
         * that is missing, outdated or forged is as good as none. Who is named by a list is refused all the same.
         */
        public B acceptUnknownRevocation() {
            builder.revocation.acceptUnknown = true;
            return builder;
        }

        /**
         * Builds whatever errors the material has, which stay in the findings as warnings: for a test kit, whose certificates are wrong by
         * intent. What was misspelt or cannot be had of the policy stays an error.
         */
        public B acceptAllFindings() {
            builder.accepted.all = true;
            return builder;
        }

        /**
         * Speaks TLS 1.0 (RFC 2246) or 1.1 (RFC 4346) too, which are deprecated (RFC 8996), beside {@code versions(...)}. Every current JDK
         * disables them, so the JVM must allow them as well. Read at {@code build()}.
         *
         * @throws MtlsConfigurationException with id {@code version-disabled} when the JDK disables one of them
         * @throws IllegalArgumentException for a version that is not of old
         */
        public B legacyVersions(TlsVersion first, TlsVersion... more) {
            builder.connections.legacy.addAll(TlsVersions.legacy(first, more));
            return builder;
        }
    }
}
