package dev.mtls.parser.decrypt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key schedule of TLS 1.3 with one hash. RFC 8446 section 7.1.
 *
 * <pre>
 * HKDF-Expand-Label(Secret, Label, Context, Length) = HKDF-Expand(Secret, HkdfLabel, Length)
 * HkdfLabel = u16 length, label&lt;7..255&gt; "tls13 " + Label, context&lt;0..255&gt;
 * </pre>
 *
 * @param hash {@code SHA-256} or {@code SHA-384}
 */
public record HkdfSchedule(String hash) {

    /** How many bytes the hash and each secret have. */
    public int length() {
        return hash.equals("SHA-384") ? 48 : 32;
    }

    private String hmac() {
        return hash.equals("SHA-384") ? "HmacSHA384" : "HmacSHA256";
    }

    /** HKDF-Extract. RFC 5869 section 2.2. */
    public byte[] extract(byte[] salt, byte[] input) {
        return Jce.hmac(hmac(), salt, input);
    }

    /** HKDF-Expand-Label. */
    public byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.write(length >> 8);
        info.write(length);
        info.write(name.length);
        info.writeBytes(name);
        info.write(context.length);
        info.writeBytes(context);
        return expand(secret, info.toByteArray(), length);
    }

    /** Derive-Secret with the hash of the messages so far. */
    public byte[] deriveSecret(byte[] secret, String label, byte[] transcriptHash) {
        return expandLabel(secret, label, transcriptHash, length());
    }

    /** The traffic secret of the next generation, after a KeyUpdate. RFC 8446 section 7.2. */
    public byte[] nextGeneration(byte[] trafficSecret) {
        return expandLabel(trafficSecret, "traffic upd", new byte[0], length());
    }

    /** The key that a Finished is made with. RFC 8446 section 4.4.4. */
    public byte[] finishedKey(byte[] trafficSecret) {
        return expandLabel(trafficSecret, "finished", new byte[0], length());
    }

    /** The verify_data of a Finished. RFC 8446 section 4.4.4. */
    public byte[] verifyData(byte[] trafficSecret, byte[] transcriptHash) {
        return Jce.hmac(hmac(), finishedKey(trafficSecret), transcriptHash);
    }

    /** The hash of bytes. */
    public byte[] digest(byte[] bytes) {
        return Jce.digest(hash).digest(bytes);
    }

    /** HKDF-Expand. RFC 5869 section 2.3. */
    private byte[] expand(byte[] secret, byte[] info, int length) {
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        int at = 0;
        for (int counter = 1; at < length; counter++) {
            block = Jce.hmac(hmac(), secret, block, info, new byte[] {(byte) counter});
            int taken = Math.min(block.length, length - at);
            System.arraycopy(block, 0, output, at, taken);
            at += taken;
        }
        Arrays.fill(block, (byte) 0);
        return output;
    }
}
