package dev.mtls.core.path;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * What PKIX leaves out: it takes an anchor for a name and a key (RFC 5280, section 6.1.1), so its validity, its name constraints and its
 * critical extensions are ignored, and of a certificate that is itself an anchor everything is. Here the anchor is judged like every
 * authority, and each certificate by its profile.
 */
final class StrictPath {

    private StrictPath() {}

    static void require(CertificationPath path, Role role, Instant now) throws PathRefusal {
        requireValid(path.anchor(), now);
        if (!path.pinned()) {
            Profile.of(path.anchor()).requireAnchor(role);
            for (int i = path.certificates().size() - 1; i > 0; i--) {
                Profile.of(path.certificates().get(i)).requireIntermediate(role);
            }
        }
        LeafProfile.require(path.leaf(), role, path.pinned());
        requirePermittedNames(path);
    }

    private static void requireValid(X509Certificate anchor, Instant now) throws PathRefusal {
        try {
            anchor.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new PathRefusal(
                    PathFault.EXPIRED,
                    "the anchor " + PeerText.subject(anchor) + " expired at "
                            + anchor.getNotAfter().toInstant(),
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new PathRefusal(
                    PathFault.NOT_YET_VALID,
                    "the anchor " + PeerText.subject(anchor) + " is valid from "
                            + anchor.getNotBefore().toInstant(),
                    e);
        }
    }

    /** From the anchor down: a certificate is bound by all above it, but a self-issued one that is not the last (section 6.1.3 (b)). */
    private static void requirePermittedNames(CertificationPath path) throws PathRefusal {
        NameConstraints.Comparisons comparisons = new NameConstraints.Comparisons();
        List<NameConstraints> binding = new ArrayList<>();
        if (!path.pinned()) {
            NameConstraints.of(path.anchor()).ifPresent(binding::add);
        }
        for (int i = path.certificates().size() - 1; i >= 0; i--) {
            X509Certificate certificate = path.certificates().get(i);
            if (i == 0 || !selfIssued(certificate)) {
                requirePermittedNames(certificate, binding, comparisons);
            }
            if (i > 0) {
                NameConstraints.of(certificate).ifPresent(binding::add);
            }
        }
    }

    private static void requirePermittedNames(
            X509Certificate certificate, List<NameConstraints> binding, NameConstraints.Comparisons comparisons)
            throws PathRefusal {
        if (binding.isEmpty()) {
            return;
        }
        try {
            List<GeneralName> names = GeneralName.constrained(certificate);
            for (NameConstraints constraints : binding) {
                constraints.require(names, comparisons);
            }
        } catch (CertificateParsingException e) {
            throw new PathRefusal(
                    PathFault.NAME_NOT_PERMITTED,
                    "the names of " + PeerText.subject(certificate) + " cannot be compared with the name constraints: "
                            + PeerText.safe(String.valueOf(e.getMessage())),
                    e);
        }
    }

    static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
