package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.mtls.testkit.TestIdentity;
import dev.mtls.testkit.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mtls check}: what is told of files, and its exit codes. */
class CheckCommandTest {
    @TempDir
    Path folder;

    private final TestPki pki = TestPki.create();

    @BeforeEach
    void writeFiles() {
        pki.writeTo(folder);
        pki.server().writeTo(folder, "server");
        pki.client("alice").writeTo(folder, "client");
        pki.untrusted().client("mallory").writeTo(folder, "mallory");
        Instant now = Instant.now();
        pki.leaf()
                .commonName("old")
                .clientAuth()
                .validity(now.minus(Duration.ofHours(20)), now.minus(Duration.ofHours(1)))
                .sign()
                .writeTo(folder, "old");
    }

    private Program check(String... arguments) {
        List<String> command = new ArrayList<>(List.of("check"));
        for (String each : arguments) {
            command.add(each.startsWith("@") ? folder.resolve(each.substring(1)).toString() : each);
        }
        return Program.run(command.toArray(String[]::new));
    }

    @Test
    void goodFilesAreFitForUse() {
        Program client = check("--cert", "@client.pem", "--key", "@client-key.pem", "--ca", "@ca.pem");

        assertThat(client.exitCode()).isZero();
        assertThat(client.err()).isEmpty();
        assertThat(client.out())
                .startsWith("role       client\nidentity   " + folder.resolve("client.pem") + "\n")
                .contains("  1  CN=alice, issued by CN=mtls test CA\n")
                .contains("client-key.pem: EC, 256 bits, secp256r1; PKCS#8")
                .contains("ca.pem: 1 authority, CN=mtls test CA\n")
                .contains("Nothing questionable was found.")
                .contains("  versions: TLSv1.2, TLSv1.3\n")
                .doesNotContain("dangerous-option")
                .endsWith("Verdict: fit for use.\n");

        Program server =
                check("--cert", "@server.pem", "--key", "@server-key.pem", "--ca", "@ca.pem", "--host", "localhost");
        assertThat(server.out())
                .startsWith("role       server\n")
                .contains("names DNS:localhost, IP:127.0.0.1, IP:0:0:0:0:0:0:0:1\n")
                .contains("  client authentication: REQUIRED\n")
                .endsWith("Verdict: fit for use.\n");
        assertThat(server.exitCode()).isZero();
    }

    @Test
    void anErrorIsExitCode1() {
        Program old = check("--cert", "@old.pem", "--key", "@old-key.pem", "--ca", "@ca.pem");

        assertThat(old.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(old.out())
                .contains("  error  certificate-expired  (" + folder.resolve("old.pem") + ")\n")
                .contains("A certificate has expired: found CN=old valid until ")
                .contains("What to do: renew it")
                .contains("Verdict: 1 error: no peer would complete a handshake");
        assertThat(old.err()).isEmpty();
    }

    @Test
    void theRoleIsWhatTheCertificateIsMadeForUnlessItIsSaid() {
        Program wrong = check("--cert", "@client.pem", "--key", "@client-key.pem", "--role", "server");

        assertThat(wrong.out()).contains("error  certificate-unfit-for-role").contains("warning  san-missing");
        assertThat(wrong.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(check("--cert", "@server.pem", "--key", "@server-key.pem").out())
                .startsWith("role       server\n");
        assertThat(check("--ca", "@ca.pem").out())
                .startsWith("role       client\ntrust  ")
                .endsWith("Verdict: fit for use.\n");
        assertThat(check("--ca", "@ca.pem", "--role", "server").err()).contains("--cert is missing");
    }

    @Test
    void aHostThatIsNotNamedIsAnError() {
        Program elsewhere = check("--cert", "@server.pem", "--key", "@server-key.pem", "--host", "example.test");

        assertThat(elsewhere.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(elsewhere.out())
                .contains("error  host-not-matched")
                .contains("expected example.test")
                .contains("issue it with subjectAltName=DNS:example.test");
        Program client =
                check("--cert", "@client.pem", "--key", "@client-key.pem", "--host", "localhost", "--role", "client");
        assertThat(client.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(client.err()).contains("--host is of no use with --role client");
    }

    @Test
    void aServerThatTrustsTheseWouldNotHearOfThatClient() {
        Program stranger = check("--cert", "@mallory.pem", "--key", "@mallory-key.pem", "--ca", "@ca.pem");

        assertThat(stranger.exitCode()).isZero();
        assertThat(stranger.out())
                .contains("warning  ca-list-silences-client")
                .contains("warning  chain-incomplete")
                .contains("Verdict: 2 warnings: ");
    }

    @Test
    void thePkiOfTheArticleIsUsable() {
        TestIdentity self = TestPki.selfSigned("localhost").server();
        self.writeTo(folder, "self");

        Program article =
                check("--cert", "@self.pem", "--key", "@self-key.pem", "--ca", "@self.pem", "--role", "server");
        assertThat(article.exitCode()).isZero();
        assertThat(article.out()).contains("warning  san-missing").contains("warning  leaf-is-ca");
    }

    @Test
    void whatCannotBeLoadedIsExitCode2() throws Exception {
        Files.writeString(folder.resolve("none.pem"), "nothing\n");
        Program none = check("--cert", "@client.pem", "--key", "@none.pem");
        assertThat(none.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains(folder.resolve("none.pem").toString());

        Program switched = check("--cert", "@client-key.pem", "--key", "@client.pem");
        assertThat(switched.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(switched.err()).contains("switched");
    }

    @Test
    void anotherKeyIsAnErrorThatNamesTheFile() {
        Program mismatch = check("--cert", "@client.pem", "--key", "@server-key.pem", "--ca", "@ca.pem");

        assertThat(mismatch.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(mismatch.out()).contains("error  key-certificate-mismatch  (" + folder.resolve("client.pem"));
    }

    @Test
    void whatWasMendedIsAnErrorUnderStrictAlone() throws Exception {
        String text = Files.readString(folder.resolve("client.pem"));
        Files.writeString(folder.resolve("mended.pem"), text.replace("\n", "\\n"));

        String[] mended = {"--cert", "@mended.pem", "--key", "@client-key.pem", "--ca", "@ca.pem"};
        Program lenient = check(mended);
        assertThat(lenient.exitCode()).isZero();
        assertThat(lenient.out()).contains("warning  pem-repaired");
        List<String> strict = new ArrayList<>(List.of(mended));
        strict.add("--strict");
        Program refused = check(strict.toArray(String[]::new));
        assertThat(refused.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(refused.out()).contains("error  pem-repaired");
    }

    @Test
    void theKeysFileAndItsPasswordAreLookedAt() throws Exception {
        Tool.assumeInstalled("openssl");
        Path weak = folder.resolve("weak-key.pem");
        try (Tool openssl = Tool.run(List.of(
                "openssl",
                "pkcs8",
                "-topk8",
                "-v1",
                "PBE-SHA1-3DES",
                "-in",
                folder.resolve("client-key.pem").toString(),
                "-out",
                weak.toString(),
                "-passout",
                "pass:open sesame"))) {
            assertThat(openssl.exitCode()).as(openssl.output()).isZero();
        }
        Files.setPosixFilePermissions(weak, PosixFilePermissions.fromString("rw-r--r--"));

        Program found = check(
                "--cert", "@client.pem", "--key", "@weak-key.pem", "--key-password=open sesame", "--ca", "@ca.pem");
        assertThat(found.exitCode()).isZero();
        assertThat(found.out())
                .contains("warning  key-protection-weak  (" + weak)
                .contains("warning  key-file-readable  (" + weak)
                .doesNotContain("sesame");
        Program closed = check("--cert", "@client.pem", "--key", "@weak-key.pem", "--key-password=sesame");
        assertThat(closed.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(closed.err()).contains("key-password-wrong").doesNotContain("sesame");
    }

    @Test
    void theJsonHasTheDocumentedMembers() throws Exception {
        Program program = check("--cert", "@old.pem", "--key", "@old-key.pem", "--ca", "@ca.pem", "--json");

        assertThat(program.exitCode()).isEqualTo(Exit.FOUND);
        assertThat(program.lines()).hasSize(1);
        Map<String, String> members = members(program.out());
        assertThat(members)
                .containsEntry("schema", "1")
                .containsEntry("role", "client")
                .containsEntry("identity.source", folder.resolve("old.pem").toString())
                .containsEntry("identity.key.algorithm", "EC")
                .containsEntry("identity.key.size", "256")
                .containsEntry("identity.key.curve", "secp256r1")
                .containsEntry("identity.key.form", "PKCS#8")
                .containsEntry("identity.chain[0].subject", "CN=old")
                .containsEntry("identity.chain[0].issuer", "CN=mtls test CA")
                .containsKey("identity.chain[0].serial")
                .containsEntry("trust.source", folder.resolve("ca.pem").toString())
                .containsEntry("trust.anchors", "1")
                .containsEntry("findings[0].id", "certificate-expired")
                .containsEntry("findings[0].severity", "error")
                .containsEntry(
                        "findings[0].where.file", folder.resolve("old.pem").toString())
                .containsKeys("findings[0].title", "findings[0].evidence[0]", "findings[0].fix");
        assertThat(members.get("identity.chain[0].not_after")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

        Map<String, String> server = members(check("--cert", "@server.pem", "--key", "@server-key.pem", "--json")
                .out());
        assertThat(server)
                .containsEntry("role", "server")
                .containsEntry("identity.chain[0].subject_alt_names[0]", "DNS:localhost")
                .containsEntry("identity.chain[0].subject_alt_names[1]", "IP:127.0.0.1")
                .doesNotContainKey("trust.anchors")
                .containsEntry("findings", "[]");
    }

    @Test
    void whereAFindingStandsIsInTheJson() throws Exception {
        Files.writeString(
                folder.resolve("mixed.pem"),
                Files.readString(folder.resolve("server.pem")) + Files.readString(folder.resolve("client.pem")));
        Map<String, String> members =
                members(check("--cert", "@mixed.pem", "--key", "@client-key.pem", "--ca", "@ca.pem", "--json")
                        .out());
        assertThat(members.get("findings[0].id")).isEqualTo("chain-unrelated-member");
        assertThat(members.get("findings[0].where.file"))
                .isEqualTo(folder.resolve("mixed.pem").toString());
    }

    /** The values by their path; of an empty array {@code []}. */
    private static Map<String, String> members(String line) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            while (json.nextToken() != null) {
                JsonToken token = json.currentToken();
                if (token.isScalarValue()) {
                    members.put(path(json.getParsingContext()), json.getText());
                } else if (token == JsonToken.START_ARRAY) {
                    members.put(path(json.getParsingContext().getParent()), "[]");
                }
            }
        }
        return members;
    }

    /** {@code findings[0].id}. */
    private static String path(JsonStreamContext place) {
        return place.pathAsPointer()
                .toString()
                .replaceFirst("^/", "")
                .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.');
    }
}
