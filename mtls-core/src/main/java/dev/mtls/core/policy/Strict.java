package dev.mtls.core.policy;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/** Wraps engines and sockets where the policy is to be held strictly, and gives out JSSE's own where it is not. */
final class Strict {

    private final Enforcer enforcer;
    private final Supplier<SSLEngine> unused;

    /** @param unused makes engines that are never used */
    Strict(Enforcer enforcer, Supplier<SSLEngine> unused) {
        this.enforcer = enforcer;
        this.unused = unused;
    }

    private boolean on() {
        return enforcer.policy().connections().strict();
    }

    SSLEngine wrap(SSLEngine engine) {
        return on()
                ? StrictEngine.over(engine, new Clamp(enforcer, unused, next -> enforcer.constraints(engine, next)))
                : engine;
    }

    SSLSocket wrap(SSLSocket socket) {
        return on()
                ? StrictSocket.over(socket, new Clamp(enforcer, unused, next -> enforcer.constraints(socket, next)))
                : socket;
    }

    /** For the settings of a listening socket, which are those of every socket that it accepts; empty where all are let through. */
    Optional<Clamp> ofListening() {
        return on() ? Optional.of(new Clamp(enforcer, unused, enforcer::sharedConstraints)) : Optional.empty();
    }
}
