package dev.mtls.parser;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.NamedGroup;
import dev.mtls.parser.code.ProtocolVersion;
import java.util.Optional;

/** What a conversation tells about its handshake: the values behind the accessors of {@link Conversation}. */
record Facts(
        Optional<ProtocolVersion> version,
        Optional<CipherSuite> cipherSuite,
        Optional<NamedGroup> group,
        Optional<String> serverName,
        Optional<String> alpn,
        Optional<Boolean> resumed,
        Optional<Boolean> helloRetry,
        ClientAuthFacts clientAuth,
        ServerAuthFacts serverAuth,
        Optional<Fingerprint> ja3,
        Optional<Fingerprint> ja3s,
        Optional<Fingerprint> ja4,
        Outcome outcome,
        Decryption decryption) {}
