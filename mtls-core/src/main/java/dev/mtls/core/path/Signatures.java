package dev.mtls.core.path;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a certificate or a list is signed with. */
final class Signatures {

    private Signatures() {}

    /** Whether its digest is SHA-1 or older, for which collisions are known; so is one that cannot be read. */
    static boolean weak(String algorithm, byte @Nullable [] parameters) {
        String digest = algorithm.toUpperCase(Locale.ROOT);
        if (digest.contains("PSS")) {
            if (parameters == null) {
                return true; // SHA-1 is what is meant where nothing is said (RFC 4055, section 3.1)
            }
            try {
                AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
                pss.init(parameters);
                digest = pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            } catch (GeneralSecurityException | IOException e) {
                return true;
            }
        }
        return digest.contains("SHA1") || digest.contains("SHA-1") || digest.contains("MD2") || digest.contains("MD5");
    }
}
