package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Refusal;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.KeyAndChain;
import dev.mtls.core.policy.Material;
import dev.mtls.core.policy.PolicyContext;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * An {@code SSLContext} that does exactly what was written: the versions, the client authentication and a client's check of the host hold
 * on every engine and socket that comes from it, whatever is set on them later. A connection that was weakened fails in its handshake, and why is told by
 * {@link #refusalOf(SSLEngine)}. Immutable and thread-safe.
 */
public final class MtlsContext {

    private final ContextBuilder<?> asBuilt;
    private final List<Finding> findings;
    private final PolicyContext context;

    private MtlsContext(ContextBuilder<?> asBuilt, List<Finding> findings, PolicyContext context) {
        this.asBuilt = asBuilt;
        this.findings = findings;
        this.context = context;
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
        ContextBuilder<?> asBuilt = builder.copy();
        List<Finding> findings = judged(found(asBuilt), asBuilt);
        try {
            PolicyContext context = PolicyContext.create(asBuilt.policy(), material(asBuilt), asBuilt.contextFactory);
            return new MtlsContext(asBuilt, findings, context);
        } catch (GeneralSecurityException e) {
            throw new MtlsConfigurationException(
                    Finding.of(
                            "context-unusable",
                            Severity.ERROR,
                            "JSSE cannot make a context",
                            "found " + e.getMessage() + ", expected an SSLContext",
                            "look at the cause of this exception"),
                    e);
        }
    }

    private static Material material(ContextBuilder<?> builder) {
        Identity identity = builder.identity;
        List<KeyAndChain> identities =
                identity == null ? List.of() : List.of(new KeyAndChain(identity.privateKey(), identity.chain()));
        return new Material(identities, builder.trust.anchors());
    }

    private static List<Finding> found(ContextBuilder<?> builder) {
        PreflightChecks checks = new PreflightChecks(builder);
        List<Finding> all = new ArrayList<>();
        Identity identity = builder.identity;
        if (identity != null) {
            all.addAll(identity.findings());
            checks.identity(identity);
        }
        all.addAll(builder.trust.findings());
        checks.trust(builder.trust);
        builder.check(checks);
        for (String id : builder.accepted) {
            checks.dangerous("accept(\"" + id + "\")", "a context is built although it has this error");
        }
        if (builder.acceptsAll) {
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
            if (error && !builder.acceptsAll && !builder.accepted.contains(finding.id())) {
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

    /** Everything questionable in what it was built from, errors that were accepted included; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * What it does in effect, after what the JDK disables: role, identity, trust, client authentication, versions, and the cipher suites
     * that are enabled for these versions, in order of preference; one per line.
     */
    public String describe() {
        List<String> versions = asBuilt.versions.names();
        StringBuilder text = new StringBuilder();
        boolean client = asBuilt.policy().client();
        Identity identity = asBuilt.identity;
        text.append(client ? "client" : "server").append('\n');
        text.append("identity: ").append(identity == null ? "none" : identity).append('\n');
        text.append("trust: ")
                .append(asBuilt.policy().verify() ? asBuilt.trust : "anyone")
                .append('\n');
        if (client) {
            text.append("host check: ")
                    .append(asBuilt.policy().checkHost() ? "yes" : "no")
                    .append('\n');
        } else {
            text.append("client authentication: ").append(asBuilt.clientAuth()).append('\n');
        }
        text.append("versions: ").append(String.join(", ", versions)).append('\n');
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        Arrays.stream(engine.getEnabledCipherSuites())
                .filter(suite -> !suite.endsWith("_SCSV") && ofVersions(suite, versions))
                .forEach(suite -> text.append("suite: ").append(suite).append('\n'));
        return text.toString();
    }

    /** Suites of TLS 1.3 name no key exchange. */
    private static boolean ofVersions(String suite, List<String> versions) {
        boolean ofTls13 = !suite.contains("_WITH_");
        return ofTls13 ? versions.contains("TLSv1.3") : !versions.equals(List.of("TLSv1.3"));
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

    /** A builder with everything this one was built with; what it builds has session state of its own. */
    public ContextBuilder<?> toBuilder() {
        return asBuilt.copy();
    }

    /** {@code client, TLSv1.2, TLSv1.3, trusts 1 authority, CN=Root}. */
    @Override
    public String toString() {
        return (asBuilt.policy().client() ? "client, " : "server, ") + asBuilt.versions + ", trusts " + asBuilt.trust;
    }
}
