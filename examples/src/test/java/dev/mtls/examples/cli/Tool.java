package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Another program that takes part in a test: started, its output (both streams, by line) awaited, ended on close. */
public final class Tool implements AutoCloseable {
    /** Far more than anything here takes; only a hanging tool ever reaches it. */
    private static final long LIMIT_SECONDS = 60;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Tool(List<String> command) throws IOException {
        name = String.join(" ", command);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    /** Skips the test unless the program is on the PATH. */
    public static void assumeInstalled(String program) {
        assumeTrue(find(program).isPresent(), program + " is not installed");
    }

    static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it; what is written to it is its standard input. */
    public static Tool start(String... command) throws IOException {
        return new Tool(List.of(command));
    }

    static Tool start(List<String> command) throws IOException {
        return new Tool(command);
    }

    /** Runs to the end with nothing to read on its standard input. */
    static Tool run(List<String> command) throws Exception {
        return run("", command);
    }

    /** Runs to the end with the given text on its standard input. */
    static Tool run(String input, List<String> command) throws Exception {
        Tool tool = new Tool(command);
        tool.send(input);
        tool.endInput();
        tool.exitCode();
        return tool;
    }

    void send(String text) throws IOException {
        try {
            OutputStream input = process.getOutputStream();
            input.write(text.getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException gone) {
            if (process.isAlive()) {
                throw gone;
            }
        }
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // the tool ended first: it wanted no input
        }
    }

    /** Waits for a line in which the pattern is found. */
    public synchronized Matcher await(String pattern) throws Exception {
        Pattern wanted = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                Matcher found = wanted.matcher(lines.get(next));
                if (found.find()) {
                    return found;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                return fail(
                        "%s: %s without a line like '%s'. Its output:%n%s",
                        name, ended ? "ended" : "waited", wanted, String.join("\n", lines));
            }
            wait(left);
        }
    }

    /** Waits for the end of the program. */
    int exitCode() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException(name + " does not end. Its output:\n" + output());
        }
        reader.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        return process.exitValue();
    }

    /** What it printed so far, both streams, line by line. */
    synchronized String output() {
        return String.join("\n", lines);
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException closed) {
            // the process was ended by close()
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
