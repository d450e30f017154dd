package dev.mtls.core.path;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Hosts, and the patterns that stand for them, as keys of a map: what {@link HostNames} matches one by one is found by a look-up, whose
 * cost does not grow with the number of patterns.
 */
public final class HostKeys {

    private HostKeys() {}

    /** The key of a name, of a wildcard over one label ({@code *.example.com}) or of an address; empty for any other text. */
    public static Optional<String> ofPattern(String pattern) {
        Optional<byte[]> address = HostNames.address(pattern);
        if (address.isPresent()) {
            return Optional.of(Addresses.text(address.get()));
        }
        boolean wildcard = pattern.startsWith("*.");
        String name = wildcard ? pattern.substring(2) : pattern;
        return HostNames.isName(name) && !(wildcard && name.indexOf('.') < 0)
                ? Optional.of(pattern.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Those of all hosts that a certificate names in its subjectAltName; unmodifiable. */
    public static Set<String> ofCertificate(X509Certificate certificate) {
        Set<String> keys = new LinkedHashSet<>();
        for (String presented : HostNames.of(certificate).presented()) {
            String pattern = presented.substring(presented.indexOf(':') + 1);
            boolean name = presented.startsWith("DNS:");
            if (name != HostNames.isAddress(pattern)) { // an address that was written as a dNSName stands for nothing
                ofPattern(pattern).ifPresent(keys::add);
            }
        }
        return Set.copyOf(keys);
    }

    /** Those under which a host may be found: its own, then that of the wildcard over its first label; none for what is no host. */
    public static List<String> ofHost(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.startsWith("*.")) {
            return List.of();
        }
        Optional<String> key = ofPattern(name);
        if (key.isEmpty() || HostNames.isAddress(name)) {
            return key.map(List::of).orElse(List.of());
        }
        int dot = name.indexOf('.');
        Optional<String> wildcard = dot < 0 ? Optional.empty() : ofPattern("*" + name.substring(dot));
        return wildcard.map(above -> List.of(key.get(), above)).orElseGet(() -> List.of(key.get()));
    }
}
