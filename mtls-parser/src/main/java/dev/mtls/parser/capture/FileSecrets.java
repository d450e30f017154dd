package dev.mtls.parser.capture;

import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.secrets.KeyLog;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.secrets.Secrets;
import dev.mtls.parser.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secrets in a capture file itself, and those of the caller, which are asked first. */
final class FileSecrets implements SecretSource {

    private final SecretSource caller;
    /** Null until the file holds some. */
    private @Nullable KeyLog embedded;

    private boolean fileHoldsNone;

    FileSecrets(@Nullable SecretSource caller) {
        this.caller = caller == null ? SecretSource.none() : caller;
    }

    /** The file has no place for secrets. */
    void fileHoldsNone() {
        fileHoldsNone = true;
    }

    /** What is asked for the secrets of a connection: nobody where nobody can have some. */
    SecretSource ofConnections() {
        return fileHoldsNone ? caller : this;
    }

    /** Adds secrets that the file holds, if they are a key log. */
    void add(DecryptionSecrets found) {
        if (!found.isTlsKeyLog()) {
            return;
        }
        if (embedded == null) {
            embedded = KeyLog.empty();
        }
        embedded.add(found.data());
        // The log of each block is whole, and its last line may lack an end.
        embedded.add(Bytes.ofText("\n"));
    }

    @Override
    public boolean isEmpty() {
        return caller.isEmpty() && (embedded == null || embedded.isEmpty());
    }

    @Override
    public List<Secrets> candidates(HandshakeFacts facts) {
        List<Secrets> all = new ArrayList<>(caller.candidates(facts));
        if (embedded != null) {
            all.addAll(embedded.candidates(facts));
        }
        return all;
    }

    @Override
    public void ticketIssued(HandshakeFacts facts, Bytes nonce, Bytes ticket) {
        caller.ticketIssued(facts, nonce, ticket);
        if (embedded != null) {
            embedded.ticketIssued(facts, nonce, ticket);
        }
    }

    @Override
    public void closed(HandshakeFacts facts) {
        caller.closed(facts);
    }
}
