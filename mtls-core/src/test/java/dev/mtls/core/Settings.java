package dev.mtls.core;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The setters that an engine, a socket and a listening socket have in common, and that attacks go through. */
interface Settings {

    SSLParameters get();

    void set(SSLParameters parameters);

    void protocols(String... protocols);

    void suites(String... suites);

    void need(boolean need);

    void want(boolean want);

    static Settings of(SSLEngine engine) {
        return new Settings() {
            @Override
            public SSLParameters get() {
                return engine.getSSLParameters();
            }

            @Override
            public void set(SSLParameters parameters) {
                engine.setSSLParameters(parameters);
            }

            @Override
            public void protocols(String... protocols) {
                engine.setEnabledProtocols(protocols);
            }

            @Override
            public void suites(String... suites) {
                engine.setEnabledCipherSuites(suites);
            }

            @Override
            public void need(boolean need) {
                engine.setNeedClientAuth(need);
            }

            @Override
            public void want(boolean want) {
                engine.setWantClientAuth(want);
            }
        };
    }

    static Settings of(SSLSocket socket) {
        return new Settings() {
            @Override
            public SSLParameters get() {
                return socket.getSSLParameters();
            }

            @Override
            public void set(SSLParameters parameters) {
                socket.setSSLParameters(parameters);
            }

            @Override
            public void protocols(String... protocols) {
                socket.setEnabledProtocols(protocols);
            }

            @Override
            public void suites(String... suites) {
                socket.setEnabledCipherSuites(suites);
            }

            @Override
            public void need(boolean need) {
                socket.setNeedClientAuth(need);
            }

            @Override
            public void want(boolean want) {
                socket.setWantClientAuth(want);
            }
        };
    }

    static Settings of(SSLServerSocket socket) {
        return new Settings() {
            @Override
            public SSLParameters get() {
                return socket.getSSLParameters();
            }

            @Override
            public void set(SSLParameters parameters) {
                socket.setSSLParameters(parameters);
            }

            @Override
            public void protocols(String... protocols) {
                socket.setEnabledProtocols(protocols);
            }

            @Override
            public void suites(String... suites) {
                socket.setEnabledCipherSuites(suites);
            }

            @Override
            public void need(boolean need) {
                socket.setNeedClientAuth(need);
            }

            @Override
            public void want(boolean want) {
                socket.setWantClientAuth(want);
            }
        };
    }
}
