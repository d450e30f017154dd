package dev.mtls.core.policy;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a peer must be besides having a path to an anchor. It is asked when the path was verified, and never about a certificate that is
 * none of it: what else a peer sends is nothing but text.
 *
 * @param ofPath whether it looks at the whole path; otherwise it is given the certificate of the peer alone
 * @param against why a peer is refused, given its path, its own certificate first and the anchor last; empty where it is not
 */
public record Restriction(boolean ofPath, Function<List<X509Certificate>, Optional<String>> against) {}
