package dev.mtls.benchmarks;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The JDK keeps certificates that it has parsed; cleared before each operation, or every builder after the first would be
 * measured without parsing any. Needs the {@code --add-opens} of {@link #OPENS}, in benchmarks only.
 */
final class CertificateCache {

    static final String OPENS = "--add-opens=java.base/sun.security.provider=ALL-UNNAMED";
    static final String OPENS_CACHE = "--add-opens=java.base/sun.security.util=ALL-UNNAMED";

    private final Object cache;
    private final Method clear;

    CertificateCache() throws ReflectiveOperationException {
        Field field = Class.forName("sun.security.provider.X509Factory").getDeclaredField("certCache");
        field.setAccessible(true);
        cache = field.get(null);
        clear = Class.forName("sun.security.util.Cache").getDeclaredMethod("clear");
        clear.setAccessible(true);
    }

    void clear() throws ReflectiveOperationException {
        clear.invoke(cache);
    }
}
