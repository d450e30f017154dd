package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.HeartbeatMode;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * heartbeat (15): the sender answers heartbeat requests. RFC 6520 2.
 *
 * <p>{@code HeartbeatMode mode}. In ClientHello, and in ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: no heartbeats.
 *
 * @param mode whether the peer may send requests too; other values than the two are illegal
 */
public record HeartbeatExtension(HeartbeatMode mode) implements TlsExtension {
    static HeartbeatExtension read(WireReader in, ReadContext context) {
        HeartbeatMode mode = in.codePoint("mode", HeartbeatMode.TABLE);
        if (!mode.isRegistered()) {
            IllegalValue.report(in, "mode", "no mode of heartbeats");
        }
        return new HeartbeatExtension(mode);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.HEARTBEAT;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoint8(mode);
    }
}
