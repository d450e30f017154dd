package dev.mtls.core.policy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The public methods of {@code SSLParameters} that newer JDKs have: signature schemes since 19, named groups since 20. */
public final class NewerParameters {

    private static final @Nullable MethodHandle GET_GROUPS = getter("getNamedGroups");
    private static final @Nullable MethodHandle SET_GROUPS = setter("setNamedGroups");
    private static final @Nullable MethodHandle GET_SCHEMES = getter("getSignatureSchemes");
    private static final @Nullable MethodHandle SET_SCHEMES = setter("setSignatureSchemes");

    private NewerParameters() {}

    /** Whether this JDK can be told which named groups to use. */
    public static boolean haveNamedGroups() {
        return SET_GROUPS != null;
    }

    /** Whether this JDK can be told which signature schemes to use. */
    public static boolean haveSignatureSchemes() {
        return SET_SCHEMES != null;
    }

    /** The groups in order of preference; empty where the JDK does not tell. */
    public static List<String> namedGroups(SSLParameters parameters) {
        return get(GET_GROUPS, parameters);
    }

    /** The schemes in order of preference; empty where the JDK does not tell. */
    public static List<String> signatureSchemes(SSLParameters parameters) {
        return get(GET_SCHEMES, parameters);
    }

    static void setNamedGroups(SSLParameters parameters, List<String> names) {
        set(SET_GROUPS, parameters, names);
    }

    static void setSignatureSchemes(SSLParameters parameters, List<String> names) {
        set(SET_SCHEMES, parameters, names);
    }

    private static @Nullable MethodHandle getter(String name) {
        return find(name, MethodType.methodType(String[].class));
    }

    private static @Nullable MethodHandle setter(String name) {
        return find(name, MethodType.methodType(void.class, String[].class));
    }

    private static @Nullable MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.publicLookup().findVirtual(SSLParameters.class, name, type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    private static List<String> get(@Nullable MethodHandle getter, SSLParameters parameters) {
        if (getter == null) {
            return List.of();
        }
        try {
            String @Nullable [] names = (String[]) getter.invoke(parameters);
            return names == null ? List.of() : List.of(names);
        } catch (Throwable e) {
            throw new IllegalStateException("SSLParameters of this JDK cannot be read", e);
        }
    }

    private static void set(@Nullable MethodHandle setter, SSLParameters parameters, List<String> names) {
        if (setter == null) {
            throw new IllegalStateException("SSLParameters of this JDK have no such method");
        }
        try {
            setter.invoke(parameters, names.toArray(String[]::new));
        } catch (Throwable e) {
            throw new IllegalStateException("SSLParameters of this JDK cannot be set", e);
        }
    }
}
