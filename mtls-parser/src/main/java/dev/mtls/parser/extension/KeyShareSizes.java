package dev.mtls.parser.extension;

import dev.mtls.parser.code.NamedGroup;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a share of a group is, so that a corrupt one is told. RFC 8446 4.2.8, RFC 8734, RFC 8998, RFC 9367, and for ML-KEM
 * draft-ietf-tls-mlkem and draft-ietf-tls-ecdhe-mlkem: what the client sends is a key, what the server sends a ciphertext.
 */
final class KeyShareSizes {
    private static final int UNCOMPRESSED = 4; // RFC 8446 4.2.8.2: the only form of a point in TLS 1.3
    private static final Map<NamedGroup, Size> SIZES = new HashMap<>();

    static {
        point(0x0017, 65);
        point(0x0018, 97);
        point(0x0019, 133);
        same(0x001d, 32); // x25519
        same(0x001e, 56); // x448
        point(0x001f, 65); // brainpool, of TLS 1.3
        point(0x0020, 97);
        point(0x0021, 129);
        for (int gost256 = 0x0022; gost256 <= 0x0025; gost256++) {
            same(gost256, 64);
        }
        for (int gost512 = 0x0026; gost512 <= 0x0028; gost512++) {
            same(gost512, 128);
        }
        point(0x0029, 65); // curveSM2
        same(0x0100, 256); // ffdhe
        same(0x0101, 384);
        same(0x0102, 512);
        same(0x0103, 768);
        same(0x0104, 1024);
        put(0x0200, 800, 768, false); // ML-KEM
        put(0x0201, 1184, 1088, false);
        put(0x0202, 1568, 1568, false);
        put(0x11e9, 865, 833, true); // a point and ML-KEM behind it
        put(0x11ea, 832, 800, false); // ML-KEM and x25519
        put(0x11eb, 1249, 1153, true);
        put(0x11ec, 1216, 1120, false);
        put(0x11ed, 1665, 1665, true);
        put(0x11ee, 1249, 1153, true);
        put(0x6399, 1216, 1120, false); // Kyber, the drafts
        put(0x639a, 1249, 1153, true);
    }

    private KeyShareSizes() {}

    /**
     * The size of a share.
     *
     * @param client bytes of a client's share
     * @param server bytes of a server's share
     * @param startsWithPoint whether it starts with a point in uncompressed form
     */
    private record Size(int client, int server, boolean startsWithPoint) {}

    /** What is wrong with a share; null when nothing is, or when nothing is known of the group. */
    static @Nullable String fault(KeyShare.Entry share, boolean ofClient) {
        Size size = SIZES.get(share.group());
        if (size == null) {
            return null;
        }
        int expected = ofClient ? size.client() : size.server();
        int found = share.keyExchange().size();
        if (found != expected) {
            return "a share of " + share.group().name() + " has " + expected + " bytes, not " + found;
        }
        return size.startsWithPoint() && share.keyExchange().u8(0) != UNCOMPRESSED
                ? "a point of " + share.group().name() + " that is not uncompressed"
                : null;
    }

    private static void point(int group, int bytes) {
        put(group, bytes, bytes, true);
    }

    private static void same(int group, int bytes) {
        put(group, bytes, bytes, false);
    }

    private static void put(int group, int client, int server, boolean startsWithPoint) {
        SIZES.put(NamedGroup.of(group), new Size(client, server, startsWithPoint));
    }
}
