package dev.mtls.examples.cli;

import dev.mtls.parser.ConversationSummary;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.SummaryFold;
import dev.mtls.parser.capture.CaptureException;
import dev.mtls.parser.capture.CaptureReader;
import dev.mtls.parser.capture.CaptureReport;
import dev.mtls.parser.code.HandshakeType;
import dev.mtls.parser.view.View;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtls summary}: the conversations of a capture file of any size, a line each. */
@Command(
        name = "summary",
        sortOptions = false,
        description = {
            "Shows the TLS conversations in a capture file, of any size, in one line each: who with whom, version, cipher suite,"
                    + " server name, whether the server asked for a certificate and what the client answered, the outcome, and"
                    + " how many messages were said. At the end how many there were of each type.",
            ""
        })
final class SummaryCommand implements Callable<Integer> {
    private final Console console;
    private final Map<Integer, Long> messages = new TreeMap<>();
    private long found;
    private boolean broken;

    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file; - reads standard input as it grows.")
    String file = "-";

    @Option(
            names = "--json",
            description =
                    "One JSON object for each conversation, a line each, when it ends; the totals are the last line.")
    boolean json;

    SummaryCommand(Console console) {
        this.console = console;
    }

    @Override
    @SuppressWarnings("try") // progress is there to be closed
    public Integer call() throws IOException {
        String called = Counted.called(file);
        CaptureReport report;
        try (Counted in = Counted.open(console, file);
                Progress progress = Progress.of(
                        console, () -> called + ": " + in.count() + " bytes read, " + found + " conversations shown")) {
            report = CaptureReader.builder().build().forEach(in, called, SummaryFold::new, this::show);
        } catch (CaptureException unreadable) {
            throw ProgramException.usage(unreadable.getMessage(), unreadable);
        }
        console.line(json ? totalsJson(report) : totals(report));
        for (Problem problem : report.problems()) {
            console.note(called + ": " + problem);
            broken = true;
        }
        return broken ? Exit.FOUND : Exit.OK;
    }

    private void show(SummaryFold fold, Endpoints endpoints) {
        ConversationSummary summary = fold.summary(endpoints);
        summary.messages().forEach((type, count) -> messages.merge(type.value(), (long) count, Long::sum));
        found++;
        broken |= !summary.problems().isEmpty();
        console.out().println(json ? View.json(summary) : View.line(summary));
        if (file.equals("-")) {
            // what is still being captured is watched; what is a file is not
            console.out().flush();
        }
    }

    private String totals(CaptureReport report) {
        StringBuilder out = new StringBuilder(found > 0 ? "\n" : "");
        out.append(String.format(
                "%d %s in %d packets, %d bytes%n",
                found, found == 1 ? "conversation" : "conversations", report.packets(), report.bytes()));
        messages.forEach((type, count) -> out.append(
                String.format("%12d  %s%n", count, HandshakeType.of(type).name())));
        return out.toString().stripTrailing();
    }

    /** The names of message types need no escapes: none comes from a peer. */
    private String totalsJson(CaptureReport report) {
        StringBuilder out = new StringBuilder("{\"schema\":1,\"totals\":{\"conversations\":").append(found);
        out.append(",\"messages\":{");
        String separator = "";
        for (Map.Entry<Integer, Long> message : messages.entrySet()) {
            out.append(separator)
                    .append('"')
                    .append(HandshakeType.of(message.getKey()).name());
            out.append("\":").append(message.getValue());
            separator = ",";
        }
        return out.append("},\"packets\":")
                .append(report.packets())
                .append(",\"bytes\":")
                .append(report.bytes())
                .append("}}")
                .toString();
    }
}
