package dev.mtls.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Where;
import dev.mtls.parser.x509.CertificateDetails;
import dev.mtls.parser.x509.SubjectPublicKeyInfo;
import java.io.IOException;
import java.io.StringWriter;
import java.security.cert.X509Certificate;
import java.util.Locale;

/** A check as one line of JSON, schema 1. A member that is absent is unknown or does not apply. */
final class CheckJson {
    private final JsonGenerator out;

    private CheckJson(JsonGenerator out) {
        this.out = out;
    }

    static String of(Checked checked) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(line)) {
            new CheckJson(out).write(checked);
        }
        return line.toString();
    }

    private void write(Checked checked) throws IOException {
        out.writeStartObject();
        out.writeNumberField("schema", 1);
        out.writeStringField("role", checked.role());
        if (checked.identity().isPresent()) {
            identity(checked.identity().get());
        }
        if (checked.trust().isPresent()) {
            Checked.Anchors anchors = checked.trust().get();
            out.writeObjectFieldStart("trust");
            out.writeStringField("source", anchors.source());
            out.writeNumberField("anchors", anchors.trust().anchors().size());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("findings");
        for (Finding finding : checked.findings()) {
            finding(finding);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void identity(Checked.Own own) throws IOException {
        out.writeObjectFieldStart("identity");
        out.writeStringField("source", own.source());
        SubjectPublicKeyInfo key =
                CertificateDetails.of(own.identity().chain().get(0)).publicKey();
        out.writeObjectFieldStart("key");
        out.writeStringField("algorithm", key.algorithm());
        if (key.size().isPresent()) {
            out.writeNumberField("size", key.size().getAsInt());
        }
        if (key.curve().isPresent()) {
            out.writeStringField("curve", key.curve().get());
        }
        if (!own.keyForm().isEmpty()) {
            out.writeStringField("form", own.keyForm());
        }
        out.writeEndObject();
        out.writeArrayFieldStart("chain");
        for (X509Certificate certificate : own.identity().chain()) {
            certificate(CertificateDetails.of(certificate));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void certificate(CertificateDetails facts) throws IOException {
        out.writeStartObject();
        out.writeStringField("subject", facts.subject());
        out.writeStringField("issuer", facts.issuer());
        out.writeStringField("serial", facts.serial());
        out.writeStringField("not_before", facts.notBefore().toString());
        out.writeStringField("not_after", facts.notAfter().toString());
        out.writeArrayFieldStart("subject_alt_names");
        for (String name : facts.subjectAltNames()) {
            out.writeString(name);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void finding(Finding finding) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", finding.id());
        out.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        out.writeStringField("title", finding.title());
        out.writeArrayFieldStart("evidence");
        out.writeString(finding.detail());
        out.writeEndArray();
        out.writeStringField("fix", finding.remedy());
        if (finding.where().isPresent()) {
            where(finding.where().get());
        }
        out.writeEndObject();
    }

    private void where(Where where) throws IOException {
        out.writeObjectFieldStart("where");
        out.writeStringField("file", where.source());
        if (where.block().isPresent()) {
            out.writeNumberField("block", where.block().getAsInt());
        }
        if (where.line().isPresent()) {
            out.writeNumberField("line", where.line().getAsInt());
        }
        out.writeEndObject();
    }
}
