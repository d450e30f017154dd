package dev.mtls.core.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a certificate tells of those above it, and what stands between it and them, where the authority wrote it down. */
public final class IssuerHints {

    private static final int AUTHORITY_CERT_ISSUER = 0xa1;
    private static final byte[] CA_ISSUERS = {0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02};

    private IssuerHints() {}

    /**
     * Whether the issuer of a certificate issued itself, as its authority key identifier says (RFC 5280 4.2.1.1: the issuer of the
     * issuer); empty where it does not say.
     */
    public static Optional<Boolean> issuedByRoot(X509Certificate certificate) {
        try {
            Optional<Der> identifier = Der.extension(certificate, Extensions.AUTHORITY_KEY_IDENTIFIER);
            if (identifier.isEmpty()) {
                return Optional.empty();
            }
            for (Der field : identifier.get().expect(Der.SEQUENCE).children()) {
                if (field.tag() == AUTHORITY_CERT_ISSUER) {
                    return isDirectoryName(
                            field, certificate.getIssuerX500Principal().getEncoded());
                }
            }
            return Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> isDirectoryName(Der names, byte[] issuer) throws CertificateParsingException {
        for (Der element : names.children()) {
            GeneralName name = GeneralName.of(element);
            if (name.form() == GeneralName.DIRECTORY) {
                return Optional.of(Arrays.equals(name.content().encoded(), issuer));
            }
        }
        return Optional.empty();
    }

    /** Whether it tells where the certificate of its issuer is to be had (RFC 5280 4.2.2.1), which roots seldom do for what they issue. */
    public static boolean namesPlaceOfIssuer(X509Certificate certificate) {
        try {
            Optional<Der> access = Der.extension(certificate, Extensions.AUTHORITY_INFO_ACCESS);
            if (access.isEmpty()) {
                return false;
            }
            for (Der description : access.get().expect(Der.SEQUENCE).children()) {
                List<Der> parts = description.children();
                if (!parts.isEmpty() && Arrays.equals(parts.get(0).encoded(), CA_ISSUERS)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Whether an authority limits names of the form otherName, which neither the JDK nor OpenSSL can compare. */
    public static boolean limitsOtherNames(X509Certificate authority) {
        try {
            Optional<Der> constraints = Der.extension(authority, Extensions.NAME_CONSTRAINTS);
            if (constraints.isEmpty()) {
                return false;
            }
            for (Der subtrees : constraints.get().expect(Der.SEQUENCE).children()) {
                for (Der subtree : subtrees.children()) {
                    List<Der> base = subtree.expect(Der.SEQUENCE).children();
                    if (!base.isEmpty() && GeneralName.of(base.get(0)).form() == GeneralName.OTHER) {
                        return true;
                    }
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Whether a certificate holds a name of the form otherName, such as the principal name of Active Directory. */
    public static boolean hasOtherName(X509Certificate certificate) {
        try {
            for (GeneralName name : GeneralName.alternatives(certificate)) {
                if (name.form() == GeneralName.OTHER) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
