package dev.mtls.examples.cli;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is told of a certificate, as text that is not yet made fit for a terminal.
 *
 * @param subject RFC 4514 string
 * @param issuer RFC 4514 string
 * @param serial hex without leading zeros
 * @param notBefore first moment of validity
 * @param notAfter last moment of validity
 * @param alternativeNames with their prefix, as in {@code DNS:localhost}
 * @param key its public key
 */
record CertificateFacts(
        String subject,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        List<String> alternativeNames,
        Key key) {

    /**
     * A public key.
     *
     * @param algorithm RSA, EC, Ed25519 ...
     * @param size in bits
     * @param curve name of the curve of an EC key
     */
    record Key(String algorithm, OptionalInt size, Optional<String> curve) {
        private static final Map<String, String> CURVES = Map.of(
                "06082a8648ce3d030107", "secp256r1",
                "06052b81040022", "secp384r1",
                "06052b81040023", "secp521r1",
                "06052b81040021", "secp224r1",
                "06052b8104000a", "secp256k1",
                "06092b2403030208010107", "brainpoolP256r1",
                "06092b240303020801010b", "brainpoolP384r1",
                "06092b240303020801010d", "brainpoolP512r1");
        private static final Map<String, String> EDWARDS = Map.of("06032b6570", "Ed25519", "06032b6571", "Ed448");

        private static Key of(PublicKey key) {
            byte[] encoded = key.getEncoded() == null ? new byte[0] : key.getEncoded();
            String start = HexFormat.of().formatHex(encoded, 0, Math.min(encoded.length, 40));
            Optional<String> curve = key.getAlgorithm().equals("EC") ? named(CURVES, start) : Optional.empty();
            String algorithm = named(EDWARDS, start)
                    .filter(name -> !key.getAlgorithm().equals("EC"))
                    .orElse(key.getAlgorithm());
            return new Key(algorithm, size(key), curve);
        }

        private static Optional<String> named(Map<String, String> identifiers, String start) {
            return identifiers.entrySet().stream()
                    .filter(entry -> start.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        private static OptionalInt size(PublicKey key) {
            if (key instanceof RSAPublicKey rsa) {
                return OptionalInt.of(rsa.getModulus().bitLength());
            }
            if (key instanceof ECPublicKey ec) {
                return OptionalInt.of(ec.getParams().getCurve().getField().getFieldSize());
            }
            return OptionalInt.empty();
        }

        /** {@code EC, 256 bits, secp256r1}. */
        @Override
        public String toString() {
            return algorithm
                    + (size.isPresent() ? ", " + size.getAsInt() + " bits" : "")
                    + curve.map(name -> ", " + name).orElse("");
        }
    }

    static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                alternativeNames(certificate),
                Key.of(certificate.getPublicKey()));
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            if (found != null) {
                found.forEach(name -> names.add(alternativeName((Integer) name.get(0), name.get(1))));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    /** RFC 5280 section 4.2.1.6: the number of the name says its kind. */
    private static String alternativeName(int kind, Object value) {
        String text = value instanceof byte[] der ? HexFormat.of().formatHex(der) : String.valueOf(value);
        return switch (kind) {
            case 1 -> "email:" + text;
            case 2 -> "DNS:" + text;
            case 4 -> "DN:" + text;
            case 6 -> "URI:" + text;
            case 7 -> "IP:" + text;
            default -> "other:" + text;
        };
    }
}
