package dev.mtls.core.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Certificates by their subject. To bring the names of the bundle of a system into order costs, so it is done when first asked. */
final class Issuers {

    private final Collection<X509Certificate> certificates;
    private volatile Map<X500Principal, List<X509Certificate>> bySubject = Map.of();

    Issuers(Collection<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    List<X509Certificate> named(X500Principal subject) {
        Map<X500Principal, List<X509Certificate>> index = bySubject;
        if (index.isEmpty()) {
            index = new HashMap<>();
            for (X509Certificate certificate : certificates) {
                index.computeIfAbsent(certificate.getSubjectX500Principal(), name -> new ArrayList<>())
                        .add(certificate);
            }
            bySubject = index;
        }
        return index.getOrDefault(subject, List.of());
    }
}
