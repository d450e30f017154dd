package dev.mtls.core.policy;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the sessions of a generation may be resumed: until the first thing ends that a decision about a peer rests on. That is a
 * certificate or a revocation list of the context's own, a certificate of a peer that was believed, or an OCSP response that it stapled.
 * JSSE resumes without asking anybody, so nothing else would notice. Thread-safe.
 */
final class Lifetime {

    private final Clock clock;
    private final AtomicLong until;

    private Lifetime(Clock clock, long until) {
        this.clock = clock;
        this.until = new AtomicLong(until);
    }

    /** From now until the first end in that material that is still to come. */
    static Lifetime of(Material material, Clock clock) {
        return new Lifetime(clock, material.endsAfter(clock.millis()));
    }

    /** What time it is, by the clock of the context. */
    Instant now() {
        return clock.instant();
    }

    boolean over() {
        long end = until.get();
        return end != Long.MAX_VALUE && clock.millis() > end;
    }

    /**
     * A response said that a peer was not revoked: nothing that is remembered of it outlives that response.
     *
     * @param end until when it holds; empty where there may be a newer one at any time, which ends the sessions at once
     */
    void heeded(Optional<Instant> end) {
        until.accumulateAndGet(end.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE), Math::min);
    }

    /**
     * A peer was believed: nothing that is remembered of it outlives its certificates.
     *
     * @param chain what the peer sent, its own certificate first
     */
    void believed(X509Certificate[] chain) {
        long now = clock.millis();
        for (X509Certificate certificate : chain) {
            long end = certificate.getNotAfter().getTime();
            if (end >= now) { // a member that has ended is none of the path that was verified
                until.accumulateAndGet(end, Math::min);
            }
        }
    }
}
