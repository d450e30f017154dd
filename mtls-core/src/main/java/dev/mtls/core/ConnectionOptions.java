package dev.mtls.core;

import dev.mtls.core.policy.ConnectionRules;
import dev.mtls.core.policy.Offer;
import dev.mtls.core.policy.Sessions;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The options of a builder about connections, checked for what can be told without JSSE. */
final class ConnectionOptions {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int LONGEST_PROTOCOL = 255;

    List<String> cipherSuites = List.of();
    List<String> namedGroups = List.of();
    List<String> signatureSchemes = List.of();
    List<String> applicationProtocols = List.of();
    boolean preferClientSuites;
    boolean resumption = true;
    Optional<List<X509Certificate>> authorities = Optional.empty();
    Enforcement enforcement = Enforcement.DEFAULT;
    final Set<TlsVersion> legacy = EnumSet.noneOf(TlsVersion.class);
    private OptionalInt cacheSize = OptionalInt.empty();
    private OptionalInt timeoutSeconds = OptionalInt.empty();

    static List<String> named(String option, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(option + ": found no name, expected at least one");
        }
        return List.copyOf(new LinkedHashSet<>(Arrays.asList(names)));
    }

    void alpn(String... protocols) {
        for (String protocol : named("alpn", protocols)) {
            int length = protocol.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > LONGEST_PROTOCOL) {
                throw new IllegalArgumentException(
                        "alpn: found a name of " + length + " bytes, expected 1 to " + LONGEST_PROTOCOL);
            }
        }
        applicationProtocols = named("alpn", protocols);
    }

    void sessionCacheSize(int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("sessionCacheSize: found " + sessions
                    + ", expected 1 or more; noResumption() switches resumption off");
        }
        cacheSize = OptionalInt.of(sessions);
    }

    void sessionTimeout(Duration timeout) {
        if (timeout.toSeconds() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sessionTimeout: found " + timeout
                    + ", expected one second to seven days; noResumption() switches resumption off");
        }
        timeoutSeconds = OptionalInt.of((int) timeout.toSeconds());
    }

    /** Those that were asked for, and those of old that were asked for as such. */
    List<String> versions(TlsVersions versions) {
        if (legacy.isEmpty()) {
            return versions.names();
        }
        List<String> names = new ArrayList<>();
        for (TlsVersion version : legacy) {
            names.add(version.protocol());
        }
        names.addAll(versions.names());
        return names;
    }

    ConnectionRules rules() {
        return new ConnectionRules(
                new Offer(cipherSuites, namedGroups, signatureSchemes, applicationProtocols, preferClientSuites),
                new Sessions(resumption, cacheSize, timeoutSeconds),
                authorities,
                enforcement == Enforcement.STRICT);
    }

    /** What a policy says of these, one per line; nothing of what was left to the JDK and is the same everywhere. */
    void describe(StringBuilder text, boolean client, boolean resumption) {
        if (!applicationProtocols.isEmpty()) {
            text.append("application protocols: ")
                    .append(String.join(", ", applicationProtocols))
                    .append('\n');
        }
        if (!client) {
            text.append("order of suites: ")
                    .append(preferClientSuites ? "of the client" : "of the server")
                    .append('\n');
        }
        text.append("resumption: ")
                .append(resumption ? "yes" : "no")
                .append(sessions(resumption))
                .append('\n');
        text.append("enforcement: ")
                .append(enforcement.name().toLowerCase(Locale.ROOT))
                .append('\n');
    }

    private String sessions(boolean resumption) {
        if (!resumption) {
            return ", a full handshake on every connection";
        }
        String size = cacheSize.isPresent() ? ", of " + cacheSize.getAsInt() + " sessions" : "";
        return size + (timeoutSeconds.isPresent() ? ", for " + timeoutSeconds.getAsInt() + " seconds" : "");
    }

    void copyTo(ConnectionOptions copy) {
        copy.cipherSuites = cipherSuites;
        copy.namedGroups = namedGroups;
        copy.signatureSchemes = signatureSchemes;
        copy.applicationProtocols = applicationProtocols;
        copy.preferClientSuites = preferClientSuites;
        copy.resumption = resumption;
        copy.authorities = authorities;
        copy.enforcement = enforcement;
        copy.legacy.addAll(legacy);
        copy.cacheSize = cacheSize;
        copy.timeoutSeconds = timeoutSeconds;
    }
}
