package dev.mtls.examples.cli;

import java.util.Map;

/** Why a connection was refused, in a sentence, by the id of the cause. */
final class Causes {
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("client-certificate-missing", "the client sent no certificate, and the server requires one"),
            Map.entry(
                    "client-certificate-untrusted",
                    "the client's certificate was not issued by a CA that the server trusts"),
            Map.entry("client-certificate-expired", "the client's certificate, or one that it depends on, has expired"),
            Map.entry(
                    "client-certificate-not-yet-valid",
                    "the client's certificate, or one that it depends on, is not valid yet"),
            Map.entry("client-certificate-unfit-for-role", "the client's certificate is not meant for clients"),
            Map.entry("client-key-mismatch", "the client's key does not belong to its certificate"),
            Map.entry("server-certificate-refused", "the client does not accept the server's certificate"),
            Map.entry(
                    "server-certificate-untrusted",
                    "the server's certificate was not issued by a CA that the client trusts"),
            Map.entry("server-certificate-expired", "the server's certificate, or one that it depends on, has expired"),
            Map.entry(
                    "server-certificate-not-yet-valid",
                    "the server's certificate, or one that it depends on, is not valid yet"),
            Map.entry("server-certificate-unfit-for-role", "the server's certificate is not meant for servers"),
            Map.entry(
                    "server-host-not-matched",
                    "the server's certificate is for another name than the one connected to"),
            Map.entry("version-not-shared", "client and server have no TLS version in common"),
            Map.entry("suite-not-shared", "client and server have no cipher suite in common"),
            Map.entry("group-not-shared", "client and server have no key exchange group in common"),
            Map.entry("signature-scheme-not-shared", "client and server have no signature scheme in common"),
            Map.entry("alpn-not-shared", "client and server have no application protocol in common"),
            Map.entry("server-name-unrecognized", "the server does not know the name that the client asked for"),
            Map.entry("plaintext-not-tls", "the client does not speak TLS"),
            Map.entry("connection-reset", "the connection was reset before the handshake was done"),
            Map.entry("connection-closed", "the client closed the connection before the handshake was done"),
            Map.entry("message-too-large", "a handshake message is larger than the other side accepts"),
            Map.entry("chain-too-long", "a certificate chain is longer than the other side accepts"),
            Map.entry("policy-refused", "this side's own policy refused the connection"));

    private Causes() {}

    /** {@code sentence (id)}; the id alone where no sentence is known. */
    static String text(String id) {
        String sentence = SENTENCES.get(id);
        return sentence == null ? id : sentence + " (" + id + ")";
    }
}
