package dev.mtls.examples.cli;

import dev.mtls.core.Trust;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.parser.x509.CertificateDetails;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A check in words: what was loaded, what is questionable, and what a context made of it would do. */
final class CheckReport {
    private final List<String> lines = new ArrayList<>();

    private CheckReport() {}

    /** Text of the files is made fit for a terminal. */
    static List<String> lines(Checked checked) {
        CheckReport report = new CheckReport();
        report.line("role       " + checked.role());
        checked.identity().ifPresent(report::identity);
        checked.trust().ifPresent(report::trust);
        report.line("");
        report.findings(checked);
        report.line("");
        report.line("A context made of this:");
        checked.description().lines().forEach(each -> report.line("  " + each));
        report.line("Verdict: " + verdict(checked));
        return report.lines;
    }

    private void line(String text) {
        lines.add(Names.escape(text));
    }

    private void identity(Checked.Own own) {
        line("identity   " + own.source());
        List<X509Certificate> chain = own.identity().chain();
        for (int i = 0; i < chain.size(); i++) {
            CertificateDetails facts = CertificateDetails.of(chain.get(i));
            line("  " + (i + 1) + "  " + facts.subject() + ", issued by " + facts.issuer());
            line("     valid from " + facts.notBefore() + " until " + facts.notAfter() + ", serial " + facts.serial());
            if (!facts.subjectAltNames().isEmpty()) {
                line("     names " + String.join(", ", facts.subjectAltNames()));
            }
        }
        String key = CertificateDetails.of(chain.get(0)).publicKey().toString();
        line("key        " + own.keySource() + ": " + key + (own.keyForm().isEmpty() ? "" : "; " + own.keyForm()));
    }

    private void trust(Checked.Anchors anchors) {
        Trust trust = anchors.trust();
        line("trust      " + anchors.source() + ": " + trust);
    }

    private void findings(Checked checked) {
        if (checked.findings().isEmpty()) {
            line("Nothing questionable was found.");
            return;
        }
        line("Findings:");
        for (Finding finding : checked.findings()) {
            line("  " + finding.severity().name().toLowerCase(Locale.ROOT) + "  " + finding.id()
                    + finding.where().map(where -> "  (" + where + ")").orElse(""));
            line("    " + finding.title() + ": " + finding.detail() + ".");
            line("    What to do: " + finding.remedy() + ".");
        }
    }

    private static String verdict(Checked checked) {
        long errors = checked.count(Severity.ERROR);
        long warnings = checked.count(Severity.WARNING);
        String counted = counted(warnings, "warning");
        if (errors > 0) {
            return counted(errors, "error") + (warnings > 0 ? ", " + counted : "")
                    + ": no peer would complete a handshake, and no context is built of it.";
        }
        return warnings > 0 ? counted + ": it can be used, not with every peer or not for long." : "fit for use.";
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
