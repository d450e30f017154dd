package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.pem.DerReader.DerException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in the shapes that OpenSSL writes: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915), traditional DSA, and
 * these encrypted. Each is unlocked, told by its content, and wrapped into PKCS#8, which {@link KeyDecoder} turns into a key.
 */
final class KeyReader {

    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] DSA = HexFormat.of().parseHex("06072a8648ce380401");

    private final PemBlock block;
    private final Optional<PemBlock> parameters;
    private final List<Finding> findings = new ArrayList<>();
    private boolean decrypted;

    /** A key, and the EC PARAMETERS that stand in its source, if any. */
    KeyReader(PemBlock block, Optional<PemBlock> parameters) {
        this.block = block;
        this.parameters = parameters;
    }

    PemKey read(@Nullable Password password) {
        byte[] der = block.bytes();
        if (der.length > block.limits().keyBytes()) {
            throw PemError.TOO_LARGE.at(
                    block.where(),
                    "found a key of " + der.length + " bytes, expected at most "
                            + block.limits().keyBytes(),
                    "check that this is the key that was meant, or raise the limit (PemLimits)");
        }
        try {
            Optional<String> content = DerKind.labelOf(der);
            boolean traditional = block.headers().containsKey("DEK-Info");
            if (!traditional && !content.orElse(block.label()).equals(ENCRYPTED)) {
                return read(der, content, "");
            }
            PasswordScheme scheme = scheme();
            scheme.finding(block.where()).ifPresent(findings::add);
            byte[] opened = scheme.open(encrypted(), required(password), block.where());
            decrypted = true;
            return read(opened, DerKind.labelOf(opened), ", " + scheme.text());
        } catch (DerException e) {
            throw unreadable(String.valueOf(e.getMessage()), "copy the whole key again from where it came", e);
        }
    }

    private PasswordScheme scheme() throws DerException {
        PasswordSchemeReader schemes = new PasswordSchemeReader(block.limits(), block.where());
        String dekInfo = block.headers().get("DEK-Info");
        if (dekInfo != null) {
            return schemes.ofDekInfo(dekInfo);
        }
        return schemes.read(new DerReader(block.bytes()).open(DerReader.SEQUENCE, "EncryptedPrivateKeyInfo"));
    }

    private byte[] encrypted() throws DerException {
        if (block.headers().containsKey("DEK-Info")) {
            return block.bytes();
        }
        DerReader whole = new DerReader(block.bytes());
        DerReader info = whole.open(DerReader.SEQUENCE, "EncryptedPrivateKeyInfo");
        whole.expectEnd("EncryptedPrivateKeyInfo");
        info.skip("encryptionAlgorithm");
        return info.read(DerReader.OCTET_STRING, "encryptedData");
    }

    private Password required(@Nullable Password password) {
        if (password == null) {
            throw PemError.KEY_PASSWORD_MISSING.at(
                    block.where(), "found an encrypted key and no password, expected a password", "give its password");
        }
        return password;
    }

    /** The content tells the shape; a label that says another was written by hand or by a tool that did not look. */
    private PemKey read(byte[] der, Optional<String> told, String protection) throws DerException {
        String shape = told.orElse(block.label());
        boolean encrypted = decrypted && !block.headers().containsKey("DEK-Info");
        String content = encrypted ? ENCRYPTED : shape;
        if (!content.equals(block.label()) && content.endsWith("PRIVATE KEY")) {
            repaired("the label says " + PemError.quoted(block.label()) + " and the content is that of " + content);
        }
        return switch (shape) {
            case "PRIVATE KEY" -> decode(whole(der, "PrivateKeyInfo"), form("PKCS#8", protection));
            case "RSA PRIVATE KEY" ->
                decode(pkcs8(RSA_ENCRYPTION, whole(der, "RSAPrivateKey")), form("PKCS#1", protection));
            case "EC PRIVATE KEY" ->
                decode(pkcs8(ecAlgorithm(der), whole(der, "ECPrivateKey")), form("SEC1", protection));
            case "DSA PRIVATE KEY" -> decode(ofDsa(der), form("traditional DSA", protection));
            case "OPENSSH PRIVATE KEY" ->
                throw unreadable(
                        "found a key of OpenSSH, expected PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY",
                        "convert a copy of it with: ssh-keygen -p -m PKCS8 -f FILE",
                        null);
            default ->
                throw unreadable(
                        "found " + PemError.quoted(shape) + ", expected PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY",
                        "convert it with: openssl pkcs8 -topk8",
                        null);
        };
    }

    private String form(String shape, String protection) {
        return block.ofStore().orElse(shape) + protection;
    }

    private PemKey decode(byte[] pkcs8, String form) throws DerException {
        try {
            DerReader.checkDepth(pkcs8, block.limits().depth());
            return new KeyDecoder(pkcs8, block.limits().depth()).decode(form, findings);
        } catch (KeyDecoder.KeyException e) {
            throw unreadable(String.valueOf(e.getMessage()), "look at it with: openssl pkey -noout -text", e);
        }
    }

    private void repaired(String what) {
        findings.add(Finding.at(
                block.where(),
                "pem-repaired",
                Severity.WARNING,
                "The PEM was repaired in reading",
                what + ", which other readers of PEM refuse or misread",
                "write the label that belongs to the content"));
    }

    /** From the six integers that OpenSSL writes (version, p, q, g, public y, private x) to PKCS#8 (RFC 5958 and RFC 3279). */
    private static byte[] ofDsa(byte[] der) throws DerException {
        DerReader fields = new DerReader(whole(der, "DSAPrivateKey")).open(DerReader.SEQUENCE, "DSAPrivateKey");
        fields.skip("version");
        byte[] p = fields.element("p");
        byte[] q = fields.element("q");
        byte[] g = fields.element("g");
        fields.skip("y");
        byte[] x = fields.element("x");
        byte[] algorithm = DerReader.encode(DerReader.SEQUENCE, DSA, DerReader.encode(DerReader.SEQUENCE, p, q, g));
        return pkcs8(algorithm, x);
    }

    /** The curve stands in the key, [0], or in the EC PARAMETERS beside it. */
    private byte[] ecAlgorithm(byte[] sec1) throws DerException {
        DerReader fields = new DerReader(sec1).open(DerReader.SEQUENCE, "ECPrivateKey");
        fields.skip("version");
        fields.skip("privateKey");
        byte[] curve;
        if (fields.next(DerReader.CONTEXT_0)) {
            curve = fields.open(DerReader.CONTEXT_0, "parameters").element("curve");
        } else if (parameters.isPresent()) {
            curve = new DerReader(parameters.get().bytes()).element("curve");
        } else {
            throw unreadable(
                    "found an EC key that does not name its curve, expected it in the key or in EC PARAMETERS beside it",
                    "keep the EC PARAMETERS block with the key",
                    null);
        }
        return DerReader.encode(DerReader.SEQUENCE, EC_PUBLIC_KEY, curve);
    }

    private static byte[] whole(byte[] der, String name) throws DerException {
        DerReader reader = new DerReader(der);
        reader.skip(name);
        reader.expectEnd(name);
        return der;
    }

    static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return DerReader.encode(
                DerReader.SEQUENCE, VERSION_0, algorithm, DerReader.encode(DerReader.OCTET_STRING, key));
    }

    private MtlsConfigurationException unreadable(String detail, String remedy, @Nullable Exception cause) {
        if (decrypted && cause != null) {
            // A cipher without padding, or a padding that was right by chance: rubbish came out.
            return PasswordScheme.wrongPassword(block.where(), cause);
        }
        return cause == null
                ? PemError.KEY_UNREADABLE.at(block.where(), detail, remedy)
                : PemError.KEY_UNREADABLE.at(block.where(), detail, remedy, cause);
    }
}
