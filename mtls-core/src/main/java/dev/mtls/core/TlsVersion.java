package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A version of TLS that JSSE can speak, oldest first. The two oldest are disabled in every current JDK. */
public enum TlsVersion {
    /** TLS 1.0, RFC 2246. */
    TLS_1_0("TLSv1", "1.0"),
    /** TLS 1.1, RFC 4346. */
    TLS_1_1("TLSv1.1", "1.1"),
    /** TLS 1.2, RFC 5246. */
    TLS_1_2("TLSv1.2", "1.2"),
    /** TLS 1.3, RFC 8446. */
    TLS_1_3("TLSv1.3", "1.3");

    private final String protocol;
    private final String number;

    TlsVersion(String protocol, String number) {
        this.protocol = protocol;
        this.number = number;
    }

    /** The name that JSSE uses, such as {@code TLSv1.3}. */
    public String protocol() {
        return protocol;
    }

    /**
     * Reads {@code 1.3}, {@code TLSv1.3} or {@code TLS_1_3}.
     *
     * @throws MtlsConfigurationException with id {@code version-unknown} for anything else
     */
    public static TlsVersion parse(String text) {
        String name = text.strip();
        for (TlsVersion version : values()) {
            if (name.equals(version.number) || name.equals(version.protocol) || name.equals(version.name())) {
                return version;
            }
        }
        String known = Arrays.stream(values()).map(v -> v.number).collect(Collectors.joining(", "));
        throw new MtlsConfigurationException(Finding.of(
                "version-unknown",
                Severity.ERROR,
                "There is no such version of TLS",
                "found \"" + name + "\", expected one of " + known,
                "write a version as 1.2 or 1.3"));
    }
}
