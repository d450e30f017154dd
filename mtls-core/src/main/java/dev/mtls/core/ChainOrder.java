package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemKey;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts a chain into the order of RFC 8446 4.4.2: the certificate of the key first, each next one the issuer of the one before. What was
 * out of order, twice there or of another chain is reported; what does not belong to the chain is left out of it.
 */
final class ChainOrder {

    private static final int MOST_NAMED = 5;

    private final List<Finding> findings = new ArrayList<>();
    private final Optional<Where> where;

    ChainOrder(Optional<Where> where) {
        this.where = where;
    }

    List<Finding> findings() {
        return findings;
    }

    List<X509Certificate> order(PemKey key, List<X509Certificate> given) {
        X509Certificate leaf = leaf(key, given);
        if (given.size() == 1) {
            return given;
        }
        List<X509Certificate> rest = new ArrayList<>(new LinkedHashSet<>(given));
        if (rest.size() < given.size()) {
            note(
                    "chain-duplicate",
                    Severity.INFO,
                    "A certificate is in the chain twice",
                    "found " + given.size() + " certificates of which " + rest.size()
                            + " are different, expected each once",
                    "leave out the copies");
        }
        List<X509Certificate> distinct = List.copyOf(rest);
        List<X509Certificate> ordered = new ArrayList<>(List.of(leaf));
        rest.remove(leaf);
        for (Optional<X509Certificate> next = issuer(leaf, rest); next.isPresent(); ) {
            ordered.add(next.get());
            rest.remove(next.get());
            next = issuer(next.get(), rest);
        }
        if (!rest.isEmpty()) {
            note(
                    "chain-unrelated-member",
                    Severity.WARNING,
                    "A certificate does not belong to the chain",
                    "found "
                            + rest.stream()
                                    .map(Names::subject)
                                    .limit(MOST_NAMED)
                                    .collect(Collectors.joining("; "))
                            + (rest.size() > MOST_NAMED ? " and " + (rest.size() - MOST_NAMED) + " more" : "")
                            + ", expected issuers of " + Names.subject(leaf) + " alone",
                    "leave it out: it is not sent");
        }
        List<X509Certificate> asGiven =
                distinct.stream().filter(ordered::contains).toList();
        if (!asGiven.equals(ordered)) {
            note(
                    "chain-order-repaired",
                    Severity.WARNING,
                    "The chain was not in order",
                    "found " + Names.subject(asGiven.get(0)) + " first, expected " + Names.subject(leaf)
                            + " and then the issuer of each",
                    "write the certificate of the key first, then its issuer, and so on");
        }
        X509Certificate last = ordered.get(ordered.size() - 1);
        if (ordered.size() > 1 && selfIssued(last)) {
            note(
                    "root-included",
                    Severity.INFO,
                    "The chain includes its root",
                    "found " + Names.subject(last) + ", which peers must have already and ignore when it is sent",
                    "leave it out");
        }
        return ordered;
    }

    /** The certificate of the key; the first one where none matches, and that is an error when a context is built. */
    private X509Certificate leaf(PemKey key, List<X509Certificate> given) {
        for (X509Certificate certificate : given) {
            if (KeyMatch.belongs(key, certificate)) {
                return certificate;
            }
        }
        findings.add(KeyMatch.mismatch(key.key(), given.get(0), where));
        return given.get(0);
    }

    /** The one whose key verifies the signature, where several have the name: renewed or cross-signed ones. */
    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> candidates) {
        if (selfIssued(of)) {
            return Optional.empty();
        }
        List<X509Certificate> named =
                candidates.stream().filter(candidate -> issued(candidate, of)).toList();
        return named.stream()
                .filter(candidate -> named.size() == 1 || signed(candidate, of))
                .findFirst();
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** By name, as a certificate does not say more of who issued it. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return Names.same(issuer.getSubjectX500Principal(), certificate.getIssuerX500Principal());
    }

    static boolean selfIssued(X509Certificate certificate) {
        return issued(certificate, certificate);
    }

    private void note(String id, Severity severity, String title, String detail, String remedy) {
        findings.add(new Finding(id, severity, title, detail, where, remedy));
    }
}
