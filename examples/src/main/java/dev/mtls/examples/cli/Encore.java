package dev.mtls.examples.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The lines that play the demo's scenes again with other programs. */
final class Encore {
    /** Where the printed lines let the server listen. */
    static final int PORT = 8443;

    private Encore() {}

    /**
     * Lines for a shell, with comments between them.
     *
     * @param folder where the demo wrote its files
     * @param kept whether they are still there afterwards
     */
    static List<String> lines(Path folder, boolean kept) {
        List<String> lines = new ArrayList<>();
        lines.add("To play the scenes again with other programs, in a shell:");
        lines.add("");
        if (!program().equals("mtls")) {
            lines.add("  alias mtls='" + program() + "'");
        }
        if (kept) {
            lines.add("  cd " + quoted(folder.toAbsolutePath().normalize()));
            lines.add("  mtls decode " + Scene.captureName(1));
        } else {
            lines.add("  mtls pki --dir mtls-demo --client alice && cd mtls-demo");
        }
        for (Scene scene : Scene.ALL) {
            lines.add("");
            lines.add("  # scene " + scene.number() + ": the server in one terminal, each client in another");
            lines.add("  " + server(scene));
            lines.add("  " + curl(scene));
            lines.add("  " + openssl(scene));
        }
        if (!kept) {
            lines.add("");
            lines.add("The certificates and captures of this run are gone; 'mtls demo --dir DIR' leaves them in DIR.");
        }
        return lines;
    }

    private static String server(Scene scene) {
        return "mtls serve --cert server.pem --key server-key.pem --ca ca.pem --client-auth "
                + ClientAuthConverter.name(scene.clientAuth()) + " --tls " + version(scene) + " --http --port " + PORT;
    }

    private static String curl(Scene scene) {
        return "curl --cacert ca.pem" + (scene.withCertificate() ? " --cert client.pem --key client-key.pem" : "")
                + " https://localhost:" + PORT + "/";
    }

    private static String openssl(Scene scene) {
        return "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -CAfile ca.pem"
                + (scene.withCertificate() ? " -cert client.pem -key client-key.pem" : "") + " -connect localhost:"
                + PORT;
    }

    private static String version(Scene scene) {
        return scene.versions().names().get(0).substring("TLSv".length());
    }

    /** How this program is called: as a jar where it runs from one. */
    private static String program() {
        try {
            CodeSource source = Main.class.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            return place.toString().endsWith(".jar") ? "java -jar " + quoted(place) : "mtls";
        } catch (URISyntaxException | RuntimeException unknown) {
            return "mtls";
        }
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._~@%+=:,-]+") ? text : "\"" + text.replaceAll("([\"\\\\$`])", "\\\\$1") + "\"";
    }
}
