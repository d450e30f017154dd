package dev.mtls.core.policy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one logger of this module, {@code dev.mtls.core}. It is looked up when something is logged for the first time: finding the binding
 * of SLF4J costs a fresh JVM more than reading a key does, and most contexts never log.
 */
public final class CoreLog {

    private CoreLog() {}

    private static final class Holder {
        static final Logger LOG = LoggerFactory.getLogger("dev.mtls.core");
    }

    /** The logger. */
    public static Logger log() {
        return Holder.LOG;
    }
}
