package dev.mtls.core;

/**
 * How a context holds what it promises on the engines and sockets that come from it. Both hold against setters, frameworks that copy
 * parameters, and constraints of a caller; they differ in what is given out, and in what it takes to get around it.
 */
public enum Enforcement {
    /**
     * Engines and client sockets are JSSE's own. A setter is never ignored: a connection that was weakened fails in its handshake, with
     * the reason in {@link MtlsContext#refusalOf(javax.net.ssl.SSLEngine)}; settings of a listening socket are repaired and told of.
     *
     * <p>Two sequences get around it; both take intent, and only {@link #STRICT} stops them:
     *
     * <ul>
     *   <li>on an engine or socket of a server, client authentication is switched off, the handshake is begun, and it is switched on
     *       again: JSSE copies the setting when the handshake begins, and what looks at it later sees it switched on;
     *   <li>in a JVM whose {@code jdk.tls.disabledAlgorithms} allows anonymous suites, a caller enables one <em>and</em> sets algorithm
     *       constraints of its own: such a suite never asks for a certificate.
     * </ul>
     */
    DEFAULT,
    /**
     * Engines and sockets are wrapped. A setter keeps the part of what it was given that the context allows, and throws {@code
     * IllegalArgumentException} where nothing is left (no version, no suite). Client authentication can only be strengthened, the host
     * check of a client only be kept: what would weaken them is overruled, warned of once for the connection and told by {@code refusalOf}.
     * Constraints of a caller hold beside those of the context. Code that needs JSSE's own classes does not work with it.
     */
    STRICT
}
