package dev.mtls.core;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that polls for all contexts. It is there as long as a context has a reason for it, and does not keep one from being
 * collected. All state is guarded by the lock.
 */
final class ReloadThread implements Runnable {

    static final String NAME = "mtls reload";

    private static final Object LOCK = new Object();
    private static final List<Appointment> APPOINTMENTS = new ArrayList<>();

    private static @Nullable Thread thread;

    /** When somebody is to be polled next. */
    private static final class Appointment {
        private final WeakReference<Reloading> with;
        private long atNanos;

        Appointment(Reloading with, Duration in) {
            this.with = new WeakReference<>(with);
            this.atNanos = System.nanoTime() + in.toNanos();
        }

        long waitNanos() {
            return atNanos - System.nanoTime();
        }

        boolean isForgotten() {
            return with.get() == null;
        }

        boolean isWith(Reloading reloading) {
            return with.refersTo(reloading);
        }
    }

    private ReloadThread() {}

    /** Polls it from now on. */
    static void add(Reloading reloading) {
        synchronized (LOCK) {
            APPOINTMENTS.add(new Appointment(reloading, reloading.untilNextPoll()));
            if (thread == null) {
                thread = started();
            }
            LOCK.notifyAll();
        }
    }

    /** Polls it no more; when it was the last one, the thread ends. */
    static void remove(Reloading reloading) {
        synchronized (LOCK) {
            APPOINTMENTS.removeIf(appointment -> appointment.isWith(reloading));
            LOCK.notifyAll();
        }
    }

    /** It takes nothing from the thread that happened to build the first context: no thread locals, no class loader. */
    private static Thread started() {
        Thread started = new Thread(null, new ReloadThread(), NAME, 0, false);
        started.setDaemon(true);
        started.setContextClassLoader(ReloadThread.class.getClassLoader());
        started.start();
        return started;
    }

    @Override
    public void run() {
        for (Appointment next = next(); next != null; next = next()) {
            keep(next);
        }
    }

    /** Waits for the next that is due; null when nobody is left, and then the thread is no longer the one. */
    private static @Nullable Appointment next() {
        synchronized (LOCK) {
            while (true) {
                APPOINTMENTS.removeIf(Appointment::isForgotten);
                if (APPOINTMENTS.isEmpty()) {
                    thread = null;
                    return null;
                }
                Appointment first = APPOINTMENTS.stream()
                        .min(Comparator.comparingLong(Appointment::waitNanos))
                        .orElseThrow();
                long wait = first.waitNanos();
                if (wait <= 0) {
                    return first;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(LOCK, wait);
                } catch (InterruptedException e) {
                    // Nobody has a reason to interrupt it; it ends when nobody is left to be polled.
                }
            }
        }
    }

    /** A method of its own: while the thread waits, no frame holds on to whom it polled. */
    private static void keep(Appointment appointment) {
        Reloading reloading = appointment.with.get();
        if (reloading != null) {
            reloading.pollOnSchedule();
            synchronized (LOCK) {
                appointment.atNanos =
                        System.nanoTime() + reloading.untilNextPoll().toNanos();
            }
        }
    }
}
