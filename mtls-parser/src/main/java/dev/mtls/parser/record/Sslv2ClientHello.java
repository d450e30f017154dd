package dev.mtls.parser.record;

import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sslv2CipherKind;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import java.util.List;

/**
 * The first message of an old client that can also speak SSLv2: a record of a shape of its own. What the server answers
 * is TLS, or SSLv2, which this library does not read. RFC 5246 appendix E.2: {@code uint16 msg_length (highest bit set);
 * uint8 msg_type (1); Version version; uint16 cipher_spec_length; uint16 session_id_length; uint16 challenge_length;
 * V2CipherSpec cipher_specs[]; opaque session_id[]; opaque challenge[]}.
 *
 * @param version the highest version that the client speaks
 * @param cipherSpecs the ciphers in wire order
 * @param sessionId 16 bytes of a session of SSLv2, else none
 * @param challenge 16 to 32 bytes; in TLS they are the end of the client's random
 */
public record Sslv2ClientHello(
        ProtocolVersion version, List<Sslv2CipherKind> cipherSpecs, Bytes sessionId, Bytes challenge) {
    /** Bytes of the length that stands in front of a record of SSLv2. */
    public static final int HEADER = 2;

    private static final int LENGTHS_END = 11;
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM = 32;
    private static final int ILLEGAL_PARAMETER = 47;

    /** Keeps an unmodifiable copy. */
    public Sslv2ClientHello {
        cipherSpecs = List.copyOf(cipherSpecs);
    }

    /** Whether bytes are the start of one, as far as they go: text and records of TLS never are. */
    public static boolean mayStart(Bytes bytes, int at) {
        int left = bytes.size() - at;
        if (left < 1 || (bytes.u8(at) & 0x80) == 0) {
            return false;
        }
        if (left >= HEADER + 1 && (length(bytes, at) < LENGTHS_END - HEADER || bytes.u8(at + HEADER) != CLIENT_HELLO)) {
            return false;
        }
        if (left >= 5 && !isVersion(bytes.u16(at + 3))) {
            return false;
        }
        // The three lengths make up the fourth: hardly anything else does that.
        return left < LENGTHS_END
                || (bytes.u16(at + 5) > 0
                        && LENGTHS_END - HEADER + bytes.u16(at + 5) + bytes.u16(at + 7) + bytes.u16(at + 9)
                                == length(bytes, at));
    }

    /** Whether bytes are long enough for {@link #mayStart} to be sure of them. */
    public static boolean isSure(Bytes bytes, int at) {
        return bytes.size() - at >= LENGTHS_END;
    }

    /** How many bytes the record has, its own length included; asked when {@link #isSure}. */
    public static int wireLength(Bytes bytes, int at) {
        return HEADER + length(bytes, at);
    }

    private static int length(Bytes bytes, int at) {
        return bytes.u16(at) & 0x7fff;
    }

    private static boolean isVersion(int version) {
        return version == ProtocolVersion.SSL_2.value()
                || (version >= ProtocolVersion.SSL_3.value() && version <= ProtocolVersion.TLS_1_3.value());
    }

    /**
     * Reads one, with what is wrong with it and its fields.
     *
     * @param wire the whole record, for which {@link #mayStart} said yes
     */
    public static Decoded<Sslv2ClientHello> decode(Bytes wire) {
        WireReader in = WireReader.tracing(wire, DecodeLimits.DEFAULTS);
        return in.decoded(in.struct("sslv2_client_hello", Sslv2ClientHello::read));
    }

    private static Sslv2ClientHello read(WireReader in) {
        in.u16("msg_length");
        in.u8("msg_type");
        ProtocolVersion version = in.codePoint("version", ProtocolVersion.TABLE);
        int specs = in.u16("cipher_spec_length");
        int session = in.u16("session_id_length");
        int challenge = in.u16("challenge_length");
        if (specs % Sslv2CipherKind.LENGTH != 0) {
            in.report(
                    Problem.Kind.NOT_A_MULTIPLE, "cipher_specs", ILLEGAL_PARAMETER, specs + " is no multiple of three");
        }
        if (session != 0 && session != 16) {
            in.report(Problem.Kind.ILLEGAL_VALUE, "session_id", ILLEGAL_PARAMETER, "neither empty nor 16 bytes long");
        }
        if (challenge < 16 || challenge > RANDOM) {
            in.report(
                    challenge < 16 ? Problem.Kind.TOO_SHORT : Problem.Kind.TOO_LONG,
                    "challenge",
                    ILLEGAL_PARAMETER,
                    challenge + " bytes, where 16 to 32 are allowed");
        }
        List<Sslv2CipherKind> kinds = in.entries("cipher_specs", specs, Sslv2ClientHello::kind);
        return new Sslv2ClientHello(version, kinds, in.bytes("session_id", session), in.bytes("challenge", challenge));
    }

    private static Sslv2CipherKind kind(WireReader in) {
        // What is left over at the end is a number, too: a problem tells of it.
        return in.codePoint("", Math.min(Sslv2CipherKind.LENGTH, in.remaining()), Sslv2CipherKind::new);
    }

    /** The random of TLS that the challenge stands for: 32 bytes, zeros in front. RFC 5246 appendix E.2. */
    public Bytes random() {
        int missing = Math.max(0, RANDOM - challenge.size());
        Bytes end = challenge.slice(Math.max(0, challenge.size() - RANDOM));
        return Bytes.owning(new byte[missing]).concat(end);
    }
}
