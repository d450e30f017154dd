package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens records of AEAD suites. TLS 1.3: RFC 8446 section 5.2; TLS 1.2: RFC 5246 section 6.2.3.3 with the nonces of RFC
 * 5288, 6655 and 7905.
 */
final class AeadOpener implements RecordOpener {

    private static final int EXPLICIT_NONCE = 8;
    private static final int NONCE = 12;

    private final SuiteProtection suite;
    private final SecretKeySpec key;
    private final byte[] iv;
    private final boolean tls13;
    private final @Nullable Cipher cipher;
    private final @Nullable AesCcm ccm;

    AeadOpener(SuiteProtection suite, byte[] key, byte[] iv, boolean tls13) {
        this.suite = suite;
        this.key = new SecretKeySpec(key, suite.cipher());
        this.iv = iv;
        this.tls13 = tls13;
        this.ccm = suite.mode() == SuiteProtection.Mode.CCM ? new AesCcm(key, suite.tagLength()) : null;
        this.cipher = switch (suite.mode()) {
            case GCM -> Jce.cipher("AES/GCM/NoPadding");
            case CHACHA20_POLY1305 -> Jce.cipher("ChaCha20-Poly1305");
            default -> null;
        };
    }

    @Override
    public @Nullable Bytes open(long sequence, ContentType type, ProtocolVersion version, Bytes fragment) {
        boolean explicit = !tls13 && suite.mode() != SuiteProtection.Mode.CHACHA20_POLY1305;
        int start = explicit ? EXPLICIT_NONCE : 0;
        int length = fragment.size() - start - suite.tagLength();
        if (length < 0) {
            return null;
        }
        byte[] nonce;
        if (explicit) {
            nonce = Arrays.copyOf(iv, NONCE);
            fragment.slice(0, EXPLICIT_NONCE).copyTo(nonce, iv.length);
        } else {
            nonce = iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[NONCE - 1 - i] ^= (byte) (sequence >>> 8 * i);
            }
        }
        byte[] header = tls13
                ? Headers.header(type, version, fragment.size())
                : Headers.numbered(sequence, type, version, length);
        byte[] opened = open(nonce, header, fragment.slice(start).toByteArray());
        return opened == null ? null : Bytes.owning(opened);
    }

    private byte @Nullable [] open(byte[] nonce, byte[] header, byte[] sealed) {
        if (ccm != null) {
            return ccm.open(nonce, header, sealed);
        }
        try {
            Cipher open = Objects.requireNonNull(cipher);
            open.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    suite.mode() == SuiteProtection.Mode.GCM
                            ? new GCMParameterSpec(8 * suite.tagLength(), nonce)
                            : new IvParameterSpec(nonce));
            open.updateAAD(header);
            return open.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
