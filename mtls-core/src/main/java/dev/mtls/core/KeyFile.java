package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Who else may read a file with a private key in it. */
final class KeyFile {

    private KeyFile() {}

    static List<Finding> check(Path file) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            return List.of();
        }
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
            return List.of();
        }
        return List.of(Finding.at(
                Where.of(file.toString()),
                "key-file-readable",
                Severity.WARNING,
                "Everybody on this machine may read the private key",
                "found permissions " + PosixFilePermissions.toString(permissions) + ", expected rw-------",
                "chmod 600 " + file));
    }
}
