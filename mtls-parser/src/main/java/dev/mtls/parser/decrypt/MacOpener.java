package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens records of suites with a MAC: CBC, RC4 and no cipher at all. RFC 5246 section 6.2.3, RFC 2246 section 6.2.3, RFC
 * 7366 (encrypt-then-MAC), RFC 6101 section 5.2.3.
 */
final class MacOpener implements RecordOpener {

    private final SuiteProtection suite;
    private final ProtocolVersion negotiated;
    private final boolean encryptThenMac;
    private final byte[] macKey;
    private final @Nullable Mac mac;
    private final @Nullable SecretKeySpec key;
    private final @Nullable Cipher cipher;
    /** The last block of the record before, before TLS 1.1 the initialization vector of the next. */
    private byte[] iv;

    MacOpener(
            SuiteProtection suite,
            ProtocolVersion negotiated,
            boolean encryptThenMac,
            byte[] macKey,
            byte[] key,
            byte[] iv)
            throws GeneralSecurityException {
        this.suite = suite;
        this.negotiated = negotiated;
        this.encryptThenMac = encryptThenMac && suite.mode() == SuiteProtection.Mode.CBC;
        this.macKey = macKey;
        this.mac = isSsl3() ? null : Jce.mac("Hmac" + suite.mac(), macKey);
        this.iv = iv;
        if (suite.cipher().isEmpty()) {
            this.key = null;
            this.cipher = null;
            return;
        }
        SecretKeySpec made = new SecretKeySpec(key, suite.cipher());
        boolean cbc = suite.mode() == SuiteProtection.Mode.CBC;
        Cipher found = Jce.cipher(cbc ? suite.cipher() + "/CBC/NoPadding" : suite.cipher());
        if (found == null) {
            throw new GeneralSecurityException("the JDK lacks " + suite.cipher());
        }
        if (!cbc) {
            // A stream cipher goes on from record to record.
            found.init(Cipher.DECRYPT_MODE, made);
        }
        this.key = made;
        this.cipher = found;
    }

    @Override
    public @Nullable Bytes open(long sequence, ContentType type, ProtocolVersion version, Bytes fragment) {
        try {
            if (suite.mode() == SuiteProtection.Mode.CBC) {
                return cbc(sequence, type, version, fragment);
            }
            byte[] text = cipher == null ? fragment.toByteArray() : cipher.update(fragment.toByteArray());
            return text == null ? null : checked(sequence, type, version, text, text.length);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    @Override
    public void passed(Bytes fragment) {
        int block = suite.blockLength();
        if (block > 0 && hasImplicitIv() && fragment.size() >= block) {
            iv = fragment.slice(fragment.size() - block).toByteArray();
        }
    }

    private @Nullable Bytes cbc(long sequence, ContentType type, ProtocolVersion version, Bytes fragment)
            throws GeneralSecurityException {
        int block = suite.blockLength();
        int explicit = hasImplicitIv() ? 0 : block;
        int end = fragment.size() - (encryptThenMac ? suite.tagLength() : 0);
        if (end <= explicit || (end - explicit) % block != 0) {
            return null;
        }
        byte[] all = fragment.toByteArray();
        if (encryptThenMac
                && !MessageDigest.isEqual(
                        mac(sequence, type, version, all, end), Arrays.copyOfRange(all, end, all.length))) {
            return null;
        }
        byte[] vector = explicit > 0 ? Arrays.copyOf(all, block) : iv;
        Cipher open = Objects.requireNonNull(cipher);
        open.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(vector));
        byte[] text = open.doFinal(all, explicit, end - explicit);
        int length = withoutPadding(text, block);
        if (length < 0) {
            return null;
        }
        Bytes content = encryptThenMac ? Bytes.owning(text, 0, length) : checked(sequence, type, version, text, length);
        if (content != null) {
            passed(fragment.slice(0, end));
        }
        return content;
    }

    private int withoutPadding(byte[] text, int block) {
        int padding = text[text.length - 1] & 0xff;
        int length = text.length - 1 - padding;
        if (length < 0 || (isSsl3() && padding >= block)) {
            return -1;
        }
        // SSL 3.0 leaves open what padding consists of.
        for (int i = length; i < text.length && !isSsl3(); i++) {
            if ((text[i] & 0xff) != padding) {
                return -1;
            }
        }
        return length;
    }

    /** The content before the MAC, null where that is another one. */
    private @Nullable Bytes checked(long sequence, ContentType type, ProtocolVersion version, byte[] text, int length) {
        int content = length - suite.tagLength();
        if (content < 0) {
            return null;
        }
        byte[] found = Arrays.copyOfRange(text, content, length);
        return MessageDigest.isEqual(mac(sequence, type, version, text, content), found)
                ? Bytes.owning(text, 0, content)
                : null;
    }

    private byte[] mac(long sequence, ContentType type, ProtocolVersion version, byte[] text, int length) {
        byte[] header = Headers.numbered(sequence, type, version, length);
        if (mac == null) {
            return ssl3Mac(header, text, length);
        }
        mac.update(header);
        mac.update(text, 0, length);
        return mac.doFinal();
    }

    /** hash(key + pad2 + hash(key + pad1 + number + type + length + text)): the version is not in it. */
    private byte[] ssl3Mac(byte[] header, byte[] text, int length) {
        String hash = suite.mac().equals("MD5") ? "MD5" : "SHA-1";
        byte[] pad = new byte[hash.equals("MD5") ? 48 : 40];
        MessageDigest digest = Jce.digest(hash);
        digest.update(macKey);
        Arrays.fill(pad, (byte) 0x36);
        digest.update(pad);
        digest.update(header, 0, 9);
        digest.update(header, 11, 2);
        digest.update(text, 0, length);
        byte[] inner = digest.digest();
        digest.update(macKey);
        Arrays.fill(pad, (byte) 0x5c);
        digest.update(pad);
        return digest.digest(inner);
    }

    private boolean hasImplicitIv() {
        return negotiated.value() <= ProtocolVersion.TLS_1_0.value();
    }

    private boolean isSsl3() {
        return negotiated.value() < ProtocolVersion.TLS_1_0.value();
    }
}
