package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.util.Optional;

/** What bytes are that are not PEM, told by their structure. */
final class DerKind {

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int PKCS12_VERSION = 3;

    private DerKind() {}

    /** The label that the bytes would have in PEM, where they are one element of DER, or a key store, of a kind that is known here. */
    static Optional<String> labelOf(byte[] bytes) {
        if (startsWith(bytes, 0xfe, 0xed, 0xfe, 0xed)) {
            return Optional.of("JKS");
        }
        if (startsWith(bytes, 0xce, 0xce, 0xce, 0xce)) {
            return Optional.of("JCEKS");
        }
        if (bytes.length < 2 || bytes[0] != DerReader.SEQUENCE) {
            return Optional.empty();
        }
        if (Ber.isIndefinite(bytes)) {
            return labelOfBer(bytes);
        }
        try {
            DerReader all = new DerReader(bytes);
            DerReader outer = all.open(DerReader.SEQUENCE, "SEQUENCE");
            all.expectEnd("SEQUENCE");
            return label(outer);
        } catch (DerException e) {
            return Optional.empty();
        }
    }

    /** Told by the first tag inside alone, which costs nothing: that of a certificate is a SEQUENCE. */
    static boolean isNoCertificate(byte[] der) {
        if (der.length < 6 || der[0] != DerReader.SEQUENCE) {
            return false;
        }
        int lengthBytes = der[1] < 0 ? der[1] & 0x7f : 0;
        return lengthBytes <= 3 && der[2 + lengthBytes] != DerReader.SEQUENCE;
    }

    /** Only PKCS#7 and PKCS#12 are written so; their first field tells them apart. */
    private static Optional<String> labelOfBer(byte[] bytes) {
        return bytes[2] == DerReader.INTEGER
                ? Optional.of("PKCS12")
                : bytes[2] == DerReader.OBJECT_IDENTIFIER ? Optional.of("PKCS7") : Optional.empty();
    }

    private static Optional<String> label(DerReader outer) throws DerException {
        if (outer.next(DerReader.INTEGER)) {
            return labelOfVersioned(outer);
        }
        if (outer.next(DerReader.OBJECT_IDENTIFIER)) {
            return isSignedData(outer) ? Optional.of("PKCS7") : Optional.empty();
        }
        if (!outer.next(DerReader.SEQUENCE)) {
            return Optional.empty();
        }
        DerReader first = outer.open(DerReader.SEQUENCE, "first");
        if (outer.next(DerReader.OCTET_STRING)) {
            return Optional.of("ENCRYPTED PRIVATE KEY");
        }
        if (outer.next(DerReader.BIT_STRING)) {
            return Optional.of("PUBLIC KEY");
        }
        outer.skip("signatureAlgorithm");
        return outer.next(DerReader.BIT_STRING) ? labelOfSigned(first) : Optional.empty();
    }

    /** Private keys of four shapes, and PKCS#12. */
    private static Optional<String> labelOfVersioned(DerReader outer) throws DerException {
        int version = outer.number("version");
        if (outer.next(DerReader.OCTET_STRING)) {
            return Optional.of("EC PRIVATE KEY");
        }
        if (outer.next(DerReader.INTEGER)) {
            int integers = 1;
            for (; outer.next(DerReader.INTEGER); integers++) {
                outer.skip("integer");
            }
            return Optional.of(integers == 6 ? "DSA PRIVATE KEY" : "RSA PRIVATE KEY");
        }
        return outer.next(DerReader.SEQUENCE)
                ? Optional.of(version == PKCS12_VERSION ? "PKCS12" : "PRIVATE KEY")
                : Optional.empty();
    }

    /** Certificates, requests and revocation lists differ in the fields before the first name or time. */
    private static Optional<String> labelOfSigned(DerReader signed) throws DerException {
        if (signed.next(DerReader.CONTEXT_0)) {
            return Optional.of("CERTIFICATE");
        }
        boolean versioned = signed.next(DerReader.INTEGER);
        if (versioned) {
            signed.skip("version or serialNumber");
        }
        signed.open(DerReader.SEQUENCE, "signature or subject");
        signed.open(DerReader.SEQUENCE, "issuer or subjectPKInfo");
        if (signed.next(UTC_TIME) || signed.next(GENERALIZED_TIME)) {
            return Optional.of("X509 CRL");
        }
        if (!versioned) {
            return Optional.empty();
        }
        return Optional.of(signed.next(DerReader.SEQUENCE) ? "CERTIFICATE" : "CERTIFICATE REQUEST");
    }

    private static boolean isSignedData(DerReader contentInfo) {
        try {
            return contentInfo.objectIdentifier("contentType").equals(SIGNED_DATA);
        } catch (DerException e) {
            return false;
        }
    }

    /** For a source without a block. */
    static String describe(byte[] bytes) {
        if (bytes.length == 0) {
            return "an empty source";
        }
        if (bytes[0] == DerReader.SEQUENCE && isBinary(bytes)) {
            return "DER that is cut off, damaged or of another kind";
        }
        return isBinary(bytes) ? "bytes that are neither text nor DER" : "text without a PEM block";
    }

    private static boolean isBinary(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return true;
            }
        }
        return false;
    }

    static String remedy(byte[] bytes) {
        return bytes.length == 0 ? "check that the file was written" : "give a file that holds PEM";
    }

    private static boolean startsWith(byte[] bytes, int... values) {
        for (int i = 0; i < values.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
