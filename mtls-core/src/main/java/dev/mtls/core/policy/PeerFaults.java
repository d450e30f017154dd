package dev.mtls.core.policy;

import dev.mtls.core.path.PathException;
import dev.mtls.core.path.PathFault;
import dev.mtls.core.path.PeerText;
import dev.mtls.core.path.Role;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells from the exceptions of the JDK what is wrong with a peer: from their types and reasons, and never from their texts. */
final class PeerFaults {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int DEEPEST = 20;
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private PeerFaults() {}

    /** The id of what is wrong. */
    static String id(CertificateException refusal, Role role, X509Certificate @Nullable [] sent) {
        return refusal instanceof PathException ours
                ? ours.id()
                : fault(refusal, role, sent).id(role);
    }

    /** What is wrong, in the words of whoever found it. */
    static String reason(CertificateException refusal, X509Certificate @Nullable [] sent) {
        List<Throwable> chain = chain(refusal);
        if (refusal instanceof PathException ours) {
            return String.valueOf(ours.getMessage()).substring(ours.id().length() + ": ".length());
        }
        String text = PeerText.safe(String.valueOf(chain.get(chain.size() - 1).getMessage()));
        return sent == null || sent.length == 0 ? text : PeerText.subject(sent[0]) + ": " + text;
    }

    private static PathFault fault(CertificateException refusal, Role role, X509Certificate @Nullable [] sent) {
        boolean ofPath = false;
        for (Throwable e : chain(refusal)) {
            if (e instanceof CertificateExpiredException || reasonOf(e) == BasicReason.EXPIRED) {
                return PathFault.EXPIRED;
            }
            if (e instanceof CertificateNotYetValidException || reasonOf(e) == BasicReason.NOT_YET_VALID) {
                return PathFault.NOT_YET_VALID;
            }
            if (reasonOf(e) == BasicReason.REVOKED) {
                return PathFault.REVOKED;
            }
            if (reasonOf(e) == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                return PathFault.REVOCATION_UNKNOWN;
            }
            ofPath |= e instanceof CertPathBuilderException || e instanceof CertPathValidatorException;
        }
        if (!ofPath && sent != null && sent.length > 0 && !isFit(sent[0], role)) {
            return PathFault.UNFIT_FOR_ROLE;
        }
        // The validator of JSSE has an exception of its own; a plain one comes from the comparison of the host, which
        // it does last.
        return role == Role.SERVER && !ofPath && refusal.getClass() == CertificateException.class
                ? PathFault.HOST_NOT_MATCHED
                : PathFault.UNTRUSTED;
    }

    private static CertPathValidatorException.@Nullable Reason reasonOf(Throwable e) {
        return e instanceof CertPathValidatorException path ? path.getReason() : null;
    }

    private static boolean isFit(X509Certificate leaf, Role role) {
        boolean[] usage = leaf.getKeyUsage();
        if (role == Role.CLIENT && usage != null && !usage[DIGITAL_SIGNATURE]) {
            return false;
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(role.purpose()) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable e = failure; e != null && chain.size() < DEEPEST; e = e.getCause()) {
            chain.add(e);
        }
        return chain;
    }
}
