package dev.mtls.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program of OpenSSL, where there is one. */
final class Openssl {

    private Openssl() {}

    static boolean present() {
        try {
            return new ProcessBuilder("openssl", "version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Key and certificates of an identity. */
    static String pem(Identity identity) {
        StringBuilder text = new StringBuilder(
                TestCertificates.pem("PRIVATE KEY", identity.privateKey().getEncoded()));
        for (X509Certificate certificate : identity.chain()) {
            text.append(TestCertificates.pem(certificate));
        }
        return text.toString();
    }

    private static Process start(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** What it says, having been told this. */
    static String run(Path folder, String input, List<String> arguments) throws Exception {
        Process process = start(folder, arguments);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return rest(process, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** What it says up to the line that it was told and hears again; then it is told to end. */
    static String echo(Path folder, List<String> arguments) throws Exception {
        Process process = start(folder, arguments);
        OutputStream in = process.getOutputStream();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in.write("hello there\n".getBytes(StandardCharsets.UTF_8));
        in.flush();
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.equals("hello there")) {
                in.write("Q\n".getBytes(StandardCharsets.UTF_8));
                in.flush();
            }
        }
        return rest(process, said.toString());
    }

    private static String rest(Process process, String said) throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("openssl does not end, it said " + said);
        }
        return said;
    }
}
