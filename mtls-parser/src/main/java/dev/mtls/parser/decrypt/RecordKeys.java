package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** Derives the keys of one direction, and gives what opens its records. */
public final class RecordKeys {

    private static final int SALT = 4;
    private static final int NONCE = 12;

    private RecordKeys() {}

    /** Keys of a traffic secret of TLS 1.3. RFC 8446 section 7.3. */
    public static Optional<RecordOpener> ofTraffic(SuiteProtection suite, Bytes trafficSecret) {
        HkdfSchedule schedule = new HkdfSchedule(suite.hash());
        if (!suite.mode().isAead() || trafficSecret.size() != schedule.length()) {
            return Optional.empty();
        }
        byte[] secret = trafficSecret.toByteArray();
        byte[] key = schedule.expandLabel(secret, "key", new byte[0], suite.keyLength());
        byte[] iv = schedule.expandLabel(secret, "iv", new byte[0], NONCE);
        return Optional.of(new AeadOpener(suite, key, iv, true));
    }

    /**
     * Keys of a master secret of TLS 1.2 or older. RFC 5246 section 6.3.
     *
     * <pre>
     * key_block = client_write_MAC_key, server_write_MAC_key, client_write_key, server_write_key,
     *             client_write_IV, server_write_IV
     * </pre>
     *
     * @param encryptThenMac whether encrypt_then_mac was negotiated
     */
    public static Optional<RecordOpener> ofMaster(
            SuiteProtection suite,
            ProtocolVersion version,
            boolean encryptThenMac,
            Bytes master,
            Bytes clientRandom,
            Bytes serverRandom,
            Sender from) {
        boolean aead = suite.mode().isAead();
        int macKey = aead ? 0 : suite.tagLength();
        int iv = aead
                ? (suite.mode() == SuiteProtection.Mode.CHACHA20_POLY1305 ? NONCE : SALT)
                : version.value() <= ProtocolVersion.TLS_1_0.value() ? suite.blockLength() : 0;
        if (master.size() != Prf.MASTER_SECRET || (aead && version.value() < ProtocolVersion.TLS_1_2.value())) {
            return Optional.empty();
        }
        int length = 2 * (macKey + suite.keyLength() + iv);
        byte[] block = Prf.of(version, suite)
                .keyBlock(master.toByteArray(), clientRandom.toByteArray(), serverRandom.toByteArray(), length);
        int side = from == Sender.CLIENT ? 0 : 1;
        int keys = 2 * macKey;
        int ivs = keys + 2 * suite.keyLength();
        byte[] writeMac = part(block, side * macKey, macKey);
        byte[] writeKey = part(block, keys + side * suite.keyLength(), suite.keyLength());
        byte[] writeIv = part(block, ivs + side * iv, iv);
        if (aead) {
            return Optional.of(new AeadOpener(suite, writeKey, writeIv, false));
        }
        try {
            return Optional.of(new MacOpener(suite, version, encryptThenMac, writeMac, writeKey, writeIv));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] part(byte[] block, int from, int length) {
        return Arrays.copyOfRange(block, from, from + length);
    }
}
