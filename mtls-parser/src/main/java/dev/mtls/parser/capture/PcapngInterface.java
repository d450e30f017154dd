package dev.mtls.parser.capture;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One interface of a pcapng section: its link type and its clock.
 *
 * @param linkType what its packets start with, as registered for LINKTYPE_
 * @param snapLength bytes kept of each packet, 0 for all
 * @param unitsPerSecond ticks of its clock in a second (if_tsresol)
 * @param offsetSeconds seconds to add to each time (if_tsoffset)
 */
record PcapngInterface(int linkType, long snapLength, BigInteger unitsPerSecond, long offsetSeconds) {
    private static final int END = 0;
    private static final int RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MICROSECONDS = BigInteger.valueOf(1_000_000);

    static PcapngInterface read(ByteBuffer body, CaptureInput in, long at) {
        int linkType = Short.toUnsignedInt(body.getShort());
        body.getShort();
        long snapLength = Integer.toUnsignedLong(body.getInt());
        BigInteger units = MICROSECONDS;
        long offset = 0;
        while (body.remaining() >= 4) {
            int code = Short.toUnsignedInt(body.getShort());
            int length = Short.toUnsignedInt(body.getShort());
            if (code == END) {
                break;
            }
            if (length > body.remaining()) {
                throw in.broken(
                        "broken pcapng option " + code,
                        at + body.position() - 2,
                        length + " bytes",
                        "at most the " + body.remaining() + " bytes of the block");
            }
            if (code == RESOLUTION && length >= 1) {
                units = units(body.get(body.position()));
            } else if (code == TIME_OFFSET && length >= 8) {
                offset = body.getLong(body.position());
            }
            body.position(Math.min(body.limit(), body.position() + (length + 3 & ~3)));
        }
        return new PcapngInterface(linkType, snapLength, units, offset);
    }

    /** The highest bit says whether the other seven are a power of two or of ten. */
    private static BigInteger units(byte resolution) {
        int exponent = resolution & 0x7f;
        return resolution < 0 ? BigInteger.ONE.shiftLeft(exponent) : BigInteger.TEN.pow(exponent);
    }

    /** The time of a packet, empty where it lies outside of what can be said. */
    Optional<Instant> time(long ticks) {
        try {
            if (unitsPerSecond.equals(MICROSECONDS) || unitsPerSecond.equals(NANOS)) {
                long units = unitsPerSecond.longValue();
                long seconds = Long.divideUnsigned(ticks, units);
                long nanos = Long.remainderUnsigned(ticks, units) * (NANOS.longValue() / units);
                return Optional.of(Instant.ofEpochSecond(Math.addExact(seconds, offsetSeconds), nanos));
            }
            BigInteger nanos =
                    new BigInteger(Long.toUnsignedString(ticks)).multiply(NANOS).divide(unitsPerSecond);
            BigInteger[] parts = nanos.divideAndRemainder(NANOS);
            return Optional.of(Instant.ofEpochSecond(
                    Math.addExact(parts[0].longValueExact(), offsetSeconds), parts[1].longValueExact()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
