package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the loaders of identities and of trust read a source: limits, password, what kind of container was meant, how strictly. */
final class SourceReader {

    /** What the caller said that a source is. */
    enum Meant {
        ANYTHING("", ""),
        PEM("PEM", "load it with from(...), which takes every container"),
        STORE("a key store", "load it with pem(...) or from(...)");

        private final String text;
        private final String remedy;

        Meant(String text, String remedy) {
            this.text = text;
            this.remedy = remedy;
        }
    }

    private static final Set<String> NOT_STRICT = Set.of("pem-repaired", "container-unexpected");

    PemLimits limits;
    Meant meant = Meant.ANYTHING;
    boolean strict;
    private @Nullable Supplier<char @Nullable []> password;
    private boolean passwordIsAskedFor;

    SourceReader(PemLimits limits) {
        this.limits = limits;
    }

    SourceReader(SourceReader other) {
        limits = other.limits;
        meant = other.meant;
        strict = other.strict;
        password = other.password;
        passwordIsAskedFor = other.passwordIsAskedFor;
    }

    void password(char[] given) {
        password = () -> given;
        passwordIsAskedFor = false;
    }

    void password(Supplier<char[]> asked) {
        password = asked::get;
        passwordIsAskedFor = true;
    }

    /** Whether nothing is missing for reading another time: a password that was given may be wiped by then. */
    boolean canReadAgain() {
        return password == null || passwordIsAskedFor;
    }

    /** The password, to be given back to {@link #wipe}; null where there is none. */
    char @Nullable [] password() {
        return password == null ? null : password.get();
    }

    /** Wipes a password that was asked for: such an array is ours. */
    void wipe(char @Nullable [] secret) {
        if (secret != null && passwordIsAskedFor) {
            Arrays.fill(secret, '\0');
        }
    }

    PemDocument read(PemSource source) {
        return PemDocument.parse(source, limits);
    }

    /** Tells of a container of another kind than was meant. */
    void container(PemDocument document, List<Finding> findings) {
        if (meant == Meant.ANYTHING || document.isStore() == (meant == Meant.STORE)) {
            return;
        }
        findings.add(Finding.at(
                Where.of(document.source()),
                "container-unexpected",
                Severity.WARNING,
                "The source is a container of another kind than was meant",
                "found " + (document.isStore() ? "a key store" : "PEM") + ", expected " + meant.text,
                meant.remedy));
    }

    /** In strict reading each repair is an error. */
    void refuseRepairs(List<Finding> findings) {
        if (!strict) {
            return;
        }
        List<Finding> refused = findings.stream()
                .filter(finding -> NOT_STRICT.contains(finding.id()))
                .map(finding -> new Finding(
                        "pem-not-strict",
                        Severity.ERROR,
                        "The source is not as strict reading wants it",
                        finding.detail(),
                        finding.where(),
                        finding.remedy()))
                .toList();
        if (!refused.isEmpty()) {
            throw new MtlsConfigurationException(refused);
        }
    }
}
