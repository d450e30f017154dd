package dev.mtls.core;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;

/** What callers and frameworks do to a connection, by accident, that loses a policy made of parameters. */
record Attack(String name, Consumer<Settings> on) {

    private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    };
    static final AlgorithmConstraints NOTHING_FORBIDDEN = new AlgorithmConstraints() {
        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
            return true;
        }
    };

    /** Each of them makes JSSE ask for no certificate, or serve without one. */
    static final List<Attack> ON_CLIENT_AUTH = List.of(
            new Attack("setNeedClientAuth(false)", s -> s.need(false)),
            new Attack("setWantClientAuth(true)", s -> s.want(true)),
            new Attack("setSSLParameters(new SSLParameters())", s -> s.set(new SSLParameters())),
            new Attack("get, setWantClientAuth(false), set", s -> {
                SSLParameters parameters = s.get();
                parameters.setWantClientAuth(false);
                s.set(parameters);
            }));

    /** Each of them makes JSSE negotiate a version that was not asked for, but the constraints refuse it. */
    static final List<Attack> ON_VERSIONS = List.of(
            new Attack("setEnabledProtocols", s -> {
                s.protocols(BOTH);
                s.suites(SUITES);
            }),
            new Attack("setSSLParameters(new SSLParameters(suites, protocols))", s -> {
                SSLParameters parameters = new SSLParameters(SUITES, BOTH);
                parameters.setNeedClientAuth(s.get().getNeedClientAuth());
                s.set(parameters);
            }),
            new Attack("get, setProtocols, set", s -> {
                SSLParameters parameters = s.get();
                parameters.setProtocols(BOTH);
                parameters.setCipherSuites(SUITES);
                s.set(parameters);
            }),
            new Attack("setAlgorithmConstraints(null), setProtocols", s -> {
                SSLParameters parameters = s.get();
                parameters.setAlgorithmConstraints(null);
                parameters.setProtocols(BOTH);
                parameters.setCipherSuites(SUITES);
                s.set(parameters);
            }));

    /** This one takes the constraints away, so that only the managers are left. */
    static final Attack OWN_CONSTRAINTS = new Attack("setAlgorithmConstraints(own), setProtocols", s -> {
        SSLParameters parameters = s.get();
        parameters.setAlgorithmConstraints(NOTHING_FORBIDDEN);
        parameters.setProtocols(BOTH);
        parameters.setCipherSuites(SUITES);
        s.set(parameters);
    });

    /** Like it, and nothing else. */
    static final Attack OWN_CONSTRAINTS_ALONE = new Attack("setAlgorithmConstraints(own)", s -> {
        SSLParameters parameters = s.get();
        parameters.setAlgorithmConstraints(NOTHING_FORBIDDEN);
        s.set(parameters);
    });

    @Override
    public String toString() {
        return name;
    }
}
