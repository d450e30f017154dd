package dev.mtls.examples.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells on standard error what a command is busy with, once it has taken longer than a second. */
final class Progress implements AutoCloseable {
    private static final long FIRST_SECONDS = 1;
    private static final long THEN_SECONDS = 5;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mtls-progress");
        thread.setDaemon(true);
        return thread;
    });

    private Progress() {}

    /**
     * Starts to watch: says {@code status} after one second, then every five, until it is closed.
     *
     * @param status asked on another thread each time it is said
     */
    static Progress of(Console console, Supplier<String> status) {
        Progress progress = new Progress();
        var unused = progress.clock.scheduleWithFixedDelay(
                () -> console.note(status.get()), FIRST_SECONDS, THEN_SECONDS, TimeUnit.SECONDS);
        return progress;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
