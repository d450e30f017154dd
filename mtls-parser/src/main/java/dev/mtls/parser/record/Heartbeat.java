package dev.mtls.parser.record;

import dev.mtls.parser.code.HeartbeatMessageType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.Decoded;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import java.util.List;
import java.util.Optional;

/**
 * A sign of life, and its echo. RFC 6520 4: {@code HeartbeatMessageType type; uint16 payload_length; opaque
 * payload[payload_length]; opaque padding[padding_length]}, alone in its record.
 *
 * <p>A message whose {@code payload_length} leaves no room for the padding has to be dropped silently: who answers it
 * gives away what stands behind it in his memory (CVE-2014-0160, Heartbleed).
 *
 * @param type request or response
 * @param payloadLength how long the sender says the payload is
 * @param payload what is to be echoed; all that there is where {@code payloadLength} says more
 * @param padding at least 16 bytes to be ignored
 */
public record Heartbeat(HeartbeatMessageType type, int payloadLength, Bytes payload, Bytes padding) {
    private static final int MIN_PADDING = 16;
    private static final int DECODE_ERROR = 50;

    /**
     * Reads the content of a heartbeat record.
     *
     * @return the message, empty where there is not even a length; with what is wrong with it, and its fields
     */
    public static Decoded<Optional<Heartbeat>> decode(Bytes content) {
        WireReader in = WireReader.tracing(content, DecodeLimits.DEFAULTS);
        try {
            return in.decoded(Optional.of(in.struct("heartbeat", Heartbeat::read)));
        } catch (MalformedTlsException e) {
            return new Decoded<>(Optional.empty(), List.of(e.problem()), Optional.empty());
        }
    }

    private static Heartbeat read(WireReader in) {
        HeartbeatMessageType type = in.codePoint("type", HeartbeatMessageType.TABLE);
        int announced = in.u16("payload_length");
        int room = in.remaining() - MIN_PADDING;
        if (announced > room) {
            in.report(
                    announced > in.remaining() ? Problem.Kind.LENGTH_EXCEEDS_PARENT : Problem.Kind.TOO_SHORT,
                    announced > in.remaining() ? "payload" : "padding",
                    DECODE_ERROR,
                    announced > in.remaining()
                            ? "payload_length says " + announced + " bytes, and " + in.remaining() + " are left"
                            : "shorter than 16 bytes");
        }
        Bytes payload = in.bytes("payload", Math.min(announced, in.remaining()));
        return new Heartbeat(type, announced, payload, in.rest("padding"));
    }
}
