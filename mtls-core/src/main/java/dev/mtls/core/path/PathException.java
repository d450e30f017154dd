package dev.mtls.core.path;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A path was refused. The message begins with the id of the cause; the exception below is one from which JSSE chooses the alert that it
 * sends.
 */
public final class PathException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final PathFault fault;
    private final String id;

    PathException(PathFault fault, Role role, String message, Throwable cause) {
        super(fault.id(role) + ": " + message, cause);
        this.fault = fault;
        this.id = fault.id(role);
    }

    static PathException of(PathRefusal refusal, Role role) {
        Throwable below = refusal.getCause();
        Throwable cause = below instanceof CertPathValidatorException
                ? below
                : new CertPathValidatorException(
                        refusal.reason(), below, null, -1, refusal.fault().reason());
        return new PathException(refusal.fault(), role, refusal.reason(), cause);
    }

    /** The certificate of a server names none of the hosts by which it was called. */
    static PathException hostNotMatched(X509Certificate leaf, List<String> called) {
        return of(
                new PathRefusal(
                        PathFault.HOST_NOT_MATCHED,
                        "found " + PeerText.safe(HostNames.of(leaf).presented().toString()) + ", expected "
                                + PeerText.safe(called.toString())),
                Role.SERVER);
    }

    /** The peer is none of those that are admitted. */
    public static PathException notAllowed(Role role, X509Certificate leaf, String why) {
        return of(new PathRefusal(PathFault.NOT_ALLOWED, PeerText.subject(leaf) + " " + why), role);
    }

    /** The JDK gave up on the certificates of a peer with an exception that a trust manager must not throw. */
    public static PathException unjudged(Role role, RuntimeException e) {
        PathFault fault =
                e instanceof UnsupportedOperationException ? PathFault.NAME_NOT_PERMITTED : PathFault.OFF_PROFILE;
        String message = "the JDK cannot judge the certificates: " + PeerText.safe(String.valueOf(e.getMessage()));
        return of(new PathRefusal(fault, message, e), role);
    }

    /** What is wrong. */
    public PathFault fault() {
        return fault;
    }

    /** The id of the cause, as docs/findings.md has it. */
    public String id() {
        return id;
    }
}
