package dev.mtls.examples.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mtls generate-completion}: what a shell needs to complete this program's options. */
@Command(
        name = "generate-completion",
        description = {
            "Prints a script that lets bash or zsh complete commands and options of mtls:",
            "",
            "  source <(mtls generate-completion)",
            ""
        })
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line(AutoComplete.bash("mtls", spec.root().commandLine()));
        return Exit.OK;
    }
}
