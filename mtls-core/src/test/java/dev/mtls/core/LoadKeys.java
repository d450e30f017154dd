package dev.mtls.core;

import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.nio.file.Path;

/** Loads the keys that its arguments name and some bundles, and builds a context; run in a JVM of its own. */
final class LoadKeys {

    private LoadKeys() {}

    public static void main(String[] files) {
        Path pem = Path.of("src/test/resources/pem");
        for (String file : files) {
            PemDocument.parse(pem.resolve("keys").resolve(file), PemLimits.IDENTITY)
                    .privateKey("changeit".toCharArray());
        }
        for (String bundle : new String[] {"chain.pem", "p7-pkcs7.pem", "p7b-der.pem", "der.pem"}) {
            Trust.from(PemSource.file(pem.resolve("certs").resolve(bundle))).load();
        }
        MtlsContext.client()
                .trust(Trust.pem(pem.resolve("certs/chain.pem")))
                .identity(Identity.pem(pem.resolve("certs/rsa.pem"), pem.resolve("keys/rsa-pkcs1.pem")))
                .dangerous()
                .accept("certificate-expired")
                .build();
        System.out.println("loaded " + files.length + " keys");
    }
}
