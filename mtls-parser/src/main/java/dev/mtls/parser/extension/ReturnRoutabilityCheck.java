package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * rrc (61): the sender can check whether a peer is reachable at a new address. RFC 9853.
 *
 * <p>No body. In ClientHello and ServerHello of DTLS 1.2 and 1.3; has no meaning over TCP. Absent: no such checks.
 */
public record ReturnRoutabilityCheck() implements TlsExtension {
    static ReturnRoutabilityCheck read(WireReader in, ReadContext context) {
        return new ReturnRoutabilityCheck();
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RRC;
    }

    @Override
    public void write(WireWriter out) {
        // It has no body.
    }
}
