package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.security.Security;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions of TLS that a context speaks, and no others, whatever its caller sets on a connection later. A version that is named
 * must be usable: one that the JDK disables ({@code jdk.tls.disabledAlgorithms}) is an error here, not a surprise in a handshake.
 */
public final class TlsVersions {

    private static final Set<TlsVersion> LEGACY = EnumSet.of(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1);
    private static final String DISABLED = "jdk.tls.disabledAlgorithms";

    private static volatile @Nullable Defaults defaults;

    private final Set<TlsVersion> versions;
    private final List<String> names;

    private TlsVersions(Set<TlsVersion> versions) {
        this.versions = versions;
        List<String> protocols = new ArrayList<>();
        for (TlsVersion version : versions) {
            protocols.add(version.protocol());
        }
        this.names = List.copyOf(protocols);
    }

    /**
     * Exactly these.
     *
     * @throws MtlsConfigurationException with id {@code version-disabled} when the JDK disables one of them, {@code version-legacy} when
     *     one is older than TLS 1.2 and the JDK does not
     */
    public static TlsVersions only(TlsVersion first, TlsVersion... more) {
        EnumSet<TlsVersion> named = EnumSet.of(first, more);
        named.forEach(TlsVersions::requireEnabled);
        return new TlsVersions(named);
    }

    /**
     * This one and every newer one that the JDK does not disable.
     *
     * @throws MtlsConfigurationException with id {@code version-disabled} when the JDK disables the named one
     */
    public static TlsVersions atLeast(TlsVersion oldest) {
        requireEnabled(oldest);
        return enabledIn(oldest, TlsVersion.TLS_1_3);
    }

    /**
     * From one version to another, both included, without those between that the JDK disables.
     *
     * @throws MtlsConfigurationException with id {@code version-disabled} when the JDK disables a named one, {@code version-range-empty}
     *     when the oldest is newer than the newest
     */
    public static TlsVersions range(TlsVersion oldest, TlsVersion newest) {
        if (oldest.compareTo(newest) > 0) {
            throw new MtlsConfigurationException(Finding.of(
                    "version-range-empty",
                    Severity.ERROR,
                    "The range of TLS versions is empty",
                    "found " + oldest.protocol() + " to " + newest.protocol() + ", expected the older one first",
                    "swap the two versions"));
        }
        requireEnabled(oldest);
        requireEnabled(newest);
        return enabledIn(oldest, newest);
    }

    /** TLS 1.2 and 1.3, as far as the JDK does not disable them. */
    public static TlsVersions defaults() {
        String property = Security.getProperty(DISABLED);
        Defaults known = defaults;
        if (known == null || !Objects.equals(known.property, property)) {
            known = new Defaults(property, enabledIn(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3));
            defaults = known;
        }
        return known.versions;
    }

    /** What the property, which may change while the JVM runs, comes to. */
    private record Defaults(@Nullable String property, TlsVersions versions) {}

    /**
     * Reads a list such as {@code 1.2,1.3} or {@code TLSv1.3}.
     *
     * @throws MtlsConfigurationException with id {@code version-unknown} or {@code version-disabled}
     */
    public static TlsVersions parse(String list) {
        EnumSet<TlsVersion> named = EnumSet.noneOf(TlsVersion.class);
        for (String name : list.split(",", -1)) {
            TlsVersion version = TlsVersion.parse(name);
            requireEnabled(version);
            named.add(version);
        }
        return new TlsVersions(named);
    }

    /** The names that JSSE uses, oldest first, such as {@code [TLSv1.2, TLSv1.3]}; unmodifiable, never empty. */
    public List<String> names() {
        return names;
    }

    private static TlsVersions enabledIn(TlsVersion oldest, TlsVersion newest) {
        EnumSet<TlsVersion> enabled = EnumSet.noneOf(TlsVersion.class);
        for (TlsVersion version : EnumSet.range(oldest, newest)) {
            if (!disabled(version)) {
                enabled.add(version);
            }
        }
        if (enabled.isEmpty()) {
            requireEnabled(newest);
        }
        return new TlsVersions(enabled);
    }

    /** Those of old, for who says that it is dangerous. */
    static Set<TlsVersion> legacy(TlsVersion first, TlsVersion... more) {
        EnumSet<TlsVersion> named = EnumSet.of(first, more);
        for (TlsVersion version : named) {
            if (!LEGACY.contains(version)) {
                throw new IllegalArgumentException(
                        "legacyVersions: found " + version.protocol() + ", expected TLSv1 or TLSv1.1");
            }
            if (disabled(version)) {
                throw disabledIn(version);
            }
        }
        return named;
    }

    private static void requireEnabled(TlsVersion version) {
        if (disabled(version)) {
            throw disabledIn(version);
        }
        if (LEGACY.contains(version)) {
            throw new MtlsConfigurationException(Finding.of(
                    "version-legacy",
                    Severity.ERROR,
                    "This version of TLS is deprecated",
                    "found " + version.protocol() + ", expected TLSv1.2 or TLSv1.3",
                    "use TLS 1.2 or 1.3, or say dangerous().legacyVersions(...)"));
        }
    }

    private static MtlsConfigurationException disabledIn(TlsVersion version) {
        return new MtlsConfigurationException(Finding.of(
                "version-disabled",
                Severity.ERROR,
                "This version of TLS is disabled in this JDK",
                "found " + version.protocol() + " in the security property " + DISABLED + ", expected it to be usable",
                "use TLS 1.2 or 1.3"));
    }

    private static boolean disabled(TlsVersion version) {
        String property = Security.getProperty(DISABLED);
        if (property == null) {
            return false;
        }
        String name = version.protocol();
        for (int at = property.indexOf(name); at >= 0; at = property.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || separates(property.charAt(at - 1)))
                    && (end == property.length() || separates(property.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean separates(char c) {
        return c == ',' || c == '"' || Character.isWhitespace(c);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsVersions that && versions.equals(that.versions);
    }

    @Override
    public int hashCode() {
        return versions.hashCode();
    }

    /** {@code TLSv1.2, TLSv1.3}. */
    @Override
    public String toString() {
        return String.join(", ", names());
    }
}
