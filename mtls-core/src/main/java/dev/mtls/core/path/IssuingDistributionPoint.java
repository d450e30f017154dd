package dev.mtls.core.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which certificates of its issuer a CRL covers (RFC 5280, section 5.2.5). Lists for some reasons only, for attribute certificates or of
 * another issuer cover nothing here.
 */
final class IssuingDistributionPoint {

    private static final int POINT = 0xa0;
    private static final int ONLY_USERS = 0x81;
    private static final int ONLY_AUTHORITIES = 0x82;
    private static final int FULL_NAME = 0xa0;

    private IssuingDistributionPoint() {}

    static boolean covers(X509CRL list, X509Certificate certificate) throws CertificateParsingException {
        Optional<Der> extension = Der.extension(list, Extensions.ISSUING_DISTRIBUTION_POINT);
        if (extension.isEmpty()) {
            return true;
        }
        boolean authority = certificate.getBasicConstraints() >= 0;
        for (Der part : extension.get().expect(Der.SEQUENCE).children()) {
            boolean covered = switch (part.tag()) {
                case POINT -> names(certificate, fullName(part));
                case ONLY_USERS -> !authority || isFalse(part);
                case ONLY_AUTHORITIES -> authority || isFalse(part);
                default -> isFalse(part);
            };
            if (!covered) {
                return false;
            }
        }
        return true;
    }

    /** DER leaves out what is false, and some issuers write it. */
    private static boolean isFalse(Der part) {
        byte[] value = part.value();
        return part.tag() != 0x83 && value.length == 1 && value[0] == 0;
    }

    /** The names of a DistributionPointName; none where it is relative to the issuer. */
    private static List<byte[]> fullName(Der distributionPoint) throws CertificateParsingException {
        List<byte[]> names = new ArrayList<>();
        Der name = distributionPoint.only();
        if (name.tag() == FULL_NAME) {
            for (Der each : name.children()) {
                names.add(each.encoded());
            }
        }
        return names;
    }

    /** Whether the certificate says that a list under one of these names tells of its revocation. */
    private static boolean names(X509Certificate certificate, List<byte[]> ofList) throws CertificateParsingException {
        Optional<Der> extension = Der.extension(certificate, Extensions.CRL_DISTRIBUTION_POINTS);
        if (extension.isEmpty()) {
            return false;
        }
        for (Der point : extension.get().expect(Der.SEQUENCE).children()) {
            for (Der part : point.expect(Der.SEQUENCE).children()) {
                if (part.tag() == POINT
                        && fullName(part).stream()
                                .anyMatch(name -> ofList.stream().anyMatch(other -> Arrays.equals(name, other)))) {
                    return true;
                }
            }
        }
        return false;
    }
}
