package dev.mtls.examples.cli;

import dev.mtls.parser.Arrival;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationDecoder;
import dev.mtls.parser.ConversationFold;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.capture.CaptureException;
import dev.mtls.parser.capture.CaptureReader;
import dev.mtls.parser.capture.CaptureReport;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.secrets.KeyLog;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.view.View;
import dev.mtls.parser.view.ViewOptions;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.wire.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtls decode}: the conversations of a capture file, or of raw bytes. */
@Command(
        name = "decode",
        sortOptions = false,
        customSynopsis = {
            "mtls decode [OPTIONS] FILE",
            "       mtls decode [OPTIONS] --raw client=FILE [--raw server=FILE]"
        },
        description = {
            "Shows the TLS conversations in a capture file: first who said what in one line each, then every message with its fields.",
            ""
        })
final class DecodeCommand implements Callable<Integer> {
    private final Console console;
    private int found;
    private boolean broken;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A pcap or pcapng file; - reads standard input as it grows.")
    @Nullable
    String file;

    @Option(
            names = "--raw",
            paramLabel = "SIDE=FILE",
            description =
                    "Instead of a capture: the bytes that the client, or the server, sent (client=FILE, server=FILE).")
    Map<String, Path> raw = new LinkedHashMap<>();

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description =
                    "Secrets that open protected records, as programs write them to SSLKEYLOGFILE. May grow while it is read; those in a pcapng file are used anyway.")
    @Nullable
    Path keyLog;

    @Option(
            names = "--stream",
            paramLabel = "N",
            description = "Only TCP connection number N of the file, counted from 0 as tshark does (tcp.stream).")
    @Nullable
    Integer stream;

    @Option(names = "--json", description = "One JSON object for each conversation, a line each, when it ends.")
    boolean json;

    @Option(names = "--hex", description = "Show the bytes of each message, and beside them the field that they are.")
    boolean hex;

    @Option(
            names = "--strict",
            description = "Stop at the first bytes that break TLS, instead of showing what can be shown.")
    boolean strict;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "How much of readable application data to show for each record. Default: ${DEFAULT-VALUE}.")
    int maxBytes = ViewOptions.DEFAULT.maxBytes();

    @Option(
            names = "--max-events",
            paramLabel = "N",
            description =
                    "How many events to keep of one conversation; the rest is counted. Default: ${DEFAULT-VALUE}.")
    int maxEvents = ConversationFold.Limits.DEFAULTS.events();

    DecodeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (maxBytes < 0 || maxEvents < 0) {
            throw ProgramException.usage(
                    (maxBytes < 0 ? "--max-bytes " + maxBytes : "--max-events " + maxEvents) + ": a number from 0 on");
        }
        if ((file == null) == raw.isEmpty()) {
            throw ProgramException.usage("give either a capture FILE (or - for standard input) or --raw client=FILE");
        }
        KeyLog log = keyLog == null ? null : keyLog(keyLog);
        SecretSource secrets = log == null ? SecretSource.none() : log;
        try {
            if (file == null) {
                show(rawBytes(secrets));
            } else {
                capture(file, secrets);
            }
        } catch (MalformedTlsException malformed) {
            console.out().flush();
            console.note((file == null ? "--raw" : file) + ": " + Names.escape(String.valueOf(malformed.getMessage())));
            return Exit.FOUND;
        }
        if (log != null) {
            log.problems().forEach(problem -> console.note(keyLog + ": " + problem.message()));
        }
        return broken ? Exit.FOUND : Exit.OK;
    }

    private static KeyLog keyLog(Path file) {
        Inputs.requireReadable("--keylog", file);
        try {
            return KeyLog.of(file);
        } catch (UncheckedIOException unreadable) {
            throw ProgramException.usage("--keylog " + file + ": cannot be read: " + unreadable.getCause(), unreadable);
        }
    }

    @SuppressWarnings("try") // progress is there to be closed
    private void capture(String name, SecretSource secrets) throws IOException {
        String called = Counted.called(name);
        CaptureReport report;
        try (Counted in = Counted.open(console, name);
                Progress progress = Progress.of(
                        console, () -> called + ": " + in.count() + " bytes read, " + found + " conversations shown")) {
            report = CaptureReader.builder()
                    .keep(ConversationFold.Limits.DEFAULTS.withEvents(maxEvents))
                    .secrets(secrets)
                    .strict(strict)
                    .build()
                    .forEach(in, called, this::inCapture);
        } catch (CaptureException unreadable) {
            throw ProgramException.usage(unreadable.getMessage(), unreadable);
        }
        for (Problem problem : report.problems()) {
            console.note(called + ": " + problem);
            broken = true;
        }
        if (found == 0) {
            console.note(called + ": no TLS conversation"
                    + (stream == null ? " in its " + report.packets() + " packets" : " in TCP connection " + stream));
        }
    }

    private void inCapture(Conversation conversation) {
        if (stream == null || conversation.endpoints().tcpStream().orElse(-1) == stream) {
            show(conversation);
        }
    }

    private void show(Conversation conversation) {
        ViewOptions options = ViewOptions.DEFAULT.withMaxBytes(maxBytes).withHex(hex);
        if (json) {
            console.line(View.json(conversation, options));
        } else {
            if (found > 0) {
                console.line("");
            }
            Endpoints endpoints = conversation.endpoints();
            endpoints
                    .tcpStream()
                    .ifPresent(tcp -> console.line(
                            "Conversation " + endpoints.number().orElse(found) + ", TCP connection " + tcp + "\n"));
            console.line(Report.block(conversation));
            console.line("");
            console.line(Report.tree(conversation, options));
        }
        found++;
        broken |= conversation.problems().stream()
                .anyMatch(found -> found.problem().kind() != Problem.Kind.NOT_DECRYPTED);
    }

    private Conversation rawBytes(SecretSource secrets) {
        raw.keySet().stream()
                .filter(side -> !side.equals("client") && !side.equals("server"))
                .findFirst()
                .ifPresent(side -> {
                    throw ProgramException.usage(
                            "--raw " + side + "=" + raw.get(side) + ": the side is client or server");
                });
        ConversationFold fold = new ConversationFold(ConversationFold.Limits.DEFAULTS.withEvents(maxEvents));
        ConversationDecoder decoder = ConversationDecoder.builder()
                .sink(fold)
                .secrets(secrets)
                .strict(strict)
                .build();
        feed(decoder, Sender.CLIENT, raw.get("client"));
        feed(decoder, Sender.SERVER, raw.get("server"));
        decoder.end();
        return fold.conversation().withEndpoints(Endpoints.UNKNOWN.withNumber(0));
    }

    private static void feed(ConversationDecoder decoder, Sender sender, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Inputs.requireReadable("--raw", file);
        try {
            decoder.feed(sender, Bytes.of(Files.readAllBytes(file)), Arrival.UNKNOWN);
        } catch (IOException unreadable) {
            throw ProgramException.usage("--raw " + file + ": cannot be read: " + unreadable, unreadable);
        }
    }
}
