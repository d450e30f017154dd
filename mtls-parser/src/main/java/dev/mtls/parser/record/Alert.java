package dev.mtls.parser.record;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.code.AlertLevel;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DecodeLimits;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * An alert. RFC 8446 6, RFC 5246 7.2: {@code AlertLevel level; AlertDescription description}.
 *
 * @param level how grave it is; TLS 1.3 ignores it but for close_notify and user_canceled
 * @param description what it says
 */
public record Alert(AlertLevel level, AlertDescription description) {
    /**
     * The alerts in the content of one record, in order; normally one.
     *
     * @throws MalformedTlsException when a byte is left over, or there is none at all
     */
    public static List<Alert> readAll(Bytes fragment) {
        WireReader in = WireReader.strict(fragment, DecodeLimits.DEFAULTS);
        List<Alert> alerts = new ArrayList<>(1);
        do {
            alerts.add(in.struct(
                    "alert",
                    r -> new Alert(
                            r.codePoint("level", AlertLevel.TABLE),
                            r.codePoint("description", AlertDescription.TABLE))));
        } while (in.remaining() > 0);
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
