package dev.mtls.core.policy;

import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether and for how long a connection may resume the session of an earlier one.
 *
 * @param resumption false for a full handshake on every connection: each gets an inner context of its own, which knows no session and no
 *     key of a ticket. Nothing that JSSE can be told does that for every client.
 * @param cacheSize how many sessions are remembered; empty for the JDK's default
 * @param timeoutSeconds for how long a session may be resumed; empty for the JDK's default
 */
public record Sessions(boolean resumption, OptionalInt cacheSize, OptionalInt timeoutSeconds) {

    void applyTo(SSLContext context) {
        if (cacheSize.isEmpty() && timeoutSeconds.isEmpty()) {
            return;
        }
        applyTo(context.getClientSessionContext());
        applyTo(context.getServerSessionContext());
    }

    private void applyTo(@Nullable SSLSessionContext sessions) {
        if (sessions == null) { // a context of the hook may have none
            return;
        }
        if (cacheSize.isPresent()) {
            sessions.setSessionCacheSize(cacheSize.getAsInt());
        }
        if (timeoutSeconds.isPresent()) {
            sessions.setSessionTimeout(timeoutSeconds.getAsInt());
        }
    }
}
