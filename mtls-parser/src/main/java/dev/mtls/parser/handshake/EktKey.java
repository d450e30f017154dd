package dev.mtls.parser.handshake;

import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;

/**
 * The key that encrypts the keys of a conference, over DTLS. RFC 8870 5.2.2: {@code opaque ekt_key_value<1..256>; opaque
 * srtp_master_salt<1..256>; uint16 ekt_spi; uint24 ekt_ttl}.
 *
 * @param ektKeyValue the key, 1 to 256 bytes: a secret, never part of {@link #toString}
 * @param srtpMasterSalt the salt, 1 to 256 bytes
 * @param ektSpi the number of these parameters
 * @param ektTtl seconds for which the key may be used, 0 to 16,777,215
 */
public record EktKey(Bytes ektKeyValue, Bytes srtpMasterSalt, int ektSpi, int ektTtl) implements HandshakeMessage {
    static EktKey read(WireReader in, ReadContext context) {
        return new EktKey(
                in.opaque16("ekt_key_value", 1, 256),
                in.opaque16("srtp_master_salt", 1, 256),
                in.u16("ekt_spi"),
                in.u24("ekt_ttl"));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.EKT_KEY;
    }

    @Override
    public void write(WireWriter out) {
        out.opaque16(ektKeyValue).opaque16(srtpMasterSalt).u16(ektSpi).u24(ektTtl);
    }

    @Override
    public String toString() {
        return "EktKey[" + ektKeyValue.size() + " bytes, ektSpi=" + ektSpi + ", ektTtl=" + ektTtl + "]";
    }
}
