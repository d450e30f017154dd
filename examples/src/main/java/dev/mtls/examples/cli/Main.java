package dev.mtls.examples.cli;

import dev.mtls.core.finding.MtlsConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code mtls}: its commands, and what is the same for all of them (help, version, errors, exit codes). */
@Command(
        name = "mtls",
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows, tries out and tests mutual TLS: who asked for a certificate, who sent which, and who refused whom.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "New here? 'mtls demo' plays four handshakes and needs nothing else.",
            "'mtls COMMAND --help' lists the options of a command.",
            "",
            "Exit codes: 0 nothing wrong found; 1 something wrong found (a refused handshake, an error in what",
            "was checked, a broken capture); 2 bad usage or unreadable input; 3 a bug of this program."
        })
public final class Main implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more; of a bug of this program, show the stack trace.")
    boolean verbose;

    private Main(CommandSpec nothing) {
        this.spec = nothing;
    }

    /**
     * Runs the program and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), args));
    }

    /** Runs one command line against the given console; never ends the process. */
    static int run(Console console, String... args) {
        Main main = new Main(CommandSpec.create());
        CommandLine commands = new CommandLine(main)
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new PkiCommand(console))
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new ConnectCommand(console))
                .addSubcommand(new DecodeCommand(console))
                .addSubcommand(new SummaryCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, given) -> badUsage(console, wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(console, main, command, failure));
        try {
            return commands.execute(args);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    private static int badUsage(Console console, ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        console.note(command + ": " + wrong.getMessage());
        console.note("Try '" + command + " --help'.");
        return Exit.USAGE;
    }

    private static int failed(Console console, Main main, CommandLine command, Exception failure) {
        console.out().flush();
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof ProgramException known) {
            console.note(name + ": " + known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof MtlsConfigurationException questionable) {
            console.note(name + ": " + questionable.getMessage());
            return Exit.USAGE;
        }
        console.note(name + ": internal error, this is a bug: " + failure);
        if (main.verbose) {
            failure.printStackTrace(console.err());
        } else {
            console.note("Run it again with -v for the stack trace.");
        }
        return Exit.INTERNAL;
    }

    /** The version that the jar's manifest states. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String stated = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "mtls " + (stated == null ? "(development build)" : stated) + ", Java " + Runtime.version()
            };
        }
    }
}
