package dev.mtls.parser.x509;

import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.DerReader;
import dev.mtls.parser.wire.MalformedTlsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The answer of an OCSP responder, as it is stapled. RFC 6960 4.2.1. What it says is told, not whether it is signed by whom it
 * should be.
 *
 * @param responseStatus 0 when there is an answer, see {@link #responseStatusName}
 * @param basic the answer; absent when there is none, or it is of another kind than {@code id-pkix-ocsp-basic}
 */
public record OcspResponse(int responseStatus, Optional<OcspResponse.Basic> basic) {
    private static final int EXPLICIT_0 = 0xa0;
    private static final int EXPLICIT_1 = 0xa1;
    private static final int EXPLICIT_2 = 0xa2;
    private static final int GOOD = 0x80;
    private static final int REVOKED = 0xa1;
    private static final int UNKNOWN = 0x82;
    private static final int GENERALIZED_TIME = 0x18;
    private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";

    private static final List<String> STATUSES = List.of(
            "successful", "malformedRequest", "internalError", "tryLater", "unknown(4)", "sigRequired", "unauthorized");

    private static final List<String> REASONS = List.of(
            "unspecified",
            "keyCompromise",
            "cACompromise",
            "affiliationChanged",
            "superseded",
            "cessationOfOperation",
            "certificateHold",
            "unknown(7)",
            "removeFromCRL",
            "privilegeWithdrawn",
            "aACompromise");

    private static final Map<String, String> ALGORITHMS = Map.ofEntries(
            Map.entry("1.3.14.3.2.26", "SHA-1"),
            Map.entry("2.16.840.1.101.3.4.2.1", "SHA-256"),
            Map.entry("2.16.840.1.101.3.4.2.2", "SHA-384"),
            Map.entry("2.16.840.1.101.3.4.2.3", "SHA-512"),
            Map.entry("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.10", "RSASSA-PSS"),
            Map.entry("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
            Map.entry("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
            Map.entry("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
            Map.entry("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
            Map.entry("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
            Map.entry("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
            Map.entry("1.3.101.112", "Ed25519"),
            Map.entry("1.3.101.113", "Ed448"));

    /**
     * What a responder says of some certificates.
     *
     * @param responderId the responder: {@code name: ...} in the form of RFC 4514 or {@code key hash: ...} in hexadecimal
     * @param producedAt when it said so
     * @param responses one for each certificate
     * @param signatureAlgorithm name, or object identifier of one that is not known
     * @param certificates in DER that came with it, to verify the signature with
     */
    public record Basic(
            String responderId,
            Instant producedAt,
            List<Single> responses,
            String signatureAlgorithm,
            List<Bytes> certificates) {
        /** Keeps unmodifiable copies. */
        public Basic {
            responses = List.copyOf(responses);
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * What is said of one certificate.
     *
     * @param hashAlgorithm of the two hashes: name, or object identifier of one that is not known
     * @param issuerNameHash hash of the name of the certificate's issuer
     * @param issuerKeyHash hash of the key of the certificate's issuer
     * @param serial of the certificate, hexadecimal without leading zeros
     * @param certStatus {@code good}, {@code revoked} or {@code unknown}
     * @param revocationTime when it was revoked
     * @param revocationReason why, as RFC 5280 5.3.1 names it; absent where the responder gives no reason
     * @param thisUpdate since when that is known
     * @param nextUpdate when it will be told anew; absent where it can be asked for at any time
     */
    public record Single(
            String hashAlgorithm,
            Bytes issuerNameHash,
            Bytes issuerKeyHash,
            String serial,
            String certStatus,
            Optional<Instant> revocationTime,
            Optional<String> revocationReason,
            Instant thisUpdate,
            Optional<Instant> nextUpdate) {}

    /**
     * Reads a response.
     *
     * @param der the response in DER, as CertificateStatus and status_request carry it
     * @throws MalformedTlsException at the first byte that breaks a rule
     */
    public static OcspResponse read(Bytes der) {
        DerReader all = DerReader.of(der, "ocsp_response");
        DerReader response = all.enter(DerReader.SEQUENCE, "");
        all.expectEnd();
        DerReader.Element element = response.any("responseStatus");
        int status = small(response, element, DerReader.ENUMERATED);
        Optional<Basic> basic = Optional.empty();
        if (response.hasMore()) {
            DerReader wrapper = response.enter(EXPLICIT_0, "responseBytes");
            DerReader bytes = wrapper.enter(DerReader.SEQUENCE, "");
            String type = bytes.oid("responseType");
            Bytes content = bytes.take(DerReader.OCTET_STRING, "response");
            bytes.expectEnd();
            wrapper.expectEnd();
            response.expectEnd();
            basic = type.equals(BASIC) ? Optional.of(basic(content)) : Optional.empty();
        }
        return new OcspResponse(status, basic);
    }

    private static Basic basic(Bytes der) {
        DerReader all = DerReader.of(der, "basic_ocsp_response");
        DerReader response = all.enter(DerReader.SEQUENCE, "");
        all.expectEnd();
        DerReader data = response.enter(DerReader.SEQUENCE, "tbsResponseData");
        String signature = algorithm(response, "signatureAlgorithm");
        response.take(DerReader.BIT_STRING, "signature");
        List<Bytes> certificates = new ArrayList<>();
        if (response.hasMore()) {
            DerReader list = response.enter(EXPLICIT_0, "certs").enter(DerReader.SEQUENCE, "");
            while (list.hasMore()) {
                certificates.add(list.whole(DerReader.SEQUENCE, ""));
            }
        }
        response.expectEnd();
        if (data.peekTag() == EXPLICIT_0) {
            data.any("version");
        }
        String responder = responder(data);
        Instant producedAt = time(data, "producedAt");
        DerReader list = data.enter(DerReader.SEQUENCE, "responses");
        List<Single> singles = new ArrayList<>();
        while (list.hasMore()) {
            singles.add(single(list.enter(DerReader.SEQUENCE, "[" + singles.size() + "]")));
        }
        extensions(data);
        return new Basic(responder, producedAt, singles, signature, certificates);
    }

    private static String responder(DerReader data) {
        if (data.peekTag() == EXPLICIT_2) {
            return "key hash: "
                    + data.enter(EXPLICIT_2, "responderID")
                            .take(DerReader.OCTET_STRING, "byKey")
                            .toHex();
        }
        Bytes name = data.enter(EXPLICIT_1, "responderID").whole(DerReader.SEQUENCE, "byName");
        try {
            return "name: " + new X500Principal(name.toByteArray()).getName(X500Principal.RFC2253);
        } catch (IllegalArgumentException e) {
            return "name: unreadable, " + name.toHex();
        }
    }

    private static Single single(DerReader in) {
        DerReader id = in.enter(DerReader.SEQUENCE, "certID");
        String hash = algorithm(id, "hashAlgorithm");
        Bytes nameHash = id.take(DerReader.OCTET_STRING, "issuerNameHash");
        Bytes keyHash = id.take(DerReader.OCTET_STRING, "issuerKeyHash");
        String serial = serial(id.take(DerReader.INTEGER, "serialNumber"));
        id.expectEnd();
        Optional<Instant> revoked = Optional.empty();
        Optional<String> reason = Optional.empty();
        String status;
        int tag = in.peekTag();
        if (tag == REVOKED) {
            status = "revoked";
            DerReader info = in.enter(REVOKED, "revoked");
            revoked = Optional.of(time(info, "revocationTime"));
            if (info.hasMore()) {
                DerReader why = info.enter(EXPLICIT_0, "revocationReason");
                reason = Optional.of(name(REASONS, small(why, why.any(""), DerReader.ENUMERATED)));
            }
            info.expectEnd();
        } else {
            status = tag == GOOD ? "good" : "unknown";
            in.take(tag == GOOD ? GOOD : UNKNOWN, "certStatus");
        }
        Instant thisUpdate = time(in, "thisUpdate");
        Optional<Instant> nextUpdate = in.peekTag() == EXPLICIT_0
                ? Optional.of(time(in.enter(EXPLICIT_0, "nextUpdate"), ""))
                : Optional.empty();
        extensions(in);
        return new Single(hash, nameHash, keyHash, serial, status, revoked, reason, thisUpdate, nextUpdate);
    }

    private static void extensions(DerReader in) {
        if (in.peekTag() == EXPLICIT_1) {
            in.any("extensions");
        }
        in.expectEnd();
    }

    private static String algorithm(DerReader in, String name) {
        String oid = in.enter(DerReader.SEQUENCE, name).oid("algorithm");
        return ALGORITHMS.getOrDefault(oid, oid);
    }

    private static String serial(Bytes integer) {
        return new java.math.BigInteger(integer.isEmpty() ? new byte[1] : integer.toByteArray()).toString(16);
    }

    private static int small(DerReader in, DerReader.Element element, int tag) {
        if (element.tag() != tag || element.content().size() != 1) {
            throw new MalformedTlsException(in.problem(element, "", "no small ENUMERATED"));
        }
        return element.content().u8(0);
    }

    private static Instant time(DerReader in, String name) {
        DerReader.Element element = in.any(name);
        String text = element.content().toEscapedText();
        if (element.tag() == GENERALIZED_TIME && text.matches("\\d{14}(\\.\\d{1,9})?Z")) {
            try {
                int[] part = new int[6];
                for (int i = 0, at = 0; i < part.length; at += i == 0 ? 4 : 2, i++) {
                    part[i] = Integer.parseInt(text, at, at + (i == 0 ? 4 : 2), 10);
                }
                return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5])
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                // The problem below says it.
            }
        }
        throw new MalformedTlsException(in.problem(element, name, "no GeneralizedTime in UTC"));
    }

    private static String name(List<String> names, int number) {
        return number < names.size() ? names.get(number) : "unknown(" + number + ")";
    }

    /** The name that RFC 6960 gives the status: {@code successful}, {@code tryLater} ... */
    public String responseStatusName() {
        return name(STATUSES, responseStatus);
    }
}
