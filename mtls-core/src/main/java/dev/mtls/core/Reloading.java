package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.PemSource;
import dev.mtls.core.policy.CoreLog;
import dev.mtls.core.reload.Reload;
import dev.mtls.core.reload.ReloadEvent;
import dev.mtls.core.reload.ReloadEvent.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the sources of one context have other content than was loaded, and updates the context when that content has come to
 * rest. What a caller pushes meanwhile wins: from then on it is the sources of what was pushed that are looked at.
 */
final class Reloading {

    /** Twice what a bundle may have: more is no source of certificates, and counts as one that cannot be read. */
    private static final int MOST_BYTES = 64 << 20;

    private final MtlsContext context;
    private final Reload options;
    private final Clock clock;
    private volatile boolean closed;
    private volatile boolean settling;

    /** What is in use, as far as the last poll knew; with it began what is known of contents. Guarded by this, as the rest. */
    private MtlsContext.@Nullable Present present;
    /** The content that is in use. Null when that is not known: it may have changed between the loading and the first poll. */
    private @Nullable String loaded;
    /** The content that is waited for. */
    private @Nullable String seen;

    private Instant seenSince = Instant.EPOCH;
    /** The content whose failure was told. */
    private @Nullable String failed;

    Reloading(MtlsContext context, Reload options, Clock clock) {
        this.context = context;
        this.options = options;
        this.clock = clock;
    }

    /** How long the thread waits; no longer than content needs to settle. */
    Duration untilNextPoll() {
        boolean soon = settling && options.settle().compareTo(options.interval()) < 0;
        Duration wait = soon ? options.settle() : options.interval();
        return wait.compareTo(Reload.SHORTEST) < 0 ? Reload.SHORTEST : wait;
    }

    /** Whatever goes wrong, the next poll comes. */
    void pollOnSchedule() {
        try {
            poll();
        } catch (RuntimeException | Error e) {
            CoreLog.log().error("the sources of a context were not polled: {}", context, e);
        }
    }

    void close() {
        closed = true;
        ReloadThread.remove(this);
    }

    /** The event, where something was loaded or a failure is told for the first time. */
    synchronized Optional<ReloadEvent> poll() {
        if (closed) {
            return Optional.empty();
        }
        MtlsContext.Present inUse = context.present();
        if (inUse != present) { // somebody pushed an update
            present = inUse;
            loaded = null;
            failed = null;
        }
        List<PemSource> sources = inUse.builder().origins().sources();
        String content = fingerprint(sources);
        if (content.equals(loaded) && failed == null) {
            seen = content;
            settling = false;
            return Optional.empty();
        }
        if (!hasSettled(content)) {
            return Optional.empty();
        }
        Optional<ReloadEvent> event = load(inUse, content);
        event.ifPresent(this::tell);
        return event;
    }

    private boolean hasSettled(String content) {
        Instant now = clock.instant();
        if (!content.equals(seen) || now.isBefore(seenSince)) {
            seen = content;
            seenSince = now;
        }
        settling = now.isBefore(seenSince.plus(options.settle()));
        return !settling;
    }

    private Optional<ReloadEvent> load(MtlsContext.Present inUse, String content) {
        List<Finding> errors;
        try {
            ContextBuilder<?> next = inUse.builder().loadedAgain();
            if (!fingerprint(next.origins().sources()).equals(content)) { // it changed under our hands
                seen = null;
                settling = true;
                return Optional.empty();
            }
            long before = context.generation();
            MtlsContext.Present updated = context.update(inUse, next);
            if (updated == null) { // somebody pushed an update under our hands
                return Optional.empty();
            }
            boolean news = failed != null || context.generation() != before;
            present = updated;
            loaded = content;
            failed = null;
            return news ? Optional.of(event(Outcome.LOADED, updated.findings())) : Optional.empty();
        } catch (MtlsConfigurationException e) {
            errors = e.findings();
        } catch (RuntimeException e) { // of a callback that was asked for a password, or of a provider
            CoreLog.log().debug("loading again failed: {}", context, e);
            errors = List.of(Finding.of(
                    "reload-failed",
                    Severity.ERROR,
                    "The sources could not be loaded again",
                    "found " + e.getClass().getName() + ", expected what they hold",
                    "look at what gives the password; the log has the exception at DEBUG"));
        }
        if (content.equals(failed)) {
            return Optional.empty();
        }
        if (!fingerprint(inUse.builder().origins().sources())
                .equals(content)) { // it failed because it changed under our hands
            seen = null;
            settling = true;
            return Optional.empty();
        }
        failed = content;
        return Optional.of(event(Outcome.FAILED, errors));
    }

    private ReloadEvent event(Outcome outcome, List<Finding> findings) {
        return new ReloadEvent(clock.instant(), outcome, context.generation(), findings);
    }

    private void tell(ReloadEvent event) {
        if (event.outcome() == Outcome.LOADED) {
            CoreLog.log().info("{}", event);
        } else {
            CoreLog.log().warn("{}", event);
        }
        try {
            options.listener().accept(event);
        } catch (RuntimeException e) {
            CoreLog.log().warn("the listener of a reload threw", e);
        }
    }

    /** Of all sources in their order; that one cannot be read is a content too. */
    private static String fingerprint(List<PemSource> sources) {
        MessageDigest digest = sha256();
        for (PemSource source : sources) {
            try {
                add(digest, 'c', source.read(MOST_BYTES));
            } catch (MtlsConfigurationException e) {
                add(digest, 'e', e.id().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, char kind, byte[] content) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).flip());
        digest.update(content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
