package dev.mtls.parser.record;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * An alert. RFC 8446 6, RFC 5246 7.2: {@code AlertLevel level; AlertDescription description}.
 *
 * @param level how grave it is; TLS 1.3 ignores it but for close_notify and user_canceled
 * @param description what it says
 */
public record Alert(AlertLevel level, AlertDescription description) {
    private static final int LENGTH = 2;
    private static final int DECODE_ERROR = 50;

    /**
     * The alerts in the content of one record, in order; normally one.
     *
     * @throws MalformedTlsException when a byte is left over, or there is none at all
     */
    public static List<Alert> readAll(Bytes fragment) {
        int left = fragment.size() % LENGTH;
        if (left != 0 || fragment.isEmpty()) {
            Span span = new Span((long) TlsRecord.HEADER + fragment.size() - left, left);
            throw new MalformedTlsException(
                    Problem.of(Problem.Kind.TRUNCATED, "alert", Problem.Base.RECORD, span, "truncated")
                            .counted(LENGTH, left)
                            .rfc("RFC 8446 6")
                            .alert(DECODE_ERROR));
        }
        List<Alert> alerts = new ArrayList<>(1);
        for (int at = 0; at < fragment.size(); at += LENGTH) {
            alerts.add(new Alert(AlertLevel.of(fragment.u8(at)), AlertDescription.of(fragment.u8(at + 1))));
        }
        return List.copyOf(alerts);
    }

    /** Whether this ends the connection: level fatal. */
    public boolean isFatal() {
        return level.equals(AlertLevel.FATAL);
    }

    /** {@code fatal certificate_required}. */
    @Override
    public String toString() {
        return level.name() + " " + description.name();
    }
}
