package dev.mtls.parser.extension;

import dev.mtls.parser.code.HpkeAead;
import dev.mtls.parser.code.HpkeKdf;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * What is encrypted with under HPKE. RFC 9849 4: {@code HpkeKdfId kdf_id; HpkeAeadId aead_id}.
 *
 * @param kdfId how keys are derived
 * @param aeadId the cipher
 */
public record HpkeSymmetricCipherSuite(HpkeKdf kdfId, HpkeAead aeadId) {
    static HpkeSymmetricCipherSuite read(WireReader in) {
        return new HpkeSymmetricCipherSuite(
                in.codePoint("kdf_id", HpkeKdf.TABLE), in.codePoint("aead_id", HpkeAead.TABLE));
    }

    void write(WireWriter out) {
        out.codePoint16(kdfId).codePoint16(aeadId);
    }
}
