package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.path.HostKeys;
import dev.mtls.core.policy.KeyAndChain;
import dev.mtls.core.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a context for clients: {@link MtlsContext#client()}.
 *
 * <p>A client compares the host that it calls with the certificate of the server: the name that was given to the socket, the engine or
 * {@code connect}; a server name that was set with {@code SSLParameters}; else the address, which the certificate must then name. Nothing is
 * looked up in reverse. Where neither is known (an engine or a layered socket made without a host) the server is refused.
 */
public final class ClientBuilder extends ContextBuilder<ClientBuilder> {

    private static final String STAPLING = "jdk.tls.client.enableStatusRequestExtension";

    boolean alwaysSendIdentity;
    boolean allowListInsteadOfHost;
    boolean requireStapledOcsp;
    boolean verifyNothing;
    boolean skipHostCheck;

    private final List<ForHost> identitiesByHost = new ArrayList<>();

    private ClientBuilder(Trust trust, @Nullable Identity identity) {
        super(trust, identity);
    }

    @Override
    ClientBuilder self() {
        return this;
    }

    /**
     * Sends the identity to every server that asks for a certificate, even where the list of authorities in its CertificateRequest does
     * not name an issuer of ours. Without this a client stays silent there, as JSSE does, and the server sees no certificate.
     */
    public ClientBuilder alwaysSendIdentity() {
        alwaysSendIdentity = true;
        return this;
    }

    /**
     * An identity for one host, or for the hosts under a wildcard, which is sent to no other. There it comes before all that were given
     * for any host, and is sent whatever authorities the server names: only its key must be one that the server takes. More than one may
     * be given for a host, in order of preference; one for its name comes before one for a wildcard. None when this is not called. Read at
     * {@link #build()}.
     *
     * <p>The host is the one that the certificate of the server was compared with: the server name that was set on the connection, else
     * the host that it calls. A connection that knows neither is sent no such identity.
     *
     * @param host a name in ASCII, an address, or {@code *.} and a name of two labels or more, which stands for one label
     * @throws MtlsConfigurationException with id {@code host-pattern-invalid} for any other text
     */
    public ClientBuilder identityFor(String host, Identity identity) {
        if (HostKeys.ofPattern(host).isEmpty()) {
            throw new MtlsConfigurationException(Finding.of(
                    "host-pattern-invalid",
                    Severity.ERROR,
                    "An identity is given for what is no host",
                    "found \"" + Names.safe(host) + "\", expected a name in ASCII, an address, or *. and a name",
                    "give the host as it is called, without scheme and port"));
        }
        identitiesByHost.add(new ForHost(host, identity));
        return this;
    }

    private record ForHost(String host, Identity identity) {}

    @Override
    List<Identity> identities() {
        List<Identity> all = new ArrayList<>(super.identities());
        for (ForHost given : identitiesByHost) {
            if (!all.contains(given.identity)) {
                all.add(given.identity);
            }
        }
        return all;
    }

    @Override
    void replaceIdentities(UnaryOperator<Identity> by) {
        super.replaceIdentities(by);
        identitiesByHost.replaceAll(given -> new ForHost(given.host, by.apply(given.identity)));
    }

    @Override
    List<KeyAndChain> keysAndChains() {
        List<KeyAndChain> all = new ArrayList<>();
        for (Identity any : super.identities()) { // not those of this class: one for a host is for no other
            all.add(new KeyAndChain(any.privateKey(), any.chain()));
        }
        for (ForHost given : identitiesByHost) {
            all.add(new KeyAndChain(given.identity.privateKey(), given.identity.chain(), List.of(given.host)));
        }
        return all;
    }

    /**
     * Knows a server by the list of allowed peers of the trust alone, and does not compare the host that is called: for peers that are
     * named by what they are and not by where they answer, as SPIFFE has it. Not called, both are demanded. It needs
     * {@link Trust#allow(PeerName, PeerName...)} or {@link Trust#allowFingerprints}, whenever the trust is replaced too.
     * {@code HttpClient} and {@code HttpsURLConnection} of the JDK compare the host all the same, since they ask JSSE for it themselves.
     */
    public ClientBuilder allowListInsteadOfHost() {
        allowListInsteadOfHost = true;
        return this;
    }

    /**
     * Refuses a server that does not staple an OCSP response (RFC 6066, section 8) which says that its certificate is good, verified by the
     * keys of its path. Not called, this is demanded of servers whose certificates demand it themselves (RFC 7633), and a stapled response
     * that says "revoked" is heeded. No session is resumed after the nextUpdate of the response that its server was believed by, nor after
     * the end of a certificate of its responder that came with it, and none at all where it has no nextUpdate. The JDK asks servers for it unless the system property
     * {@code jdk.tls.client.enableStatusRequestExtension} is false, which is an error here, with id {@code ocsp-stapling-off}. Read at
     * {@link #build()}.
     */
    public ClientBuilder requireStapledOcsp() {
        requireStapledOcsp = true;
        return this;
    }

    @Override
    public DangerousClient dangerous() {
        return new DangerousClient(this);
    }

    @Override
    ClientBuilder copy() {
        ClientBuilder copy = copyTo(new ClientBuilder(trust, identity));
        copy.alwaysSendIdentity = alwaysSendIdentity;
        copy.identitiesByHost.addAll(identitiesByHost);
        copy.allowListInsteadOfHost = allowListInsteadOfHost;
        copy.requireStapledOcsp = requireStapledOcsp;
        copy.verifyNothing = verifyNothing;
        copy.skipHostCheck = skipHostCheck;
        return copy;
    }

    @Override
    ClientAuth clientAuth() {
        return ClientAuth.NONE;
    }

    @Override
    void check(PreflightChecks checks) {
        if (allowListInsteadOfHost && !trust.identifiesPeers()) {
            throw new MtlsConfigurationException(Finding.of(
                    "allow-list-missing",
                    Severity.ERROR,
                    "The host is not compared, and nothing else says who the server is",
                    "found allowListInsteadOfHost() and no list in the trust, expected allow(...) or allowFingerprints(...)",
                    "name the servers in the trust, or leave allowListInsteadOfHost() out"));
        }
        if (requireStapledOcsp && "false".equalsIgnoreCase(System.getProperty(STAPLING))) {
            throw new MtlsConfigurationException(Finding.of(
                    "ocsp-stapling-off",
                    Severity.ERROR,
                    "Stapled responses are demanded, and the JDK asks for none",
                    "found the system property " + STAPLING + " false, expected true or nothing",
                    "take it out of the command line, or leave requireStapledOcsp() out"));
        }
        if (verifyNothing) {
            checks.dangerous("verifyNothing()", "whoever answers is believed to be the server");
        } else {
            if (trust.anchors().isEmpty()) {
                checks.trustEmpty("at least one that may vouch for servers");
            }
            if (skipHostCheck) {
                checks.dangerous("skipHostCheck()", "any server with a certificate of the authority is believed");
            }
        }
    }

    @Override
    Policy policy() {
        return new Policy(
                true,
                connections.versions(versions),
                false,
                false,
                !verifyNothing,
                !verifyNothing && !skipHostCheck && !allowListInsteadOfHost,
                alwaysSendIdentity,
                maxIntermediates,
                strictPath,
                false,
                connections.rules(),
                revocation.rules(requireStapledOcsp));
    }

    /** The first question: whom do I trust? */
    public static final class NeedsTrust {

        NeedsTrust() {}

        /** These authorities may vouch for servers. */
        public NeedsIdentity trust(Trust trust) {
            return new NeedsIdentity(trust, false);
        }

        /** The answers that nobody should give outside a test. */
        public DangerousTrust dangerous() {
            return new DangerousTrust();
        }
    }

    /** Dangerous answers to whom one trusts. */
    public static final class DangerousTrust {

        private DangerousTrust() {}

        /** Any server is believed to be who it says: no certificate and no host name is verified. */
        public NeedsIdentity verifyNothing() {
            return new NeedsIdentity(Trust.noClients(), true);
        }
    }

    /** The second question: who am I? */
    public static final class NeedsIdentity {

        private final Trust trust;
        private final boolean verifyNothing;

        private NeedsIdentity(Trust trust, boolean verifyNothing) {
            this.trust = trust;
            this.verifyNothing = verifyNothing;
        }

        /** The identity that is shown to servers that ask for one. */
        public ClientBuilder identity(Identity identity) {
            ClientBuilder builder = new ClientBuilder(trust, identity);
            builder.verifyNothing = verifyNothing;
            return builder;
        }

        /** Servers that ask for a certificate get none. */
        public ClientBuilder noIdentity() {
            ClientBuilder builder = new ClientBuilder(trust, null);
            builder.verifyNothing = verifyNothing;
            return builder;
        }
    }

    /** Options that weaken what a client does. */
    public static final class DangerousClient extends Dangerous<ClientBuilder> {

        private DangerousClient(ClientBuilder builder) {
            super(builder);
        }

        /** Verifies neither certificate nor host name of a server: whoever answers is believed. */
        public ClientBuilder verifyNothing() {
            builder.verifyNothing = true;
            return builder;
        }

        /** Verifies the certificate of a server, but not that it was issued for the host that is called. */
        public ClientBuilder skipHostCheck() {
            builder.skipHostCheck = true;
            return builder;
        }
    }
}
