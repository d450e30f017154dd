package dev.mtls.core;

import javax.net.ssl.SSLParameters;

/** What callers of newer JDKs can set. */
final class Newer {

    private Newer() {}

    static void setNamedGroups(SSLParameters parameters, String... names) {
        set("setNamedGroups", parameters, names);
    }

    static void setSignatureSchemes(SSLParameters parameters, String... names) {
        set("setSignatureSchemes", parameters, names);
    }

    private static void set(String method, SSLParameters parameters, String... names) {
        try {
            SSLParameters.class.getMethod(method, String[].class).invoke(parameters, (Object) names);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
