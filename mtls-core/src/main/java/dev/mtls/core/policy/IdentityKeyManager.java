package dev.mtls.core.policy;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One identity for JSSE, without a key store. Part K of the policy: a server's hands out nothing on a connection that was weakened. It
 * answers null and does not throw: that is the same alert on every JDK, and never leaves an engine hanging.
 */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private static final String[] NONE = {};

    private final Enforcer enforcer;
    private final String alias;
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    /** The number of the generation is part of the alias: a key that was remembered by its alias is never taken for a newer one. */
    IdentityKeyManager(Enforcer enforcer, List<KeyAndChain> identities, long generation) {
        this.enforcer = enforcer;
        this.alias = "mtls-" + generation;
        this.key = identities.get(0).key();
        this.chain = identities.get(0).chain();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return forServer(keyType) && (engine == null || enforcer.serves(engine)) ? alias : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return forServer(keyType) && (!(socket instanceof SSLSocket ssl) || enforcer.serves(ssl)) ? alias : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return forClient(keyTypes, issuers) ? alias : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return forClient(keyTypes, issuers) ? alias : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return forServer(keyType) ? new String[] {alias} : NONE;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return forClient(new String[] {keyType}, issuers) ? new String[] {alias} : NONE;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return this.alias.equals(alias) ? chain.toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return this.alias.equals(alias) ? key : null;
    }

    private boolean forServer(String keyType) {
        return !enforcer.policy().client() && fits(keyType);
    }

    private boolean forClient(String[] keyTypes, Principal @Nullable [] issuers) {
        if (!enforcer.policy().client()) {
            return false;
        }
        for (String keyType : keyTypes) {
            if (fits(keyType)) {
                return enforcer.policy().alwaysSend() || issuedByOneOf(issuers);
            }
        }
        return false;
    }

    /** A key type is the algorithm of the key, and for static ECDH that of the signature on it too: {@code EC_RSA}. */
    private boolean fits(String keyType) {
        String mine = chain.get(0).getPublicKey().getAlgorithm();
        int underscore = keyType.indexOf('_');
        if (underscore < 0) {
            return keyType.equals(mine);
        }
        String signer = keyType.substring(underscore + 1);
        return keyType.substring(0, underscore).equals(mine)
                && chain.get(0).getSigAlgName().toUpperCase(Locale.ROOT).contains(signer);
    }

    private boolean issuedByOneOf(Principal @Nullable [] issuers) {
        if (issuers == null || issuers.length == 0) {
            return true;
        }
        List<Principal> named = List.of(issuers);
        return chain.stream().anyMatch(certificate -> named.contains(certificate.getIssuerX500Principal()));
    }
}
