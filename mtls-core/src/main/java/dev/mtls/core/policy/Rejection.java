package dev.mtls.core.policy;

import dev.mtls.core.path.PeerText;
import java.security.cert.X509Certificate;
import java.util.List;

/** Why an identity was not the one; put into words only when somebody asks. */
record Rejection(Candidate candidate, Cause cause) {

    enum Cause {
        KEY_TYPE,
        HALVES,
        SIGNATURE,
        AUTHORITY,
        OTHER_HOST,
        GIVEN_ANOTHER,
        FITS_LESS
    }

    /** For a question that holds all key types that were asked for. */
    String reason(Question question, String host) {
        return switch (cause) {
            case KEY_TYPE ->
                "its key type " + candidate.keyType() + " is not among " + String.join(", ", question.keyTypes());
            case HALVES ->
                "its private key calls itself "
                        + PeerText.safe(candidate.identity().key().getAlgorithm()) + " and the certificate "
                        + candidate.keyType() + ", and JSSE takes no such pair";
            case SIGNATURE ->
                "its " + candidate.keyType() + " key makes none of the signatures that the peer takes: "
                        + PeerText.safe(String.join(", ", question.schemes()));
            case AUTHORITY ->
                "its issuer " + PeerText.issuer(lastOf(candidate))
                        + (question.authorities().size() == 1
                                ? " is not the authority that the server names"
                                : " is not among the " + question.authorities().size()
                                        + " authorities that the server names");
            case OTHER_HOST ->
                "it was given for " + String.join(", ", candidate.identity().hosts()) + " alone, not for "
                        + (host.isEmpty() ? "a connection that does not know its host" : "host " + PeerText.safe(host));
            case GIVEN_ANOTHER -> "another was given for host " + PeerText.safe(host);
            case FITS_LESS -> "it would do, but another fits better or comes first";
        };
    }

    private static X509Certificate lastOf(Candidate candidate) {
        List<X509Certificate> chain = candidate.identity().chain();
        return chain.get(chain.size() - 1);
    }
}
