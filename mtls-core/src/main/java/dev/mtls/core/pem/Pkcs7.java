package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;
import java.util.ArrayList;
import java.util.List;

/** The certificates and revocation lists that a PKCS#7 or CMS SignedData carries (RFC 5652, section 5.1), whether or not it signs. */
record Pkcs7(List<byte[]> certificates, List<byte[]> crls) {

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

    static Pkcs7 read(byte[] ber, PemLimits limits) throws DerException {
        byte[] der = Ber.toDer(ber, limits.depth());
        DerReader contentInfo = new DerReader(der).open(DerReader.SEQUENCE, "ContentInfo");
        String type = contentInfo.objectIdentifier("contentType");
        if (!type.equals(SIGNED_DATA)) {
            throw new DerException("found the content type " + type + ", expected signedData");
        }
        DerReader signed = contentInfo.open(DerReader.CONTEXT_0, "content").open(DerReader.SEQUENCE, "SignedData");
        signed.skip("version");
        signed.skip("digestAlgorithms");
        signed.skip("encapContentInfo");
        List<byte[]> certificates = elements(signed, DerReader.CONTEXT_0, limits);
        return new Pkcs7(certificates, elements(signed, DerReader.CONTEXT_1, limits));
    }

    private static List<byte[]> elements(DerReader in, int tag, PemLimits limits) throws DerException {
        List<byte[]> elements = new ArrayList<>();
        if (in.next(tag)) {
            DerReader set = in.open(tag, "certificates or crls");
            while (set.hasMore()) {
                if (elements.size() == limits.blocks()) {
                    throw new DerException(
                            "found more than " + limits.blocks() + " certificates or lists, expected at most that");
                }
                elements.add(set.element("certificate or list"));
            }
        }
        return elements;
    }
}
