package dev.mtls.core.policy;

import dev.mtls.core.path.HostKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Identities by the hosts that they are for, each list in the order in which they were given. Filled, then only read. */
final class HostIndex {

    private final Map<String, List<Candidate>> byKey = new HashMap<>();

    void add(Collection<String> keys, Candidate candidate) {
        for (String key : keys) {
            byKey.computeIfAbsent(key, none -> new ArrayList<>(1)).add(candidate);
        }
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** Those for a host: that name it before those whose wildcard stands for it. */
    List<Candidate> find(String host) {
        List<Candidate> found = List.of();
        if (byKey.isEmpty()) {
            return found;
        }
        for (String key : HostKeys.ofHost(host)) {
            List<Candidate> more = byKey.getOrDefault(key, List.of());
            if (found.isEmpty()) {
                found = more;
            } else if (!more.isEmpty()) {
                found = new ArrayList<>(found);
                for (Candidate candidate : more) {
                    if (!found.contains(candidate)) {
                        found.add(candidate);
                    }
                }
            }
        }
        return found;
    }
}
