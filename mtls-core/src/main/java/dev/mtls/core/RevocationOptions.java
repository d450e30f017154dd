package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.policy.RevocationRules;
import java.net.URI;
import java.util.Optional;

/** The options of a builder about revocation. */
final class RevocationOptions {

    boolean ofPeerOnly;
    boolean acceptUnknown;
    private Optional<URI> responder = Optional.empty();

    void responder(URI responder) {
        if (responder.getHost() == null
                || !"http".equalsIgnoreCase(responder.getScheme())
                        && !"https".equalsIgnoreCase(responder.getScheme())) {
            throw new MtlsConfigurationException(Finding.of(
                    "ocsp-responder-malformed",
                    Severity.ERROR,
                    "The URI of an OCSP responder is malformed",
                    "found \"" + Names.safe(responder.toString()) + "\", expected http://host/path",
                    "ask the authority where it answers"));
        }
        this.responder = Optional.of(responder);
    }

    RevocationRules rules(boolean requireStapled) {
        return new RevocationRules(ofPeerOnly, acceptUnknown, requireStapled, responder);
    }

    void copyTo(RevocationOptions copy) {
        copy.ofPeerOnly = ofPeerOnly;
        copy.acceptUnknown = acceptUnknown;
        copy.responder = responder;
    }
}
