package dev.mtls.parser.view;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.x509.CertificateDetails;
import java.util.List;

/** Writes the fields of a message as JSON, whatever message it is: what a field is called and holds is all it knows. */
final class FieldJson {

    private final JsonWriter json;

    FieldJson(JsonWriter json) {
        this.json = json;
    }

    void object(List<Field> fields) {
        json.beginObject();
        fields.forEach(this::member);
        json.endObject();
    }

    private void member(Field field) {
        json.name(field.name());
        value(field);
        if (field.name().equals("cert_data") && field.value() instanceof Field.Hex hex) {
            certificate(hex.bytes());
        }
    }

    private void value(Field field) {
        Field.Value value = field.value();
        if (value instanceof Field.Num number) {
            json.value(number.value());
        } else if (value instanceof Field.Code code) {
            json.value(code.value());
        } else if (value instanceof Field.Hex hex) {
            json.hex(hex.bytes());
        } else if (value instanceof Field.Text text) {
            json.value(text.text());
        } else if (value instanceof Field.Named named) {
            json.beginObject();
            named.name().ifPresent(name -> json.name("name").value(name));
            json.name("der").hex(named.der()).endObject();
        } else if (value instanceof Field.Flag) {
            json.value(true);
        } else if (value instanceof Field.Items items) {
            // What is left over at the end of the extensions is none of them: a problem tells of it.
            boolean blocks = field.name().equals("extensions");
            json.beginArray();
            items.entries().stream()
                    .filter(entry -> !blocks || entry.value() instanceof Field.Block)
                    .forEach(this::value);
            json.endArray();
        } else if (value instanceof Field.Struct struct) {
            object(struct.fields());
        } else if (value instanceof Field.Block block) {
            block(block);
        } else {
            throw new IllegalStateException("a form of field that JSON does not know: " + value.getClass());
        }
    }

    private void block(Field.Block block) {
        json.beginObject();
        json.name("type").value(block.type().value());
        json.name("type_name").value(block.type().name());
        json.name("length").value(block.body().size());
        json.name("body").hex(block.body());
        block.fields().ifPresent(fields -> {
            json.name("fields");
            object(fields);
        });
        json.endObject();
    }

    /** Beside the bytes of a certificate stands what they say, where they can be read. */
    private void certificate(Bytes certData) {
        CertificateDetails.of(certData).ifPresent(certificate -> {
            json.name("subject").value(certificate.subject());
            json.name("issuer").value(certificate.issuer());
            json.name("serial").value(certificate.serial());
            json.name("not_before").value(certificate.notBefore().toString());
            json.name("not_after").value(certificate.notAfter().toString());
            json.name("subject_alt_names").beginArray();
            certificate.subjectAltNames().forEach(json::value);
            json.endArray();
        });
    }
}
