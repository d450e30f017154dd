package dev.mtls.core;

import dev.mtls.core.policy.KeyAndChain;
import dev.mtls.core.policy.NewerParameters;
import dev.mtls.core.policy.Policy;
import dev.mtls.core.policy.RevocationRules;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What a context does in effect, in lines that can be read aloud. JSSE is asked for what JSSE decides. */
final class Description {

    private static final String OF_THE_JDK = "JDK default";
    /** Of what there may be any number of. */
    private static final int SHOWN = 3;

    private final StringBuilder text = new StringBuilder();
    private final ContextBuilder<?> builder;
    private final Policy policy;
    private final SSLEngine engine;

    Description(ContextBuilder<?> builder, SSLContext context) {
        this.builder = builder;
        this.policy = builder.policy();
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(policy.client());
    }

    String text() {
        text.append(policy.client() ? "client" : "server").append('\n');
        identities();
        if (policy.refuseUnknownNames()) {
            line("unknown server names", "refused");
        }
        trust();
        if (policy.client()) {
            line("host check", policy.checkHost() ? "yes" : "no");
        } else {
            clientAuthentication();
        }
        policy.maxIntermediates().ifPresent(n -> line("verify depth", "at most " + n + " intermediates"));
        if (policy.strictPath()) {
            line("strict path", "yes");
        }
        revocation();
        line("versions", String.join(", ", policy.versions()));
        builder.connections.describe(text, policy.client(), policy.resumption());
        offer();
        return text.toString();
    }

    private void identities() {
        List<KeyAndChain> identities = builder.keysAndChains();
        if (identities.isEmpty()) {
            line("identity", "none");
        }
        for (KeyAndChain identity : identities.subList(0, Math.min(SHOWN, identities.size()))) {
            String hosts = identity.hosts().isEmpty() ? "" : ", for " + String.join(", ", identity.hosts()) + " alone";
            line("identity", Identity.text(identity.key(), identity.chain()) + hosts);
        }
        if (identities.size() > SHOWN) {
            line("identities", identities.size() - SHOWN + " more");
        }
    }

    private void trust() {
        if (!policy.verify()) {
            line("trust", "anyone");
            return;
        }
        line("trust", builder.trust.authorities());
        builder.trust.restrictions().demands().forEach(demand -> line(demand.label(), demand.members()));
    }

    private void revocation() {
        RevocationRules rules = policy.revocation();
        if (policy.verify() && !builder.trust.crls().isEmpty()) {
            line(
                    "revocation lists",
                    builder.trust.crls().size()
                            + (rules.ofPeerOnly()
                                    ? ", for the certificate of the peer"
                                    : ", for every certificate of the path")
                            + (rules.acceptUnknown() ? ", where there is one" : ""));
        }
        if (rules.requireStapled()) {
            line("stapled OCSP response", "required");
        }
        rules.responder().ifPresent(uri -> line("OCSP responder", Names.safe(uri.toString())));
    }

    private void clientAuthentication() {
        ClientAuth auth = builder.clientAuth();
        line("client authentication", auth + (auth == ClientAuth.ANY ? ", asked and not verified" : ""));
        if (auth != ClientAuth.NONE) {
            List<X509Certificate> named = builder.connections.authorities.orElse(builder.trust.anchors());
            line("authorities named to clients", named.isEmpty() ? "none" : names(named));
        }
    }

    private static String names(List<X509Certificate> named) {
        String first = named.stream().limit(SHOWN).map(Names::subject).collect(Collectors.joining("; "));
        return named.size() <= SHOWN ? first : first + "; and " + (named.size() - SHOWN) + " more";
    }

    private void offer() {
        Arrays.stream(engine.getEnabledCipherSuites())
                .filter(suite -> !suite.endsWith("_SCSV") && ofVersions(suite))
                .forEach(suite -> line("suite", suite));
        SSLParameters parameters = engine.getSSLParameters();
        lines("group", NewerParameters.namedGroups(parameters));
        lines("signature scheme", NewerParameters.signatureSchemes(parameters));
    }

    /** Suites of TLS 1.3 name no key exchange. */
    private boolean ofVersions(String suite) {
        boolean ofTls13 = !suite.contains("_WITH_");
        return ofTls13
                ? policy.versions().contains("TLSv1.3")
                : !policy.versions().equals(List.of("TLSv1.3"));
    }

    private void lines(String what, List<String> names) {
        if (names.isEmpty()) {
            line(what + "s", OF_THE_JDK);
        }
        names.forEach(name -> line(what, name));
    }

    private void line(String what, String value) {
        text.append(what).append(": ").append(value).append('\n');
    }
}
