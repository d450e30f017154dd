package dev.mtls.core.path;

import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;

/** What can be wrong with a path: the ids of docs/findings.md, and the reason from which JSSE chooses its alert. */
public enum PathFault {
    /** No path leads from the certificate to an anchor. */
    UNTRUSTED("client-certificate-untrusted", "server-certificate-untrusted", PKIXReason.NO_TRUST_ANCHOR),
    /** A certificate of the path is no longer valid. */
    EXPIRED("client-certificate-expired", "server-certificate-expired", BasicReason.EXPIRED),
    /** A certificate of the path is not valid yet. */
    NOT_YET_VALID("client-certificate-not-yet-valid", "server-certificate-not-yet-valid", BasicReason.NOT_YET_VALID),
    /** The certificate of the peer, or an authority above it, is not meant for the role of the peer. */
    UNFIT_FOR_ROLE(
            "client-certificate-unfit-for-role", "server-certificate-unfit-for-role", PKIXReason.INVALID_KEY_USAGE),
    /** A CRL names a certificate of the path. */
    REVOKED("client-certificate-revoked", "server-certificate-revoked", BasicReason.REVOKED),
    /** No CRL can tell whether a certificate of the path was revoked. */
    REVOCATION_UNKNOWN(
            "client-certificate-revocation-unknown",
            "server-certificate-revocation-unknown",
            BasicReason.UNDETERMINED_REVOCATION_STATUS),
    /** A name in the path lies outside the name constraints of an authority above it. */
    NAME_NOT_PERMITTED(
            "client-certificate-name-not-permitted", "server-certificate-name-not-permitted", PKIXReason.INVALID_NAME),
    /** The peer has a path, and is none of those that are admitted. */
    NOT_ALLOWED("client-certificate-not-allowed", "server-certificate-not-allowed", BasicReason.UNSPECIFIED),
    /** The certificate of a server does not name the host that was called. */
    HOST_NOT_MATCHED("server-host-not-matched", "server-host-not-matched", PKIXReason.INVALID_NAME),
    /** A certificate of the path breaks the profile of RFC 5280. */
    OFF_PROFILE("client-certificate-off-profile", "server-certificate-off-profile", BasicReason.UNSPECIFIED),
    /** There are more certificates than are allowed. */
    TOO_LONG("chain-too-long", "chain-too-long", PKIXReason.PATH_TOO_LONG),
    /** To judge it would cost more than is allowed. */
    TOO_COSTLY("chain-too-costly", "chain-too-costly", BasicReason.UNSPECIFIED);

    private final String ofClient;
    private final String ofServer;
    private final Reason reason;

    PathFault(String ofClient, String ofServer, Reason reason) {
        this.ofClient = ofClient;
        this.ofServer = ofServer;
        this.reason = reason;
    }

    /** The id of the cause, for a peer in this role. */
    public String id(Role role) {
        return role == Role.CLIENT ? ofClient : ofServer;
    }

    Reason reason() {
        return reason;
    }
}
