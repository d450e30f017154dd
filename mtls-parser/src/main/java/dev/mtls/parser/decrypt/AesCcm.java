package dev.mtls.parser.decrypt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** AES-CCM with nonces of 12 bytes, which the JDK does not have: CBC-MAC and counter mode over AES. RFC 3610. */
final class AesCcm {

    private static final int BLOCK = 16;
    /** Bytes of the length field: what a nonce of 12 bytes leaves of a block. */
    private static final int LENGTH_FIELD = 3;

    private final SecretKeySpec key;
    private final int tagLength;
    private final Cipher mac;
    private final Cipher counter;

    AesCcm(byte[] key, int tagLength) {
        this.key = new SecretKeySpec(key, "AES");
        this.tagLength = tagLength;
        this.mac = Objects.requireNonNull(Jce.cipher("AES/CBC/NoPadding"), "AES/CBC");
        this.counter = Objects.requireNonNull(Jce.cipher("AES/CTR/NoPadding"), "AES/CTR");
    }

    /** The plaintext, null where it is not authentic. */
    byte @Nullable [] open(byte[] nonce, byte[] associated, byte[] sealed) {
        int length = sealed.length - tagLength;
        if (length < 0) {
            return null;
        }
        try {
            byte[] start = new byte[BLOCK];
            start[0] = LENGTH_FIELD - 1;
            System.arraycopy(nonce, 0, start, 1, nonce.length);
            counter.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(start));
            // Block 0 of the key stream hides the tag, the others the text.
            byte[] hidden = new byte[BLOCK + length];
            System.arraycopy(sealed, length, hidden, 0, tagLength);
            System.arraycopy(sealed, 0, hidden, BLOCK, length);
            byte[] shown = counter.doFinal(hidden);
            byte[] text = Arrays.copyOfRange(shown, BLOCK, shown.length);
            byte[] tag = Arrays.copyOf(shown, tagLength);
            return MessageDigest.isEqual(tag, tag(nonce, associated, text)) ? text : null;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private byte[] tag(byte[] nonce, byte[] associated, byte[] text) throws GeneralSecurityException {
        int head = BLOCK + padded(2 + associated.length);
        byte[] blocks = new byte[head + padded(text.length)];
        blocks[0] = (byte) (0x40 | (tagLength - 2) / 2 << 3 | LENGTH_FIELD - 1);
        System.arraycopy(nonce, 0, blocks, 1, nonce.length);
        blocks[13] = (byte) (text.length >> 16);
        blocks[14] = (byte) (text.length >> 8);
        blocks[15] = (byte) text.length;
        blocks[BLOCK] = (byte) (associated.length >> 8);
        blocks[BLOCK + 1] = (byte) associated.length;
        System.arraycopy(associated, 0, blocks, BLOCK + 2, associated.length);
        System.arraycopy(text, 0, blocks, head, text.length);
        mac.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
        byte[] chained = mac.doFinal(blocks);
        return Arrays.copyOfRange(chained, chained.length - BLOCK, chained.length - BLOCK + tagLength);
    }

    private static int padded(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }
}
