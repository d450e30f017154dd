package dev.mtls.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version, exit codes, and what is said to somebody who called the program wrongly. */
class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "pki", "check", "serve", "connect", "decode", "summary"})
    void everyCommandExplainsItself(String command) {
        Program help = Program.run(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: mtls " + command).contains("--help");
        assertThat(help.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(help.err()).isEmpty();
    }

    @Test
    void theProgramListsItsCommandsAndExitCodes() {
        Program help = Program.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("demo", "pki", "check", "serve", "connect", "decode", "summary", "Exit codes: 0");
        assertThat(help.out()).doesNotContain("\u001b");
    }

    @Test
    void theVersionIsAResult() {
        Program version = Program.run("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("mtls ").contains("Java " + Runtime.version());
        assertThat(version.err()).isEmpty();
    }

    @Test
    void withoutACommandTheHelpGoesToStandardError() {
        Program nothing = Program.run();

        assertThat(nothing.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("Usage: mtls");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate | frobnicate",
                "pki | --dir",
                "pki --dir x --key rsa | --key",
                "check | there is nothing to check: give --cert, --ca or both",
                "check --key k.pem | there is nothing to check",
                "check --key k.pem --ca gone.pem | --key is of no use without --cert",
                "check --cert gone.pem | --cert gone.pem: there is no such file",
                "check --ca gone.pem | --ca gone.pem: there is no such file",
                "check --ca gone.pem --role maybe | 'maybe' is none of: client, server",
                "serve | --cert is missing",
                "serve --key k.pem | --key is of no use without --cert",
                "serve --cert gone.pem | --cert gone.pem: there is no such file",
                "serve --client-auth maybe | 'maybe' is none of: none, optional, required, any",
                "serve --tls 1.4 | 1.4",
                "connect | HOST:PORT",
                "connect localhost | 'localhost' is not HOST:PORT",
                "connect localhost:70000 | the port is a number from 1 to 65535",
                "connect ::1:8443 | write an IPv6 address in brackets",
                "connect localhost:1 --ca gone.pem | --ca gone.pem: there is no such file",
                "connect localhost:1 --tls 1.0 | TLSv1 ",
                "decode | FILE",
                "decode gone.pcap | gone.pcap: there is no such file",
                "summary | FILE",
                "summary gone.pcap | gone.pcap: there is no such file",
                "decode --keylog k.txt x.pcap | --keylog",
            })
    void wrongUsageIsExitCode2AndOneClearSentence(String arguments, String said) {
        Program wrong = Program.run(arguments.split(" "));

        assertThat(wrong.err()).contains(said);
        assertThat(wrong.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err().lines().count()).isLessThanOrEqualTo(3);
    }

    @Test
    void aPortWhereNobodyListensIsUnreadableInput() throws Exception {
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Program nobody = Program.run("connect", "127.0.0.1:" + port);

        assertThat(nobody.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(nobody.err()).contains("127.0.0.1:" + port + ": nobody answers there");
    }

    @Test
    void aBrokenCertificateFileIsNamedWithItsBlockAndLine() throws Exception {
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "# mine\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        Program failed = Program.run("serve", "--cert", broken.toString());

        assertThat(failed.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(failed.err()).contains(broken.toString()).contains("block 1").contains("line 2");
    }

    @Test
    void aServerThatWantsCertificatesNeedsACa() {
        Path pki = folder.resolve("pki");
        Program.run("pki", "--dir", pki.toString());

        Program noCa = Program.run(
                "serve", "--cert", pki + "/server.pem", "--key", pki + "/server-key.pem", "--client-auth", "required");

        assertThat(noCa.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(noCa.err()).contains("--client-auth required: --ca is missing");
    }
}
