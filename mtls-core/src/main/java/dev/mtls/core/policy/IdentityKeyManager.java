package dev.mtls.core.policy;

import dev.mtls.core.path.HostNames;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a context for JSSE, without a key store. Part K of the policy: a server's hands out nothing on a connection that was
 * weakened. It answers null and does not throw: that is the same alert on every JDK, and never leaves an engine hanging.
 */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private final Enforcer enforcer;
    private final Map<String, Candidate> byAlias = new HashMap<>();
    private final List<Candidate> all = new ArrayList<>();
    private final ServerIdentities ofServer;
    private final ClientIdentities ofClient;

    /** The number of the generation is part of each alias: a key that was remembered by its alias is never taken for a newer one. */
    IdentityKeyManager(Enforcer enforcer, List<KeyAndChain> identities, long generation) {
        this.enforcer = enforcer;
        for (KeyAndChain identity : identities) {
            Candidate candidate = new Candidate("mtls-" + generation + "-" + all.size(), identity);
            all.add(candidate);
            byAlias.put(candidate.alias(), candidate);
        }
        boolean client = enforcer.policy().client();
        this.ofServer =
                new ServerIdentities(client ? List.of() : all, enforcer.policy().refuseUnknownNames());
        this.ofClient =
                new ClientIdentities(client ? all : List.of(), enforcer.policy().alwaysSend());
    }

    /** Whether an identity of a server is for that host. */
    boolean knows(String host) {
        return ofServer.knows(host);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            return forServer(keyType, issuers);
        }
        SSLSession handshake = engine.getHandshakeSession();
        SSLParameters parameters = engine.getSSLParameters();
        return enforcer.serves(engine, handshake, parameters)
                ? forServer(keyType, issuers, engine, handshake, parameters)
                : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        if (!(socket instanceof SSLSocket ssl)) {
            return forServer(keyType, issuers);
        }
        SSLSession handshake = ssl.getHandshakeSession();
        SSLParameters parameters = ssl.getSSLParameters();
        return enforcer.serves(ssl, handshake, parameters)
                ? forServer(keyType, issuers, ssl, handshake, parameters)
                : null;
    }

    /** Nothing is known of the connection, so the default is all there is to say. */
    private @Nullable String forServer(String keyType, Principal @Nullable [] issuers) {
        return alias(byDefault(keyType, issuers));
    }

    private @Nullable Candidate byDefault(String keyType, Principal @Nullable [] issuers) {
        Question question = Question.of(new String[] {keyType}, issuers, null);
        return ofServer.select(question, null).chosen();
    }

    private @Nullable String forServer(
            String keyType,
            Principal @Nullable [] issuers,
            Object connection,
            @Nullable SSLSession handshake,
            SSLParameters parameters) {
        if (handshake == null) {
            TicketQuestions.seen();
            return forServer(keyType, issuers);
        }
        Question question = Question.of(new String[] {keyType}, issuers, handshake);
        String host = serverName(handshake);
        Selection selection = ofServer.select(question, host);
        enforcer.choices().chose(connection, parameters, handshake, question, host, selection);
        Candidate chosen = selection.chosen();
        if (chosen != null && all.size() > 1 && chosen != byDefault(keyType, null)) {
            TicketQuestions.keepResumable(handshake, chosen);
        }
        return alias(chosen);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null
                ? forClient(keyTypes, issuers)
                : forClient(keyTypes, issuers, engine, engine.getHandshakeSession(), engine.getSSLParameters());
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return socket instanceof SSLSocket ssl
                ? forClient(keyTypes, issuers, ssl, ssl.getHandshakeSession(), ssl.getSSLParameters())
                : forClient(keyTypes, issuers);
    }

    private @Nullable String forClient(String[] keyTypes, Principal @Nullable [] issuers) {
        return alias(ofClient.select(Question.of(keyTypes, issuers, null), null).chosen());
    }

    private @Nullable String forClient(
            String[] keyTypes,
            Principal @Nullable [] issuers,
            Object connection,
            @Nullable SSLSession handshake,
            SSLParameters parameters) {
        if (handshake == null) {
            return forClient(keyTypes, issuers);
        }
        Question question = Question.of(keyTypes, issuers, handshake);
        String host = hostCalled(handshake, ofClient.dependOnHost());
        Selection selection = ofClient.select(question, host);
        enforcer.choices().chose(connection, parameters, handshake, question, host, selection);
        return alias(selection.chosen());
    }

    /** The name that a client asks for, or asked for. */
    private static @Nullable String serverName(SSLSession handshake) {
        if (handshake instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    /**
     * The host that the certificate of the server was compared with. A caller may call one host and ask for the name of another, and JSSE
     * is content with either: where it matters whose identity is sent, the certificate tells which of them has answered.
     */
    private static @Nullable String hostCalled(SSLSession handshake, boolean matters) {
        String asked = serverName(handshake);
        String called = handshake.getPeerHost();
        if (asked == null || asked.equalsIgnoreCase(called)) {
            return called == null || called.isEmpty() ? null : called;
        }
        return !matters || called == null || answers(handshake, asked) ? asked : called;
    }

    private static boolean answers(SSLSession handshake, String host) {
        try {
            Certificate[] chain = handshake.getPeerCertificates();
            return chain[0] instanceof X509Certificate leaf
                    && HostNames.of(leaf).include(host);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static @Nullable String alias(@Nullable Candidate candidate) {
        return candidate == null ? null : candidate.alias();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return enforcer.policy().client() ? new String[0] : aliases(keyType, List.of());
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        if (!enforcer.policy().client()) {
            return new String[0];
        }
        return aliases(keyType, issuers == null || enforcer.policy().alwaysSend() ? List.of() : List.of(issuers));
    }

    private String[] aliases(String keyType, List<Principal> authorities) {
        return all.stream()
                .filter(candidate -> candidate.isOneOf(List.of(keyType)) && candidate.isIssuedByOneOf(authorities))
                .map(Candidate::alias)
                .toArray(String[]::new);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Candidate candidate = byAlias.get(alias);
        return candidate == null ? null : candidate.identity().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Candidate candidate = byAlias.get(alias);
        return candidate == null ? null : candidate.identity().key();
    }
}
