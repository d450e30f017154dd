package dev.mtls.parser.extension;

import dev.mtls.parser.code.AlertDescription;
import dev.mtls.parser.wire.Problem;
import dev.mtls.parser.wire.WireReader;
import java.util.List;
import java.util.function.Function;

/** Notes that an extension could be read, but says what a rule forbids: a lenient reader keeps it as it is. */
final class IllegalValue {
    private static final int FEW = 24;

    private IllegalValue() {}

    /** Whether two entries of a list say the same of what may be said once. */
    static <T> boolean isRepeated(List<T> entries, Function<? super T, ?> what) {
        if (entries.size() > FEW) {
            return entries.stream().map(what).distinct().count() < entries.size();
        }
        // Every hello comes here: compare the few entries of an honest one without making anything.
        for (int i = 1; i < entries.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (what.apply(entries.get(i)).equals(what.apply(entries.get(j)))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The field read last, when a peer answers it with {@code illegal_parameter}, as nearly all rules want it. */
    static void report(WireReader in, String field, String message) {
        report(in, field, AlertDescription.ILLEGAL_PARAMETER, message);
    }

    /** The field read last, when a peer answers it with an alert of its own. */
    static void report(WireReader in, String field, AlertDescription alert, String message) {
        in.reportLast(Problem.Kind.ILLEGAL_VALUE, field, alert.value(), message);
    }
}
