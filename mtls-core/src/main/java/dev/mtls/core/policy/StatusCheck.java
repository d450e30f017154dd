package dev.mtls.core.policy;

import dev.mtls.core.path.CertificationPath;
import dev.mtls.core.path.OcspStatus;
import dev.mtls.core.path.PathException;
import dev.mtls.core.path.PathFault;
import dev.mtls.core.path.Role;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * OCSP as far as JSSE brings it: a client asks every server for a stapled response, and JSSE by itself looks at none. Here a response
 * that says "revoked" is heeded whenever it comes. That a good one comes is required where the certificate demands it (RFC 7633) or the
 * context does, and where neither does, one that cannot be believed counts as none: whoever is revoked would not send it.
 */
final class StatusCheck {

    private final RevocationRules rules;
    private final Lifetime lifetime;

    StatusCheck(RevocationRules rules, Lifetime lifetime) {
        this.rules = rules;
        this.lifetime = lifetime;
    }

    /** Whether there is something to look at for this peer, for which its path must be known. */
    boolean applies(X509Certificate leaf, Role role, @Nullable SSLSession handshake) {
        return rules.responder().isPresent()
                || role == Role.SERVER && (demanded(leaf) || stapled(handshake).isPresent());
    }

    private boolean demanded(X509Certificate leaf) {
        return rules.requireStapled() || OcspStatus.mustStaple(leaf);
    }

    /** Requires what must be known of the certificate of the peer to be known and good. */
    void require(CertificationPath path, Role role, @Nullable SSLSession handshake, Instant now)
            throws CertificateException {
        Optional<byte[]> stapled = role == Role.SERVER ? stapled(handshake) : Optional.empty();
        boolean demanded = role == Role.SERVER && demanded(path.leaf());
        if (stapled.isPresent()) {
            try {
                lifetime.heeded(OcspStatus.requireGood(path, stapled.get(), role, now));
                return;
            } catch (PathException e) {
                if (demanded || e.fault() == PathFault.REVOKED) {
                    throw e;
                }
            }
        } else if (demanded) {
            throw OcspStatus.unknown(
                    path.leaf(),
                    role,
                    "came without a stapled OCSP response, which "
                            + (rules.requireStapled() ? "this context" : "the certificate itself (RFC 7633)")
                            + " demands");
        }
        if (rules.responder().isPresent()) {
            OcspStatus.requireGood(path, rules.responder().get(), role, now);
        }
    }

    private static Optional<byte[]> stapled(@Nullable SSLSession handshake) {
        if (!(handshake instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            List<byte[]> responses = extended.getStatusResponses();
            return responses.isEmpty() || responses.get(0).length == 0
                    ? Optional.empty()
                    : Optional.of(responses.get(0));
        } catch (UnsupportedOperationException e) {
            return Optional.empty(); // a provider that does not staple
        }
    }
}
