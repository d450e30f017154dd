package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.SrtpProtectionProfile;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * use_srtp (14): keys for media are made of this handshake. RFC 5764 4.1.1.
 *
 * <p>{@code SRTPProtectionProfile SRTPProtectionProfiles<2..2^16-1>; opaque srtp_mki<0..255>}. In ClientHello, and with one profile
 * in ServerHello (before TLS 1.3) or EncryptedExtensions. Absent: no keys for media.
 *
 * @param srtpProtectionProfiles the profiles, best first; one of them in the answer of a server
 * @param srtpMki the number of the key in packets of SRTP; empty when there is none
 */
public record UseSrtp(List<SrtpProtectionProfile> srtpProtectionProfiles, Bytes srtpMki) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public UseSrtp {
        srtpProtectionProfiles = List.copyOf(srtpProtectionProfiles);
    }

    static UseSrtp read(WireReader in, ReadContext context) {
        List<SrtpProtectionProfile> profiles =
                in.codePoints16("srtp_protection_profiles", 2, SrtpProtectionProfile.TABLE);
        if (context.kind() != MessageKind.CLIENT_HELLO && profiles.size() != 1) {
            IllegalValue.report(in, "srtp_protection_profiles", "an answer has one profile");
        }
        return new UseSrtp(profiles, in.opaque8("srtp_mki", 0));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.USE_SRTP;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints16(srtpProtectionProfiles, SrtpProtectionProfile.TABLE).opaque8(srtpMki);
    }
}
