package dev.mtls.testkit;

import dev.mtls.core.Peer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The facts of one decided handshake, as the server knows them. */
record HandshakeReport(
        ServedConnection.Outcome outcome,
        Optional<String> cause,
        Optional<String> error,
        Optional<String> version,
        Optional<String> cipherSuite,
        Optional<String> group,
        Optional<String> serverName,
        Optional<String> alpn,
        List<X509Certificate> peerCertificates,
        Optional<Peer> peer,
        Optional<Boolean> resumed) {}
