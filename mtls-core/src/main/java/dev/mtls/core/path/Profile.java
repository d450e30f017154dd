package dev.mtls.core.path;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The profile of one certificate: the "MUST" of RFC 5280, section 4, as far as a JDK does not see to it, and of the Baseline
 * Requirements of the CA/Browser Forum (section 7.1) that which keeps two readers from reading a certificate in two ways, or asks for
 * keys of today's strength.
 */
final class Profile {

    static final String ANY_PURPOSE = "2.5.29.37.0";

    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_CURVE_BITS = 256;
    private static final int MAX_SERIAL_BYTES = 20;
    private static final int KEY_CERT_SIGN = 5;

    private final X509Certificate certificate;

    private Profile(X509Certificate certificate) {
        this.certificate = certificate;
    }

    static Profile of(X509Certificate certificate) {
        return new Profile(certificate);
    }

    /** A certificate as an anchor above others. It was chosen by its owner, so its serial number and its own signature are not looked at. */
    void requireAnchor(Role role) throws PathRefusal {
        try {
            requireVersionAndKey();
            requireExtensions();
            requireNothingElseCritical();
            requireAuthority();
            requireAnchorKeyIdentifier();
            requirePurpose(role);
            require(
                    certificate.getExtendedKeyUsage() == null || !StrictPath.selfIssued(certificate),
                    "a root with an extended key usage, whose meaning nobody defines");
        } catch (CertificateParsingException e) {
            throw unreadable(e);
        }
    }

    /** A certificate between that of the peer and the anchor. */
    void requireIntermediate(Role role) throws PathRefusal {
        try {
            requireVersionAndKey();
            requireIssued();
            requireExtensions();
            requireAuthority();
            requireAuthorityKeyIdentifier();
            requirePurpose(role);
        } catch (CertificateParsingException e) {
            throw unreadable(e);
        }
    }

    private void requirePurpose(Role role) throws PathRefusal, CertificateParsingException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        if (purposes != null && !purposes.contains(role.purpose()) && !purposes.contains(ANY_PURPOSE)) {
            throw refusal(
                    PathFault.UNFIT_FOR_ROLE,
                    "an authority with the extended key usage " + purposes + ", expected " + role.purpose() + " for a "
                            + role);
        }
    }

    /** What is demanded of a certificate in any place. */
    void requireVersionAndKey() throws PathRefusal {
        require(
                certificate.getVersion() == 3,
                "version " + certificate.getVersion() + ", expected 3 (section 4.1.2.1)");
        requireKey(certificate.getPublicKey());
    }

    private void requireKey(PublicKey key) throws PathRefusal {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            require(
                    bits >= MIN_RSA_BITS && bits % 8 == 0 && rsa.getModulus().testBit(0),
                    "an RSA key of " + bits + " bits, expected an odd modulus of " + MIN_RSA_BITS
                            + " or more, divisible by 8 in length");
        } else if (key instanceof ECKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            require(bits >= MIN_CURVE_BITS, "an elliptic curve of " + bits + " bits, expected 256 or more");
        } else {
            require(!key.getAlgorithm().equals("DSA"), "a DSA key");
        }
    }

    /** What the issuer answers for: the serial number and the signature. */
    void requireIssued() throws PathRefusal {
        BigInteger serial = certificate.getSerialNumber();
        require(
                serial.signum() > 0 && serial.toByteArray().length <= MAX_SERIAL_BYTES,
                "a serial number that is not positive, or longer than 20 octets (section 4.1.2.2)");
        require(
                !Signatures.weak(certificate.getSigAlgName(), certificate.getSigAlgParams()),
                "a signature with " + PeerText.safe(certificate.getSigAlgName()) + ", expected SHA-256 or more");
    }

    /** Extensions that have a rule of their own wherever they stand. */
    void requireExtensions() throws PathRefusal, CertificateParsingException {
        Set<String> critical = critical();
        requireNot(
                critical, Extensions.AUTHORITY_KEY_IDENTIFIER, "a critical authorityKeyIdentifier (section 4.2.1.1)");
        requireNot(critical, Extensions.SUBJECT_KEY_IDENTIFIER, "a critical subjectKeyIdentifier (section 4.2.1.2)");
        requireNot(critical, Extensions.AUTHORITY_INFO_ACCESS, "a critical authorityInfoAccess (section 4.2.2.1)");
        for (String policy : List.of(Extensions.POLICY_CONSTRAINTS, Extensions.INHIBIT_ANY_POLICY)) {
            require(
                    certificate.getExtensionValue(policy) == null || critical.contains(policy),
                    "policy constraints that are not critical (sections 4.2.1.11 and 4.2.1.14)");
        }
        Optional<Der> access = Der.extension(certificate, Extensions.AUTHORITY_INFO_ACCESS);
        if (access.isPresent()) {
            for (Der description : access.get().expect(Der.SEQUENCE).children()) {
                List<Der> parts = description.expect(Der.SEQUENCE).children();
                require(parts.size() == 2, "an authorityInfoAccess that is malformed (section 4.2.2.1)");
                parts.get(0).expect(Der.OBJECT_IDENTIFIER);
                GeneralName.of(parts.get(1));
            }
        }
        Optional<Der> purposes = Der.extension(certificate, Extensions.EXTENDED_KEY_USAGE);
        require(
                purposes.isEmpty() || !purposes.get().expect(Der.SEQUENCE).isEmpty(),
                "an extended key usage that names no purpose (section 4.2.1.12)");
        List<GeneralName> names = GeneralName.alternatives(certificate);
        if (names.size() > PathValidator.MAX_NAMES) {
            throw refusal(
                    PathFault.TOO_COSTLY,
                    names.size() + " alternative names, expected " + PathValidator.MAX_NAMES + " at most");
        }
        for (GeneralName name : names) {
            NameSyntax.require(name);
        }
    }

    /** On a certificate that PKIX does not see: what nobody judges must not be critical. */
    void requireNothingElseCritical() throws PathRefusal {
        Set<String> unknown = new TreeSet<>(critical());
        unknown.removeAll(Extensions.JUDGED_ON_ANCHORS);
        require(unknown.isEmpty(), "the critical extensions " + unknown + ", which are not understood (section 4.2)");
    }

    /** An authority: sections 4.1.2.6, 4.2.1.2, 4.2.1.3 and 4.2.1.9. */
    private void requireAuthority() throws PathRefusal {
        require(
                !certificate.getSubjectX500Principal().getName().isEmpty(),
                "an authority without a name (section 4.1.2.6)");
        if (certificate.getBasicConstraints() < 0) {
            throw refusal(PathFault.UNTRUSTED, "an authority that is none by its basic constraints (section 4.2.1.9)");
        }
        require(
                critical().contains(Extensions.BASIC_CONSTRAINTS),
                "basic constraints of an authority that are not critical (section 4.2.1.9)");
        require(
                certificate.getExtensionValue(Extensions.SUBJECT_KEY_IDENTIFIER) != null,
                "an authority without a subjectKeyIdentifier (section 4.2.1.2)");
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            throw refusal(PathFault.UNTRUSTED, "an authority whose key usage leaves out keyCertSign (section 4.2.1.3)");
        }
    }

    /** Section 4.2.1.1: a key identifier in every certificate but one that is signed with its own key. */
    void requireAuthorityKeyIdentifier() throws PathRefusal, CertificateParsingException {
        require(
                authorityKeyIdentifier().isPresent(),
                "a certificate without a key identifier of its issuer (section 4.2.1.1)");
    }

    /** Of an anchor that signed itself the identifier names its own key, and in no other way. */
    private void requireAnchorKeyIdentifier() throws PathRefusal, CertificateParsingException {
        Optional<Der> extension = Der.extension(certificate, Extensions.AUTHORITY_KEY_IDENTIFIER);
        if (extension.isEmpty() || !StrictPath.selfIssued(certificate)) {
            return;
        }
        Optional<Der> own = Der.extension(certificate, Extensions.SUBJECT_KEY_IDENTIFIER);
        require(
                extension.get().children().size() == 1
                        && own.isPresent()
                        && authorityKeyIdentifier().isPresent()
                        && Arrays.equals(
                                authorityKeyIdentifier().get().value(),
                                own.get().value()),
                "a root whose authorityKeyIdentifier is not its own key identifier alone");
    }

    private Optional<Der> authorityKeyIdentifier() throws CertificateParsingException {
        Optional<Der> extension = Der.extension(certificate, Extensions.AUTHORITY_KEY_IDENTIFIER);
        if (extension.isEmpty()) {
            return extension;
        }
        return extension.get().expect(Der.SEQUENCE).children().stream()
                .filter(part -> part.tag() == 0x80)
                .findFirst();
    }

    Set<String> critical() {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        return critical == null ? Set.of() : critical;
    }

    private void requireNot(Set<String> critical, String oid, String found) throws PathRefusal {
        require(!critical.contains(oid), found);
    }

    void require(boolean fine, String found) throws PathRefusal {
        if (!fine) {
            throw refusal(PathFault.OFF_PROFILE, found);
        }
    }

    PathRefusal refusal(PathFault fault, String found) {
        return new PathRefusal(fault, "the certificate of " + PeerText.subject(certificate) + ": found " + found);
    }

    PathRefusal unreadable(CertificateParsingException e) {
        return new PathRefusal(
                PathFault.OFF_PROFILE,
                "the certificate of " + PeerText.subject(certificate) + " holds an extension that cannot be read: "
                        + PeerText.safe(String.valueOf(e.getMessage())),
                e);
    }
}
