package dev.mtls.parser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.ReaderTable;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EccpwdTest {

    @Test
    void aCurveOfAFormThatNobodyKnowsStaysBytes() {
        ReadContext context = new ReadContext(
                Optional.of(ProtocolVersion.TLS_1_2),
                Optional.of(CipherSuite.of(0xc0b0)),
                MessageKind.OTHER,
                Sender.SERVER,
                Optional.empty(),
                ReaderTable.NONE);
        String rest = "0000 01 0100 0100 0100 0100 0100 0100 0100 0100";
        Bytes known = message("02" + rest);
        Bytes unknown = message("00" + rest);

        HandshakeMessage read =
                HandshakeMessages.decode(known, context, DecodeLimits.DEFAULTS).value();
        HandshakeMessage kept = HandshakeMessages.decode(unknown, context, DecodeLimits.DEFAULTS)
                .value();

        assertThat(((ServerKeyExchange) read).params()).containsInstanceOf(ServerKeyExchange.Eccpwd.class);
        assertThat(((ServerKeyExchange) kept).params()).containsInstanceOf(ServerKeyExchange.Opaque.class);
        assertThat(HandshakeMessages.write(read)).isEqualTo(known);
        assertThat(HandshakeMessages.write(kept)).isEqualTo(unknown);
    }

    private static Bytes message(String curveParams) {
        Bytes body = Bytes.ofHex("08" + "00".repeat(8) + curveParams);
        return Bytes.ofHex(String.format("0c%06x", body.size())).concat(body);
    }
}
