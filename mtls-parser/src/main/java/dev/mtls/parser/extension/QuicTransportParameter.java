package dev.mtls.parser.extension;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.VarInt;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.Map;
import java.util.Optional;

/**
 * One setting of a QUIC connection. RFC 9000 18: {@code Transport Parameter ID (i), Length (i), Value (..)}.
 *
 * @param id what it is; its width is kept, since a number may be written longer than it has to be
 * @param length how many bytes the value has; its width is kept
 * @param value the value: a number of QUIC's, bytes, or nothing
 */
public record QuicTransportParameter(VarInt id, VarInt length, Bytes value) {
    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0x00L, "original_destination_connection_id"),
            Map.entry(0x01L, "max_idle_timeout"),
            Map.entry(0x02L, "stateless_reset_token"),
            Map.entry(0x03L, "max_udp_payload_size"),
            Map.entry(0x04L, "initial_max_data"),
            Map.entry(0x05L, "initial_max_stream_data_bidi_local"),
            Map.entry(0x06L, "initial_max_stream_data_bidi_remote"),
            Map.entry(0x07L, "initial_max_stream_data_uni"),
            Map.entry(0x08L, "initial_max_streams_bidi"),
            Map.entry(0x09L, "initial_max_streams_uni"),
            Map.entry(0x0aL, "ack_delay_exponent"),
            Map.entry(0x0bL, "max_ack_delay"),
            Map.entry(0x0cL, "disable_active_migration"),
            Map.entry(0x0dL, "preferred_address"),
            Map.entry(0x0eL, "active_connection_id_limit"),
            Map.entry(0x0fL, "initial_source_connection_id"),
            Map.entry(0x10L, "retry_source_connection_id"),
            Map.entry(0x11L, "version_information"),
            Map.entry(0x20L, "max_datagram_frame_size"),
            Map.entry(0x2ab2L, "grease_quic_bit"));

    /** Checks that the length is that of the value. */
    public QuicTransportParameter {
        if (length.value() != value.size()) {
            throw new IllegalArgumentException("a length of " + length.value() + " for " + value.size() + " bytes");
        }
    }

    static QuicTransportParameter read(WireReader in) {
        VarInt id = in.varInt("id");
        VarInt length = in.varInt("length");
        return new QuicTransportParameter(id, length, in.bytes("value", length));
    }

    /** The registered name; empty for a number that is not known or, as 31 * n + 27, reserved to be ignored. */
    public Optional<String> name() {
        return Optional.ofNullable(NAMES.get(id.value()));
    }

    void write(WireWriter out) {
        out.varInt(id).varInt(length).bytes(value);
    }
}
