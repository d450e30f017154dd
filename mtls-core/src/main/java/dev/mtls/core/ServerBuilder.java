package dev.mtls.core;

import org.jspecify.annotations.Nullable;

/** Builds a context for servers: {@link MtlsContext#server()}. */
public final class ServerBuilder extends ContextBuilder<ServerBuilder> {

    @Nullable
    ClientAuth clientAuth;

    private ServerBuilder(Trust trust, Identity identity) {
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
    public MtlsContext build() {
        throw new UnsupportedOperationException();
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
