package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import java.util.Objects;

/**
 * Secrets that a pcapng file carries for connections of its own: one Decryption Secrets Block
 * (draft-ietf-opsawg-pcapng section 4.7). They are handed out as they stand; a key log opens records of the same file.
 *
 * @param type what they are: {@link #TLS_KEY_LOG}, or any other 32-bit number
 * @param data the secrets, for a key log its text, of at most 4 MiB
 */
public record DecryptionSecrets(int type, Bytes data) {
    /** Lines of SSLKEYLOGFILE (RFC 9850). */
    public static final int TLS_KEY_LOG = 0x544c534b;

    /** Checks that nothing is null. */
    public DecryptionSecrets {
        Objects.requireNonNull(data, "data");
    }

    /** Whether they are a key log of TLS. */
    public boolean isTlsKeyLog() {
        return type == TLS_KEY_LOG;
    }

    /** Type and size alone: secrets are not printed. */
    @Override
    public String toString() {
        return String.format("DecryptionSecrets[type 0x%08x, %d bytes]", type, data.size());
    }
}
