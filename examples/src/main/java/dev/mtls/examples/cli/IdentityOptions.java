package dev.mtls.examples.cli;

import dev.mtls.core.Identity;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemLimits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --cert}, {@code --key}, {@code --key-password}: who we are. */
final class IdentityOptions {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Own certificate, PEM, with the intermediates that belong to it, if any.")
    @Nullable
    Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Its private key, PEM. Not needed where it stands in the file of --cert.")
    @Nullable
    Path key;

    @Option(
            names = "--key-password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            description = "Password of an encrypted key; without a value you are asked for it.")
    char @Nullable [] password;

    /** The shape in which the key is kept, empty where there is none; to be asked before {@link #identity()}, which wipes the password. */
    String keyForm() {
        Path keyFile = key == null ? certificate : key;
        if (certificate == null || keyFile == null) {
            return "";
        }
        Inputs.requireReadable("--cert", certificate);
        Inputs.requireReadable("--key", keyFile);
        PemDocument document = PemDocument.parse(keyFile, PemLimits.IDENTITY).open(password);
        return (password == null ? document.privateKey() : document.privateKey(password)).form();
    }

    Optional<Identity> identity() {
        if (certificate == null) {
            if (key != null || password != null) {
                throw ProgramException.usage(
                        (key != null ? "--key" : "--key-password") + " is of no use without --cert");
            }
            return Optional.empty();
        }
        Path keyFile = key == null ? certificate : key;
        Inputs.requireReadable("--cert", certificate);
        Inputs.requireReadable("--key", keyFile);
        if (password == null) {
            return Optional.of(Identity.pem(certificate, keyFile));
        }
        try {
            return Optional.of(Identity.pem(certificate, keyFile, password));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
