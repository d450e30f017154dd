package dev.mtls.testkit;

import dev.mtls.core.ClientAuth;

/** Makes and uses a PKI in a JVM of its own, whose loaded classes {@link BouncyCastleFreeTest} counts. */
final class DefaultPathProbe {
    private DefaultPathProbe() {}

    public static void main(String[] none) {
        TestPki pki = TestPki.create();
        TestIdentity server = pki.server();
        TestIdentity client = pki.client("alice");
        client.certificatePem();
        client.keyPem();
        client.pkcs12("changeit".toCharArray());
        pki.serverContext(server, ClientAuth.REQUIRED);
        pki.clientContext(client);
        System.out.println("done with " + client);
    }
}
