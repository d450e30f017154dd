package dev.mtls.core.policy;

import javax.net.ssl.SSLSession;

/**
 * Keeps sessions resumable where JSSE asks for the chain of a ticket. From JDK 25 on a ticket holds a checksum of the server's chain, and
 * the key manager is asked for that chain while the ticket is decoded, before the name that the client asks for is read: it can only
 * answer with its default, and the session of every other identity gets a full handshake. In TLS 1.3 a session that a value is bound to
 * is kept in the session cache of the context instead of a ticket, and nothing is asked when it is resumed. In TLS 1.2 there is no such
 * way: a client that knows tickets is only ever resumed by one.
 */
final class TicketQuestions {

    /** What is bound to such a session; its value is the alias of the identity. */
    static final String BOUND = "dev.mtls.core.identity";

    private static final int FIRST_JDK_THAT_ASKS = 25;

    /** Later updates of older JDKs may come to ask too: then it is noticed. */
    private static volatile boolean asked = Runtime.version().feature() >= FIRST_JDK_THAT_ASKS;

    private TicketQuestions() {}

    /** A key manager was asked without a handshake session. */
    static void seen() {
        if (!asked) {
            asked = true;
        }
    }

    /** An identity was given that would not be the answer while a ticket is decoded. */
    static void keepResumable(SSLSession handshake, Candidate chosen) {
        if (asked && handshake.getProtocol().equals("TLSv1.3")) {
            handshake.putValue(BOUND, chosen.alias());
        }
    }
}
