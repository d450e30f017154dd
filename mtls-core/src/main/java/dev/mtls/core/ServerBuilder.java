package dev.mtls.core;

import dev.mtls.core.policy.Policy;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a context for servers: {@link MtlsContext#server()}. */
public final class ServerBuilder extends ContextBuilder<ServerBuilder> {

    @Nullable
    ClientAuth clientAuth;

    private final Set<String> hosts = new LinkedHashSet<>();
    private boolean refuseUnknownNames;

    private ServerBuilder(Trust trust, @Nullable Identity identity) {
        super(trust, identity);
    }

    @Override
    ServerBuilder self() {
        return this;
    }

    /**
     * What is asked of clients. When this is not called: {@link ClientAuth#REQUIRED}, or {@link ClientAuth#NONE} with
     * {@link Trust#noClients()}. It holds whatever is set on a connection later; only strengthening it there has an effect.
     */
    public ServerBuilder clientAuth(ClientAuth clientAuth) {
        this.clientAuth = clientAuth;
        return this;
    }

    /**
     * Whose names are sent to clients that are asked for a certificate, so that they know which one to show: RFC 8446 4.2.4, RFC 5246 7.4.4.
     * Not called: those of the authorities that are trusted, also after these were replaced. It decides nothing about who is believed.
     * Read at {@link #build()}.
     *
     * @param named certificates whose subjects are sent; empty for no names, to which a client may show what it has
     */
    public ServerBuilder clientAuthorities(Collection<X509Certificate> named) {
        connections.authorities = Optional.of(List.copyOf(named));
        return this;
    }

    /**
     * Takes the first suite of the client's list that is enabled here. Not called: the first of our own that the client has, JSSE's
     * default. Read when an engine or socket is made; a caller may set another order on a connection.
     */
    public ServerBuilder preferClientSuites() {
        connections.preferClientSuites = true;
        return this;
    }

    /**
     * The hosts that clients will call this server by. Each must be named in the subjectAltName of an identity, RFC 9525, or the build stops
     * with {@code host-not-matched}. Not called: nothing is compared. Calls add up; read at {@link #build()}, and by no connection.
     *
     * @param hosts host names in ASCII, or IP addresses
     */
    public ServerBuilder forHost(String... hosts) {
        this.hosts.addAll(List.of(hosts));
        return this;
    }

    /**
     * Refuses clients that ask for a host that no identity is for, with the alert {@code unrecognized_name} (RFC 6066 3). Not called: they
     * get the first identity, and it is theirs to compare the host. Clients that ask for no name get the first identity in either case. It
     * holds whatever is set on a connection later: where a framework puts an {@code SNIMatcher} of its own there, what that lets pass is
     * refused with {@code handshake_failure}.
     */
    public ServerBuilder refuseUnknownServerNames() {
        refuseUnknownNames = true;
        return this;
    }

    @Override
    public DangerousServer dangerous() {
        return new DangerousServer(this);
    }

    @Override
    ServerBuilder copy() {
        ServerBuilder copy = copyTo(new ServerBuilder(trust, identity));
        copy.clientAuth = clientAuth;
        copy.hosts.addAll(hosts);
        copy.refuseUnknownNames = refuseUnknownNames;
        return copy;
    }

    @Override
    ClientAuth clientAuth() {
        if (clientAuth != null) {
            return clientAuth;
        }
        return trust == Trust.noClients() ? ClientAuth.NONE : ClientAuth.REQUIRED;
    }

    @Override
    void check(PreflightChecks checks) {
        ClientAuth auth = clientAuth();
        if (trust.anchors().isEmpty() && (auth == ClientAuth.REQUIRED || auth == ClientAuth.OPTIONAL)) {
            checks.trustEmpty("at least one that may vouch for clients, since client authentication is " + auth);
        }
        if (auth != ClientAuth.NONE) {
            checks.named(connections.authorities.orElse(trust.anchors()));
        }
        if ((auth == ClientAuth.NONE || auth == ClientAuth.ANY) && trust.isRestricted()) {
            checks.warn(
                    "restrictions-unused",
                    "Clients are restricted, and none is verified",
                    "found lists of allowed peers or revocation lists in the trust, and client authentication " + auth
                            + ", expected REQUIRED or OPTIONAL",
                    "say clientAuth(ClientAuth.REQUIRED), or leave the lists out");
        }
        if (!hosts.isEmpty()) {
            checks.hosts(identities(), List.copyOf(hosts));
        }
    }

    @Override
    Policy policy() {
        ClientAuth auth = clientAuth();
        return new Policy(
                false,
                connections.versions(versions),
                auth != ClientAuth.NONE,
                auth == ClientAuth.REQUIRED,
                auth != ClientAuth.ANY,
                false,
                false,
                maxIntermediates,
                strictPath,
                refuseUnknownNames,
                connections.rules(),
                revocation.rules(false));
    }

    /** The first question: who am I? */
    public static final class NeedsIdentity {

        NeedsIdentity() {}

        /** The identity that is shown to every client. */
        public NeedsTrust identity(Identity identity) {
            return new NeedsTrust(identity);
        }
    }

    /** The second question: whom do I trust? */
    public static final class NeedsTrust {

        private final Identity identity;

        private NeedsTrust(Identity identity) {
            this.identity = identity;
        }

        /** These authorities may vouch for clients; {@link Trust#noClients()} when none is to be authenticated. */
        public ServerBuilder trust(Trust trust) {
            return new ServerBuilder(trust, identity);
        }
    }

    /** Options that weaken what a server does. */
    public static final class DangerousServer extends Dangerous<ServerBuilder> {

        private DangerousServer(ServerBuilder builder) {
            super(builder);
        }
    }
}
