package dev.mtls.examples.cli;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells of each event of a conversation soon after it happened, while the conversation still goes on. */
final class Listener implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mtls-listener");
        thread.setDaemon(true);
        return thread;
    });
    private final Supplier<Optional<Conversation>> conversation;
    private final Consumer<ConversationEvent> told;
    private int next;

    /**
     * Starts to listen.
     *
     * @param conversation gives what was said so far
     * @param told gets each event once, in order, and the last ones when the listener is closed
     */
    Listener(Supplier<Optional<Conversation>> conversation, Consumer<ConversationEvent> told) {
        this.conversation = conversation;
        this.told = told;
        var unused =
                clock.scheduleWithFixedDelay(this::tell, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void tell() {
        List<ConversationEvent> events =
                conversation.get().map(Conversation::events).orElse(List.of());
        for (; next < events.size(); next++) {
            told.accept(events.get(next));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        tell();
    }
}
