package dev.mtls.parser.secrets;

import java.util.List;

/** Knows nothing. */
enum NoSecrets implements SecretSource {
    /** The only one. */
    INSTANCE;

    @Override
    public List<Secrets> candidates(HandshakeFacts facts) {
        return List.of();
    }

    @Override
    public boolean isEmpty() {
        return true;
    }
}
