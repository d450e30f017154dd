package dev.mtls.parser.view;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.MalformedTlsException;
import dev.mtls.parser.x509.CertificateDetails;
import dev.mtls.parser.x509.DerOutline;
import dev.mtls.parser.x509.OcspResponse;
import dev.mtls.parser.x509.SubjectPublicKeyInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What stands inside bytes that TLS only carries, in lines: certificates, keys, OCSP responses; what cannot be read as outline. */
final class Interpretation {
    private static final Set<String> NAMES =
            Set.of("cert_data", "subject_public_key_info", "asn1_subject_public_key_info", "response", "responses");

    private Interpretation() {}

    /** Whether a field of this name holds such bytes. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** The lines to stand under a field, each {@code name: value}; none for bytes that are empty. */
    static List<String> of(String name, Bytes bytes) {
        if (bytes.isEmpty()) {
            return List.of();
        }
        return switch (name) {
            case "cert_data" ->
                CertificateDetails.of(bytes).map(Interpretation::certificate).orElseGet(() -> DerOutline.of(bytes));
            case "response", "responses" -> ocsp(bytes);
            default ->
                SubjectPublicKeyInfo.of(bytes)
                        .map(key -> List.of("key: " + PeerText.shown(key.toString())))
                        .orElseGet(() -> DerOutline.of(bytes));
        };
    }

    private static List<String> certificate(CertificateDetails certificate) {
        List<String> lines = new ArrayList<>();
        lines.add("subject: " + PeerText.shown(certificate.subject()));
        lines.add("issuer: " + PeerText.shown(certificate.issuer()));
        lines.add("serial: " + certificate.serial());
        lines.add("valid: " + certificate.notBefore() + " to " + certificate.notAfter());
        lines.add("key: " + PeerText.shown(certificate.publicKey().toString()));
        if (certificate.authority()) {
            lines.add("authority: true");
        }
        list(lines, "key_usage", certificate.keyUsage());
        list(lines, "extended_key_usage", certificate.extendedKeyUsage());
        list(lines, "subject_alt_names", certificate.subjectAltNames());
        return lines;
    }

    private static void list(List<String> lines, String name, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(name + ": "
                    + String.join(", ", values.stream().map(PeerText::shown).toList()));
        }
    }

    private static List<String> ocsp(Bytes der) {
        List<String> lines = new ArrayList<>();
        try {
            OcspResponse response = OcspResponse.read(der);
            lines.add("response_status: " + response.responseStatusName());
            response.basic().ifPresent(basic -> {
                lines.add("responder_id: " + PeerText.shown(basic.responderId()));
                lines.add("produced_at: " + basic.producedAt());
                basic.responses().forEach(single -> lines.addAll(single(single)));
                lines.add("signature_algorithm: " + basic.signatureAlgorithm());
            });
        } catch (MalformedTlsException e) {
            lines.addAll(DerOutline.of(der));
            lines.add("! no OCSP response that can be read: " + e.problem());
        }
        return lines;
    }

    private static List<String> single(OcspResponse.Single single) {
        return List.of(
                "certificate " + single.serial() + ": " + single.certStatus()
                        + single.revocationTime().map(time -> " since " + time).orElse("")
                        + single.revocationReason().map(reason -> ", " + reason).orElse(""),
                "  as of " + single.thisUpdate()
                        + single.nextUpdate()
                                .map(time -> ", next update " + time)
                                .orElse(""),
                "  issuer name by " + single.hashAlgorithm() + ": "
                        + single.issuerNameHash().toHex(),
                "  issuer key by " + single.hashAlgorithm() + ": "
                        + single.issuerKeyHash().toHex());
    }
}
