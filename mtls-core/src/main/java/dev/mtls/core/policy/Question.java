package dev.mtls.core.policy;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What JSSE asks a key manager, with what the peer has said so far.
 *
 * @param keyTypes algorithms of keys: of a server one at a time, of a client all that would do
 * @param authorities that the peer names; empty where it names none
 * @param schemes what the peer takes signatures of, as JSSE writes them, such as {@code SHA256withECDSA}; empty where it did not say
 * @param protocol the version that was negotiated; empty where that is not known
 */
record Question(List<String> keyTypes, List<Principal> authorities, List<String> schemes, String protocol) {

    static Question of(String[] keyTypes, Principal @Nullable [] authorities, @Nullable SSLSession handshake) {
        String[] schemes = handshake instanceof ExtendedSSLSession extended
                ? extended.getPeerSupportedSignatureAlgorithms()
                : new String[0];
        return new Question(
                Arrays.asList(keyTypes),
                authorities == null ? List.of() : Arrays.asList(authorities),
                Arrays.asList(schemes),
                handshake == null ? "" : handshake.getProtocol());
    }

    /** A signature in TLS 1.3 is bound to the curve of the key, and is never one of PKCS#1. */
    boolean tls13() {
        return protocol.equals("TLSv1.3");
    }
}
