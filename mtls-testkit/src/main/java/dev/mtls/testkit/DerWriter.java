package dev.mtls.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the few DER types of which certificates are made (ITU-T X.690). Each method gives one whole tag-length-value;
 * nesting is the caller's.
 */
final class DerWriter {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");
    private static final Instant YEAR_1950 = Instant.parse("1950-01-01T00:00:00Z");

    private DerWriter() {}

    static byte[] value(int tag, byte[]... contents) {
        var body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int skip = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | (digits.length - skip));
            out.write(digits, skip, digits.length - skip);
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... members) {
        return value(0x30, members);
    }

    static byte[] set(byte[] member) {
        return value(0x31, member);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bool(boolean yes) {
        return value(0x01, new byte[] {(byte) (yes ? 0xff : 0)});
    }

    static byte[] octetString(byte[] content) {
        return value(0x04, content);
    }

    static byte[] bitString(byte[] content) {
        return value(0x03, new byte[] {0}, content);
    }

    /** A BIT STRING of named bits, where bit 0 is the first: without trailing zeros, as DER wants them. */
    static byte[] namedBits(int... bits) {
        int last = -1;
        for (int bit : bits) {
            last = Math.max(last, bit);
        }
        byte[] content = new byte[last / 8 + 1];
        for (int bit : bits) {
            content[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return value(0x03, new byte[] {(byte) (7 - last % 8)}, content);
    }

    static byte[] utf8(String text) {
        return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        var body = new ByteArrayOutputStream();
        body.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    body.write(0x80 | (arc >>> shift & 0x7f));
                }
            }
            body.write(arc & 0x7f);
        }
        return value(0x06, body.toByteArray());
    }

    /** UTCTime from 1950 to 2049, GeneralizedTime otherwise, as RFC 5280 section 4.1.2.5 has it. */
    static byte[] time(Instant when) {
        boolean utc = !when.isBefore(YEAR_1950) && when.isBefore(YEAR_2050);
        String text = (utc ? UTC_TIME : GENERALIZED_TIME).format(when);
        return value(utc ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }
}
