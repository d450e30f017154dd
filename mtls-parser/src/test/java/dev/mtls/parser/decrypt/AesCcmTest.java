package dev.mtls.parser.decrypt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.wire.Bytes;
import org.junit.jupiter.api.Test;

/** AES-CCM with a tag of 8 bytes, by example 3 of NIST SP 800-38C. */
class AesCcmTest {

    private static final byte[] NONCE = hex("101112131415161718191a1b");
    private static final byte[] ASSOCIATED = hex("000102030405060708090a0b0c0d0e0f10111213");
    private static final byte[] SEALED = hex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951");

    private final AesCcm ccm = new AesCcm(hex("404142434445464748494a4b4c4d4e4f"), 8);

    @Test
    void theExampleOpens() {
        assertThat(ccm.open(NONCE, ASSOCIATED, SEALED))
                .isEqualTo(hex("202122232425262728292a2b2c2d2e2f3031323334353637"));
    }

    @Test
    void noOtherBitOpens() {
        for (int bit = 0; bit < 8 * SEALED.length; bit++) {
            byte[] altered = SEALED.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(ccm.open(NONCE, ASSOCIATED, altered)).as("bit %d", bit).isNull();
        }
        byte[] header = ASSOCIATED.clone();
        header[3] ^= 1;
        assertThat(ccm.open(NONCE, header, SEALED)).isNull();
        assertThat(ccm.open(NONCE, ASSOCIATED, new byte[7])).isNull();
    }

    private static byte[] hex(String digits) {
        return Bytes.ofHex(digits).toByteArray();
    }
}
