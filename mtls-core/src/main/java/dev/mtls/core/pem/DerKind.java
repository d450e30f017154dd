package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.util.Optional;

/** What bytes are that are not PEM. */
final class DerKind {

    private static final int PKCS12_VERSION = 3;

    private DerKind() {}

    /** The label that the bytes would have in PEM, where they are DER of a certificate or of a private key. */
    static Optional<String> labelOf(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != DerReader.SEQUENCE) {
            return Optional.empty();
        }
        try {
            DerReader all = new DerReader(bytes);
            DerReader outer = all.open(DerReader.SEQUENCE, "SEQUENCE");
            all.expectEnd("SEQUENCE");
            if (outer.next(DerReader.INTEGER)) {
                return ofVersioned(outer);
            }
            if (!outer.next(DerReader.SEQUENCE)) {
                return Optional.empty();
            }
            outer.skip("first");
            if (outer.next(DerReader.OCTET_STRING)) {
                return Optional.of("ENCRYPTED PRIVATE KEY");
            }
            outer.skip("signatureAlgorithm");
            return outer.next(DerReader.BIT_STRING) ? Optional.of("CERTIFICATE") : Optional.empty();
        } catch (DerException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofVersioned(DerReader outer) throws DerException {
        byte[] version = outer.read(DerReader.INTEGER, "version");
        if (outer.next(DerReader.OCTET_STRING)) {
            return Optional.of("EC PRIVATE KEY");
        }
        if (outer.next(DerReader.INTEGER)) {
            return Optional.of("RSA PRIVATE KEY");
        }
        boolean pkcs12 = version.length == 1 && version[0] == PKCS12_VERSION;
        return outer.next(DerReader.SEQUENCE) && !pkcs12 ? Optional.of("PRIVATE KEY") : Optional.empty();
    }

    static String describe(byte[] bytes) {
        if (bytes.length == 0) {
            return "an empty source";
        }
        if (isPkcs12(bytes)) {
            return "a PKCS#12 store";
        }
        if (bytes.length >= 4 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xed && bytes[2] == (byte) 0xfe) {
            return "a JKS store";
        }
        return bytes[0] == DerReader.SEQUENCE
                ? "DER that is neither a certificate nor a private key"
                : "text without a PEM block";
    }

    static String remedy(byte[] bytes) {
        if (isPkcs12(bytes)) {
            return "take the PEM out of it with: openssl pkcs12 -in FILE -nodes";
        }
        return bytes.length == 0 ? "check that the file was written" : "give a file that holds PEM";
    }

    private static boolean isPkcs12(byte[] bytes) {
        try {
            DerReader outer = new DerReader(bytes).open(DerReader.SEQUENCE, "PFX");
            byte[] version = outer.read(DerReader.INTEGER, "version");
            return version.length == 1 && version[0] == PKCS12_VERSION && outer.next(DerReader.SEQUENCE);
        } catch (DerException e) {
            return false;
        }
    }
}
