package dev.mtls.parser.extension;

import dev.mtls.parser.code.SignatureScheme;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import dev.mtls.parser.x509.SubjectPublicKeyInfo;
import java.util.Optional;

/**
 * A key that the holder of a certificate lets somebody use for some days. RFC 9345 4.
 *
 * <p>{@code Credential cred; SignatureScheme algorithm; opaque signature<1..2^16-1>}. The signature is of the key of the certificate,
 * over the certificate too: it holds with no other.
 *
 * @param cred the key and what it is for
 * @param algorithm how the holder of the certificate signed
 * @param signature the signature
 */
public record DelegatedCredential(DelegatedCredential.Credential cred, SignatureScheme algorithm, Bytes signature) {
    /**
     * {@code uint32 valid_time; SignatureScheme dc_cert_verify_algorithm; opaque ASN1_subjectPublicKeyInfo<1..2^24-1>}.
     *
     * @param validTime seconds from the start of the certificate's validity to the end of this one's
     * @param dcCertVerifyAlgorithm how the CertificateVerify of the handshake is signed with this key
     * @param subjectPublicKeyInfo the key in DER; not checked when it is read
     */
    public record Credential(long validTime, SignatureScheme dcCertVerifyAlgorithm, Bytes subjectPublicKeyInfo) {
        /** The key; empty when the bytes are none. */
        public Optional<SubjectPublicKeyInfo> publicKey() {
            return SubjectPublicKeyInfo.of(subjectPublicKeyInfo);
        }

        private static Credential read(WireReader in) {
            return new Credential(
                    in.u32("valid_time"),
                    in.codePoint("dc_cert_verify_algorithm", SignatureScheme.TABLE),
                    in.opaque24("asn1_subject_public_key_info", 1, 0xffffff));
        }
    }

    /** Reads one: three fields of the struct it stands in. */
    public static DelegatedCredential read(WireReader in) {
        return new DelegatedCredential(
                in.struct("cred", Credential::read),
                in.codePoint("algorithm", SignatureScheme.TABLE),
                in.opaque16("signature", 1));
    }

    /** Writes the same bytes as it was read from. */
    public void write(WireWriter out) {
        out.u32(cred.validTime()).codePoint16(cred.dcCertVerifyAlgorithm()).opaque24(cred.subjectPublicKeyInfo());
        out.codePoint16(algorithm).opaque16(signature);
    }
}
