package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiCommandTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatItsHelpSays() throws Exception {
        Program pki = Program.run("pki", "--dir", folder.toString(), "--client", "alice");

        assertThat(pki.exitCode()).isZero();
        assertThat(files())
                .containsExactly(
                        "ca.pem",
                        "client-key.pem",
                        "client.p12",
                        "client.pem",
                        "server-key.pem",
                        "server.p12",
                        "server.pem");
        assertThat(pki.lines())
                .hasSize(7)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(folder.resolve("client.pem").toString())
                        .contains("CN=alice"));
        assertThat(Files.readString(folder.resolve("ca.pem"))).doesNotContain("PRIVATE KEY");
    }

    @Test
    void keysAreReadableByTheirOwnerAlone() throws Exception {
        Program.run("pki", "--dir", folder.toString());

        for (String secret : List.of("server-key.pem", "client-key.pem", "server.p12", "client.p12")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(secret))))
                    .as(secret)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void severalClientsHaveFilesOfTheirOwnNames() throws Exception {
        Program pki = Program.run(
                "pki", "--dir", folder.toString(), "--client", "alice", "--client", "bob", "--server", "example.test");

        assertThat(pki.exitCode()).isZero();
        assertThat(files())
                .contains("alice.pem", "alice-key.pem", "alice.p12", "bob.pem", "bob-key.pem", "bob.p12")
                .doesNotContain("client.pem");
    }

    @Test
    void aClientMustNotTakeAFileOfAnother() {
        Program twice = Program.run("pki", "--dir", folder.toString(), "--client", "server", "--client", "bob");
        Program path = Program.run("pki", "--dir", folder.toString(), "--client", "../bob", "--client", "alice");

        assertThat(twice.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(twice.err()).contains("--client server").contains("server.pem");
        assertThat(path.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(path.err()).contains("'../bob'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Files.writeString(folder.resolve("server-key.pem"), "precious");

        Program refused = Program.run("pki", "--dir", folder.toString());

        assertThat(refused.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains(folder.resolve("server-key.pem") + " is already there");
        assertThat(folder.resolve("server-key.pem")).hasContent("precious");
        assertThat(files()).containsExactly("server-key.pem");
    }

    @Test
    void thePkcs12FilesOpenWithThePasswordGiven() throws Exception {
        Program.run("pki", "--dir", folder.toString(), "--password", "open sesame");

        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("client.p12"))) {
            store.load(in, "open sesame".toCharArray());
        }
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.getKey(store.aliases().nextElement(), "open sesame".toCharArray()))
                .isNotNull();
    }

    @Test
    void opensslVerifiesBothStrictly() throws Exception {
        Tool.assumeInstalled("openssl");
        Program.run("pki", "--dir", folder.toString());

        for (List<String> leaf : List.of(List.of("sslserver", "server.pem"), List.of("sslclient", "client.pem"))) {
            try (Tool verify = Tool.run(List.of(
                    "openssl",
                    "verify",
                    "-x509_strict",
                    "-purpose",
                    leaf.get(0),
                    "-CAfile",
                    folder.resolve("ca.pem").toString(),
                    folder.resolve(leaf.get(1)).toString()))) {
                assertThat(verify.output()).endsWith(leaf.get(1) + ": OK");
            }
        }
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
