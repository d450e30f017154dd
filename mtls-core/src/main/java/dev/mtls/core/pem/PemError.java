package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;

/** What cannot be read in a PEM source: id and title. */
enum PemError {
    FILE_UNREADABLE("file-unreadable", "The file cannot be read"),
    SOURCE_UNREADABLE("source-unreadable", "The source cannot be read"),
    TOO_LARGE("pem-too-large", "The source is larger than allowed"),
    NOTHING_FOUND("pem-block-missing", "There is no PEM block"),
    TRUNCATED("pem-truncated", "A PEM block is cut off"),
    CORRUPT("pem-corrupt", "A PEM block is damaged"),
    STORE_UNREADABLE("store-unreadable", "The key store cannot be read"),
    CRL_MISSING("crl-missing", "There is no revocation list"),
    CRL_UNREADABLE("crl-unreadable", "A revocation list cannot be read"),
    CERTIFICATE_MISSING("certificate-missing", "There is no certificate"),
    CERTIFICATE_UNREADABLE("certificate-unreadable", "A certificate cannot be read"),
    CERTIFICATE_REJECTED("certificate-rejected", "A certificate forbids what it is given for"),
    KEY_MISSING("key-missing", "There is no private key"),
    KEY_AMBIGUOUS("key-ambiguous", "There are several private keys"),
    KEY_UNREADABLE("key-unreadable", "A private key cannot be read"),
    KEY_ENCRYPTION_UNSUPPORTED("key-encryption-unsupported", "The encryption is not supported"),
    KEY_ENCRYPTION_EXCESSIVE("key-encryption-excessive", "Opening it would cost more than allowed"),
    KEY_PASSWORD_MISSING("key-password-missing", "A password is needed"),
    KEY_PASSWORD_WRONG("key-password-wrong", "This password does not open it");

    private final String id;
    private final String title;

    PemError(String id, String title) {
        this.id = id;
        this.title = title;
    }

    MtlsConfigurationException at(Where where, String detail, String remedy) {
        return new MtlsConfigurationException(finding(where, detail, remedy));
    }

    MtlsConfigurationException at(Where where, String detail, String remedy, Throwable cause) {
        return new MtlsConfigurationException(finding(where, detail, remedy), cause);
    }

    private Finding finding(Where where, String detail, String remedy) {
        return Finding.at(where, id, Severity.ERROR, title, detail, remedy);
    }

    /** Text of a source or of the JDK, safe to print: short, and without control characters. */
    static String quoted(String text) {
        StringBuilder safe = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), 80); i++) {
            char c = text.charAt(i);
            safe.append(c < 0x20 || c > 0x7e || c == '"' ? String.format("\\u%04x", (int) c) : c);
        }
        return safe.append(text.length() > 80 ? "...\"" : "\"").toString();
    }
}
