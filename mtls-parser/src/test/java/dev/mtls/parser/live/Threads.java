package dev.mtls.parser.live;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A thread for each side of a connection. */
final class Threads {
    static final Executor EACH = task -> {
        Thread thread = new Thread(task, "test-peer");
        thread.setDaemon(true);
        thread.start();
    };

    private Threads() {}

    static <T> CompletableFuture<T> start(Callable<T> side) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return side.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                EACH);
    }

    static <T> T await(CompletableFuture<T> side) throws Exception {
        return side.get(20, TimeUnit.SECONDS);
    }
}
