package dev.mtls.core;

import dev.mtls.core.policy.Policy;
import org.jspecify.annotations.Nullable;

/** Builds a context for servers: {@link MtlsContext#server()}. */
public final class ServerBuilder extends ContextBuilder<ServerBuilder> {

    @Nullable
    ClientAuth clientAuth;

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

    @Override
    public DangerousServer dangerous() {
        return new DangerousServer(this);
    }

    @Override
    ServerBuilder copy() {
        ServerBuilder copy = copyTo(new ServerBuilder(trust, identity));
        copy.clientAuth = clientAuth;
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
    }

    @Override
    Policy policy() {
        ClientAuth auth = clientAuth();
        return new Policy(
                false,
                versions.names(),
                auth != ClientAuth.NONE,
                auth == ClientAuth.REQUIRED,
                auth != ClientAuth.ANY,
                false,
                false,
                maxIntermediates,
                strictPath);
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
