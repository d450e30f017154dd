package dev.mtls.core.policy;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key manager of the present generation, for who makes an {@code SSLContext} of its own. An alias is asked for again after it was
 * chosen, and a generation may begin between the two: the one before is remembered for that. Thread-safe.
 */
final class PresentKeyManager extends X509ExtendedKeyManager {

    private record Two(X509ExtendedKeyManager last, X509ExtendedKeyManager before) {}

    private final Supplier<X509ExtendedKeyManager> present;
    private volatile Two seen;

    PresentKeyManager(Supplier<X509ExtendedKeyManager> present) {
        this.present = present;
        X509ExtendedKeyManager first = present.get();
        this.seen = new Two(first, first);
    }

    private X509ExtendedKeyManager present() {
        X509ExtendedKeyManager now = present.get();
        Two two = seen;
        if (two.last != now) {
            seen = new Two(now, two.last);
        }
        return now;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return present().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return present().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return present().chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return present().chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return present().getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return present().getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        X509Certificate @Nullable [] chain = present().getCertificateChain(alias);
        return chain == null ? seen.before.getCertificateChain(alias) : chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        @Nullable PrivateKey key = present().getPrivateKey(alias);
        return key == null ? seen.before.getPrivateKey(alias) : key;
    }
}
