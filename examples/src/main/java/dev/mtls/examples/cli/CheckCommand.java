package dev.mtls.examples.cli;

import dev.mtls.core.ContextBuilder;
import dev.mtls.core.Identity;
import dev.mtls.core.MtlsContext;
import dev.mtls.core.ServerBuilder;
import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.parser.x509.CertificateDetails;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code mtls check}: loads files as mtls-core would, and tells all that is questionable about them. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Loads a certificate, its key and CAs as a context would, and tells what will fail, or soon, or with some peers, and what to do about it. No connection is made.",
            "",
            "An error is what no peer would complete a handshake with; exit code 1 says that there is one.",
            ""
        })
final class CheckCommand implements Callable<Integer> {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /** What strict loading refuses. */
    private static final Set<String> MENDED = Set.of("pem-repaired", "container-unexpected");

    /** What the files are for. */
    enum Role {
        CLIENT,
        SERVER;

        /** {@code client} or {@code server}. */
        static final class Converter implements ITypeConverter<Role> {
            @Override
            public Role convert(String text) {
                return switch (text) {
                    case "client" -> CLIENT;
                    case "server" -> SERVER;
                    default -> throw new TypeConversionException("'" + text + "' is none of: client, server");
                };
            }
        }
    }

    private final Console console;

    @Mixin
    IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Whom the peers' certificates must come from: CA certificates, PEM. Default: for a client the CAs that this Java trusts, for a server none.")
    @Nullable
    Path ca;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            converter = Role.Converter.class,
            description =
                    "What the files are for: client or server. Default: what the certificate is made for; where that does not tell, server if it names a host, else client.")
    @Nullable
    Role role;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Name or address that clients will call the server by; the certificate must name it.")
    @Nullable
    String host;

    @Option(
            names = "--strict",
            description =
                    "Take nothing that had to be mended: a repair of the text of a PEM file, or another kind of file than PEM, is an error.")
    boolean strict;

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    boolean json;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (identity.certificate == null && ca == null) {
            throw ProgramException.usage("there is nothing to check: give --cert, --ca or both");
        }
        Checked checked = check();
        if (json) {
            console.line(CheckJson.of(checked));
        } else {
            CheckReport.lines(checked).forEach(console::line);
        }
        return checked.count(Severity.ERROR) > 0 ? Exit.FOUND : Exit.OK;
    }

    private Checked check() {
        String form = identity.keyForm();
        Optional<Identity> own = identity.identity();
        boolean client = isClient(own);
        if (client && host != null) {
            throw ProgramException.usage(
                    "--host is of no use with --role client: the host is compared with the certificate of a server");
        }
        Trust trust = ca != null ? Trusted.pem(ca) : client ? Trust.system() : Trust.noClients();
        ContextBuilder<?> builder = client ? client(own, trust) : server(own, trust);
        List<Finding> findings = builder.findings().stream()
                .map(this::strictly)
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
        String description = builder.dangerous().acceptAllFindings().build().describe();
        return new Checked(
                client,
                own.map(known -> new Checked.Own(
                        String.valueOf(identity.certificate),
                        String.valueOf(identity.key == null ? identity.certificate : identity.key),
                        form,
                        known)),
                ca != null
                        ? Optional.of(new Checked.Anchors(ca.toString(), trust))
                        : client ? Optional.of(new Checked.Anchors("the CAs of this Java", trust)) : Optional.empty(),
                findings,
                description);
    }

    private static ContextBuilder<?> client(Optional<Identity> own, Trust trust) {
        var builder = MtlsContext.client().trust(trust);
        return own.isPresent() ? builder.identity(own.get()) : builder.noIdentity();
    }

    private ContextBuilder<?> server(Optional<Identity> own, Trust trust) {
        ServerBuilder builder = MtlsContext.server()
                .identity(own.orElseThrow(
                        () -> ProgramException.usage("--cert is missing: a server needs a certificate")))
                .trust(trust);
        return host == null ? builder : builder.forHost(host);
    }

    private Finding strictly(Finding finding) {
        return strict && MENDED.contains(finding.id())
                ? new Finding(
                        finding.id(),
                        Severity.ERROR,
                        finding.title(),
                        finding.detail(),
                        finding.where(),
                        finding.remedy())
                : finding;
    }

    private boolean isClient(Optional<Identity> own) {
        if (role != null) {
            return role == Role.CLIENT;
        }
        if (own.isEmpty()) {
            return host == null;
        }
        X509Certificate leaf = own.get().chain().get(0);
        List<String> purposes = purposes(leaf);
        if (purposes.contains(CLIENT_AUTH) != purposes.contains(SERVER_AUTH)) {
            return purposes.contains(CLIENT_AUTH);
        }
        return host == null
                && CertificateDetails.of(leaf).subjectAltNames().stream()
                        .noneMatch(name -> name.startsWith("DNS:") || name.startsWith("IP:"));
    }

    private static List<String> purposes(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }
}
