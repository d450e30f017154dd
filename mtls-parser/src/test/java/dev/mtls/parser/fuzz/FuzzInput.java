package dev.mtls.parser.fuzz;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.util.List;

/** Takes values off the bytes that a fuzzer gives; zeros once they are used up. */
final class FuzzInput {
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.of(0x1301), // TLS_AES_128_GCM_SHA256
            CipherSuite.of(0xC02F), // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0x009E), // TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0x0018), // TLS_DH_anon_WITH_RC4_128_MD5
            CipherSuite.of(0x009C), // TLS_RSA_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0x00A8), // TLS_PSK_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0x00AA), // TLS_DHE_PSK_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0x00AC), // TLS_RSA_PSK_WITH_AES_128_GCM_SHA256
            CipherSuite.of(0xC035), // TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA
            CipherSuite.of(0xC01E), // TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA
            CipherSuite.of(0xC0B0)); // TLS_ECCPWD_WITH_AES_128_GCM_SHA256

    private static final List<ProtocolVersion> VERSIONS = List.of(
            ProtocolVersion.of(0x0304),
            ProtocolVersion.of(0x0303),
            ProtocolVersion.of(0x0301),
            ProtocolVersion.of(0x0300));

    private final byte[] data;
    private int at;

    FuzzInput(byte[] data) {
        this.data = data;
    }

    boolean isEmpty() {
        return at >= data.length;
    }

    int u8() {
        return isEmpty() ? 0 : data[at++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    /** The next bytes, fewer where there are no more. */
    Bytes take(int count) {
        int size = Math.min(count, data.length - at);
        at += size;
        return Bytes.of(data, at - size, size);
    }

    Bytes rest() {
        return take(data.length - at);
    }

    Sender sender() {
        return (u8() & 1) == 0 ? Sender.CLIENT : Sender.SERVER;
    }

    /** What is negotiated, or that nothing is. */
    ReadContext context() {
        Sender sender = sender();
        int version = u8();
        CipherSuite suite = SUITES.get(u8() % SUITES.size());
        return version % 5 == 4
                ? ReadContext.initial(sender)
                : ReadContext.negotiated(sender, VERSIONS.get(version % 5), suite);
    }
}
