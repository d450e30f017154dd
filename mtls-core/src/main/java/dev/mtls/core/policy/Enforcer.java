package dev.mtls.core.policy;

import java.security.AlgorithmConstraints;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Puts the policy on parameters, and tells whether a connection still keeps it. */
final class Enforcer {

    private final Policy policy;
    private final RefusalLog log;
    private final ChoiceLog choices = new ChoiceLog();
    private final VerdictLog verdicts = new VerdictLog();
    private final KnownNames names = new KnownNames();

    Enforcer(Policy policy, RefusalLog log) {
        this.policy = policy;
        this.log = log;
    }

    Policy policy() {
        return policy;
    }

    /** Which identities were given to connections. */
    ChoiceLog choices() {
        return choices;
    }

    /** What was decided about peers. */
    VerdictLog verdicts() {
        return verdicts;
    }

    /** The server names that the present generation has an identity for. */
    KnownNames names() {
        return names;
    }

    SSLEngine pinned(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        engine.setSSLParameters(
                pin(parameters, PolicyConstraints.of(engine, policy, log, parameters.getAlgorithmConstraints())));
        return engine;
    }

    SSLSocket pinned(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        socket.setSSLParameters(
                pin(parameters, PolicyConstraints.of(socket, policy, log, parameters.getAlgorithmConstraints())));
        return socket;
    }

    private SSLParameters pin(SSLParameters parameters, PolicyConstraints constraints) {
        parameters.setProtocols(policy.versions().toArray(String[]::new));
        parameters.setAlgorithmConstraints(constraints);
        policy.offer().putOn(parameters);
        return withPeerChecks(parameters);
    }

    /** For the default and the supported parameters, which frameworks copy onto connections. */
    SSLParameters pinShared(SSLParameters parameters) {
        return pin(parameters, PolicyConstraints.shared(policy, log, parameters.getAlgorithmConstraints()));
    }

    /**
     * An accepted socket takes what was set on the listening one, as far as the policy allows. What was weakened there is overruled and
     * said; versions of which none is left are kept as they are, and the constraints refuse the handshake.
     */
    SSLSocket accepted(SSLSocket socket, SSLParameters listening) {
        String[] wanted = listening.getProtocols();
        String[] common = Arrays.stream(wanted).filter(policy::allows).toArray(String[]::new);
        listening.setProtocols(common.length > 0 ? common : wanted);
        Optional<String> weakened = weakened(listening.getNeedClientAuth(), listening.getWantClientAuth());
        PolicyConstraints constraints = PolicyConstraints.of(socket, policy, log, listening.getAlgorithmConstraints());
        listening.setAlgorithmConstraints(constraints);
        if (listening.getMaximumPacketSize() == 0) { // a listening socket has no size of its own
            listening.setMaximumPacketSize(socket.getSSLParameters().getMaximumPacketSize());
        }
        socket.setSSLParameters(withPeerChecks(listening));
        if (weakened.isPresent()) {
            String reason = weakened.get().replace("this connection", "its listening socket");
            log.overruled(constraints, reason, REMEDY_CLIENT_AUTH);
        } else if (common.length > 0 && common.length < wanted.length) {
            String reason = Arrays.toString(wanted) + " was enabled on its listening socket but it is pinned to "
                    + policy.versions();
            log.noted(constraints, reason, REMEDY_VERSION);
        }
        return socket;
    }

    private static final String REMEDY_CLIENT_AUTH =
            "leave client authentication to the context, or build the context with another clientAuth(...)";
    private static final String REMEDY_VERSION =
            "leave versions and constraints to the context, or build the context with other versions(...)";
    private static final String REMEDY_HOST =
            "leave the endpoint identification to the context, or build it with dangerous().skipHostCheck()";

    /** Setting want clears need in JSSE, and need is the stronger. A layered socket keeps need when it becomes a server. */
    private SSLParameters withPeerChecks(SSLParameters parameters) {
        if (policy.client()) {
            if (policy.checkHost()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            return parameters;
        }
        if (policy.refuseUnknownNames()) {
            names.putOn(parameters);
        }
        if (policy.require()) {
            parameters.setNeedClientAuth(true);
        } else if (policy.ask() && !parameters.getNeedClientAuth()) {
            parameters.setWantClientAuth(true);
        }
        return parameters;
    }

    PolicyConstraints constraints(SSLEngine engine, @Nullable AlgorithmConstraints next) {
        return PolicyConstraints.of(engine, policy, log, next);
    }

    PolicyConstraints constraints(SSLSocket socket, @Nullable AlgorithmConstraints next) {
        return PolicyConstraints.of(socket, policy, log, next);
    }

    PolicyConstraints sharedConstraints(@Nullable AlgorithmConstraints next) {
        return PolicyConstraints.shared(policy, log, next);
    }

    /** Undoes in parameters what would weaken a connection, and says so. */
    void repair(SSLParameters parameters, PolicyConstraints constraints) {
        Optional<String> unchecked = hostUnchecked(parameters);
        if (unchecked.isPresent()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            log.overruled(constraints, unchecked.get(), REMEDY_HOST);
        }
        Optional<String> weakened = weakened(parameters.getNeedClientAuth(), parameters.getWantClientAuth());
        if (weakened.isPresent()) {
            withPeerChecks(parameters);
            overruled(constraints, weakened.get());
        }
    }

    void overruled(PolicyConstraints constraints, String weakened) {
        log.overruled(constraints, weakened, REMEDY_CLIENT_AUTH);
    }

    Optional<String> weakened(boolean need, boolean want) {
        if (policy.require() && !need) {
            return Optional.of(
                    "client authentication is required by this context but was switched off on this connection");
        }
        if (policy.ask() && !need && !want) {
            return Optional.of(
                    "client authentication is asked for by this context but was switched off on this connection");
        }
        return Optional.empty();
    }

    /** Whether what was negotiated is what was promised, or may still become something else. */
    private Optional<String> offPin(@Nullable SSLSession handshake, SSLParameters parameters) {
        // Null: JSSE of JDK 25 asks while it decodes a ticket, before a version is negotiated.
        if (handshake == null) {
            return Optional.empty();
        }
        return policy.allows(handshake.getProtocol())
                ? policy.offer().brokenBy(handshake.getCipherSuite()).or(() -> widened(parameters))
                : Optional.of("negotiated " + handshake.getProtocol() + " but pinned to " + policy.versions());
    }

    private Optional<String> widened(SSLParameters parameters) {
        return parameters.getAlgorithmConstraints() instanceof PolicyConstraints ours && ours.keeps(policy)
                ? policy.offer().groupsWidenedBy(parameters)
                : policy.offer().widenedBy(parameters).or(() -> policy.offer().groupsWidenedBy(parameters));
    }

    /** Whether a server connection keeps the policy; the reason is recorded where it does not. Part K. */
    boolean serves(SSLEngine engine, @Nullable SSLSession handshake, SSLParameters parameters) {
        Optional<String> version = offPin(handshake, parameters);
        Optional<String> reason = version.or(() -> weakened(engine.getNeedClientAuth(), engine.getWantClientAuth()));
        reason.ifPresent(why -> log.refused(engine, parameters, why, remedy(version)));
        return reason.isEmpty();
    }

    /** Like {@link #serves(SSLEngine, SSLSession, SSLParameters)}. */
    boolean serves(SSLSocket socket, @Nullable SSLSession handshake, SSLParameters parameters) {
        Optional<String> version = offPin(handshake, parameters);
        Optional<String> reason = version.or(() -> weakened(socket.getNeedClientAuth(), socket.getWantClientAuth()));
        reason.ifPresent(why -> log.refused(socket, parameters, why, remedy(version)));
        return reason.isEmpty();
    }

    private static String remedy(Optional<String> version) {
        return version.isPresent() ? REMEDY_VERSION : REMEDY_CLIENT_AUTH;
    }

    /** The reason not to believe the peer on this connection, recorded: its version, or a host check that was switched off. Part C. */
    Optional<String> brokenPromise(Object connection, @Nullable SSLSession handshake, SSLParameters parameters) {
        Optional<String> version = offPin(handshake, parameters);
        Optional<String> reason = version.or(() -> hostUnchecked(parameters));
        reason.ifPresent(
                why -> log.refused(connection, parameters, why, version.isPresent() ? REMEDY_VERSION : REMEDY_HOST));
        return reason;
    }

    private Optional<String> hostUnchecked(SSLParameters parameters) {
        String algorithm = parameters.getEndpointIdentificationAlgorithm();
        return policy.checkHost() && (algorithm == null || algorithm.isEmpty())
                ? Optional.of("the host check is promised by this context but was switched off on this connection")
                : Optional.empty();
    }
}
