package dev.mtls.examples.cli;

import dev.mtls.core.Identity;
import dev.mtls.core.TlsVersions;
import dev.mtls.core.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mtls connect}: a handshake with a real server, recorded and told. */
@Command(
        name = "connect",
        sortOptions = false,
        description = {
            "Makes a TLS connection to a server and shows what was said: whether the server asked for a certificate, what it got, and how it ended.",
            "",
            "With -v each message is told as it happens, on standard error.",
            "",
            "The certificate given is sent even where the server's list of CAs does not name its issuer, and a remark says so: a Java application with the JDK's own key manager would have sent none.",
            ""
        })
final class ConnectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "The server, for example localhost:8443 or [::1]:8443.")
    @Nullable
    HostPort target;

    @Mixin
    IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Which servers are trusted: CA certificates, PEM. Default: the CAs that this Java trusts.")
    @Nullable
    Path ca;

    @Option(
            names = "--tls",
            paramLabel = "VERSIONS",
            converter = TlsVersionsConverter.class,
            description = "TLS versions to offer: 1.2, 1.3 or 1.2,1.3. Default: both.")
    @Nullable
    TlsVersions versions;

    @Option(
            names = "--servername",
            paramLabel = "NAME",
            description = "Name to ask the server for (SNI). Default: HOST, unless it is an address.")
    @Nullable
    String serverName;

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            split = ",",
            description = "Application protocols to offer, for example h2,http/1.1.")
    List<String> alpn = List.of();

    @Option(
            names = "--insecure",
            description =
                    "Talk to the server whoever it is, and say what a verification would have found. For looking, not for work.")
    boolean insecure;

    @Option(names = "--capture", paramLabel = "FILE", description = "Write what was said to this pcapng file.")
    @Nullable
    Path capture;

    @Option(
            names = "--send",
            paramLabel = "TEXT",
            description =
                    "Say this after the handshake and show the answer. Nothing is added to it; \\r \\n \\t and \\\\ are understood.")
    @Nullable
    String text;

    @Option(names = "--json", description = "Print the conversation as one line of JSON.")
    boolean json;

    @ParentCommand
    @Nullable
    Main program;

    ConnectCommand(Console console) {
        this.console = console;
    }

    @Override
    @SuppressWarnings("try") // progress is there to be closed
    public Integer call() throws Exception {
        HostPort server = Objects.requireNonNull(target, "picocli asks for it");
        Optional<Identity> own = identity.identity();
        Dial.Outcome outcome;
        try (CaptureFile file = CaptureFile.create(capture);
                Progress progress = Progress.of(console, () -> "waiting for " + server + " ...")) {
            outcome = Dial.to(new Dial.Plan(
                    server,
                    own,
                    ca == null ? Trust.system() : Trusted.pem(ca),
                    Optional.ofNullable(versions),
                    Optional.ofNullable(serverName),
                    alpn,
                    insecure,
                    Optional.ofNullable(text).map(ConnectCommand::unescape),
                    verbose() ? event -> console.note(Spoken.line(event)) : event -> {},
                    findings -> Findings.tell(console, findings)));
            outcome.conversation().ifPresent(file::add);
        }
        ClientView view = new ClientView(outcome, server, own, insecure);
        if (json) {
            console.line(JsonReport.of(outcome));
            Stream.of(view.problems(), view.notes())
                    .flatMap(List::stream)
                    .forEach(remark -> console.note(remark.id() + ": " + remark.text() + " " + remark.remedy()));
        } else {
            print(outcome, view);
        }
        return outcome.failure().isPresent() ? Exit.FOUND : Exit.OK;
    }

    private boolean verbose() {
        return program != null && program.verbose;
    }

    private void print(Dial.Outcome outcome, ClientView view) {
        outcome.conversation().ifPresent(said -> {
            console.line(Report.block(said));
            console.line("");
        });
        console.line("This client's own view:");
        view.sentences().forEach(line -> console.line("  " + line));
        if (!outcome.answer().isEmpty()) {
            console.line("The server answered:");
            outcome.answer().lines().forEach(line -> console.line("  " + Names.escape(line)));
        }
        console.line("Verdict: " + view.verdict());
        print(insecure ? "What --insecure let pass (curl would need -k):" : "Why:", view.problems());
        print("Worth knowing:", view.notes());
    }

    private void print(String heading, List<Remark> remarks) {
        if (remarks.isEmpty()) {
            return;
        }
        console.line("");
        console.line(heading);
        for (Remark remark : remarks) {
            console.line("  " + remark.id());
            console.line("    " + remark.text());
            console.line("    " + remark.remedy());
        }
    }

    /** {@code \r}, {@code \n}, {@code \t} and {@code \\}; any other backslash stays what it is. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == '\\' && i + 1 < text.length() ? "rnt\\".indexOf(text.charAt(i + 1)) : -1;
            if (code < 0) {
                plain.append(c);
            } else {
                plain.append("\r\n\t\\".charAt(code));
                i++;
            }
        }
        return plain.toString();
    }
}
