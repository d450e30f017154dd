package dev.mtls.examples.cli;

import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mtls pki}: writes a throwaway CA with a server and clients as PEM and PKCS#12 files. */
@Command(
        name = "pki",
        sortOptions = false,
        description = {
            "Makes a throwaway CA, a server certificate and client certificates for trying things out.",
            "",
            "Writes ca.pem, server.pem, server-key.pem, server.p12, client.pem, client-key.pem, client.p12; with several --client, NAME.pem, NAME-key.pem, NAME.p12 for each. Keys are readable by you alone. The CA's own key is not kept: nobody can make more certificates of it.",
            ""
        })
final class PkiCommand implements Callable<Integer> {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*");

    private final Console console;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            description = "Folder to write to; made if it is not there.")
    Path directory = Path.of(".");

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description =
                    "Name or IP address by which the server is reached; repeatable. Default: localhost, 127.0.0.1 and ::1.")
    List<String> serverNames = List.of();

    @Option(
            names = "--client",
            paramLabel = "NAME",
            description = "Common name of a client, repeatable. Default: client.")
    List<String> clientNames = List.of("client");

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Password of the .p12 files. Default: changeit.")
    char[] password = "changeit".toCharArray();

    PkiCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, String> clients = clientFiles();
        List<String> files = new ArrayList<>(List.of("server"));
        files.addAll(clients.keySet());
        PkiFiles.requireUnused(directory, files);
        TestPki pki = TestPki.create();
        Map<String, TestIdentity> identities = new LinkedHashMap<>();
        try {
            identities.put("server", pki.server(serverNames.toArray(String[]::new)));
            clients.forEach((file, name) -> identities.put(file, pki.client(name)));
        } catch (IllegalArgumentException unfit) {
            throw ProgramException.usage("a certificate cannot be made for that name: " + unfit.getMessage(), unfit);
        }
        try {
            PkiFiles.write(directory, pki, identities, password).forEach(console::line);
        } finally {
            Arrays.fill(password, '\0');
        }
        return Exit.OK;
    }

    /** Base name of the files, and the common name, of each client. */
    private Map<String, String> clientFiles() {
        if (clientNames.size() == 1) {
            return Map.of("client", clientNames.get(0));
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : clientNames) {
            if (!FILE_NAME.matcher(name).matches()) {
                throw ProgramException.usage("--client '" + name
                        + "': with several clients each name is a file name too: letters, digits and . _ @ - only");
            }
            if (name.equals("ca") || name.equals("server") || files.put(name, name) != null) {
                throw ProgramException.usage("--client " + name + ": the files " + name + ".pem and " + name
                        + "-key.pem would be written twice");
            }
        }
        return files;
    }
}
