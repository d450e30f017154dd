package dev.mtls.core.policy;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a context promises, in types of the JDK: immutable for the life of the {@code SSLContext} it is enforced on, because a session
 * that was made under one policy may be resumed later.
 *
 * @param client true for a context of clients, false for one of servers
 * @param versions the protocol names that may be negotiated, as JSSE writes them
 * @param ask a server asks its clients for a certificate
 * @param require a server refuses clients without one
 * @param verify the certificate of the peer is verified
 * @param checkHost a client compares the name of the host with the certificate
 * @param alwaysSend a client sends its identity whatever authorities a server names
 * @param maxIntermediates how many certificates may stand between the one of the peer and the anchor; empty where that is not limited
 * @param strictPath the path of the peer is judged beyond what the JDK looks at
 * @param refuseUnknownNames a server refuses clients that ask for a name that no identity is for
 * @param connections what holds on engines and sockets beside versions and client authentication
 * @param revocation how revocation is decided, beside the lists that a trust brings
 */
public record Policy(
        boolean client,
        List<String> versions,
        boolean ask,
        boolean require,
        boolean verify,
        boolean checkHost,
        boolean alwaysSend,
        OptionalInt maxIntermediates,
        boolean strictPath,
        boolean refuseUnknownNames,
        ConnectionRules connections,
        RevocationRules revocation) {

    public Policy {
        versions = List.copyOf(versions);
    }

    Offer offer() {
        return connections.offer();
    }

    /** Whether sessions are resumed: never where a responder is asked, since the JDK does not tell until when its answer holds. */
    public boolean resumption() {
        return connections.sessions().resumption() && revocation.responder().isEmpty();
    }

    boolean allows(String protocol) {
        return versions.contains(protocol);
    }
}
