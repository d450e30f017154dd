package dev.mtls.parser.capture;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;

/** A packet that cannot be read; it becomes a {@link Problem} and costs no other packet. */
final class BrokenPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem.Kind kind;
    private final String path;
    private final int needed;
    private final int available;

    BrokenPacketException(Problem.Kind kind, String header, String message, int needed, int available) {
        super(message, null, false, false);
        this.kind = kind;
        this.path = "packet." + header;
        this.needed = needed;
        this.available = available;
    }

    /** Checks that a header is there as a whole. */
    static Bytes need(Bytes bytes, int needed, String header) {
        if (bytes.size() < needed) {
            throw new BrokenPacketException(
                    Problem.Kind.TRUNCATED, header, "the packet ends inside of this header", needed, bytes.size());
        }
        return bytes;
    }

    static BrokenPacketException illegal(String header, String message, int needed, int available) {
        return new BrokenPacketException(Problem.Kind.ILLEGAL_VALUE, header, message, needed, available);
    }

    Problem problem(Packet packet) {
        String cut = packet.bytes().size() < packet.originalLength()
                ? " (" + packet.bytes().size() + " of " + packet.originalLength() + " bytes were captured)"
                : "";
        return Problem.of(
                        kind,
                        path,
                        Problem.Base.FILE,
                        new Span(packet.offset(), packet.bytes().size()),
                        "packet " + packet.number() + ": " + getMessage() + cut)
                .counted(needed, available);
    }
}
