package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.pem.DerReader.DerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.DSAPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in the shapes that OpenSSL writes: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915), traditional DSA, and
 * these encrypted. The JDK reads PKCS#8 alone, so the others get its few bytes around them; Bouncy Castle is asked for what is
 * encrypted, and for what the JDK does not know.
 */
final class KeyReader {

    private static final int LARGEST_KEY = 32 * 1024;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    /** Algorithm identifiers in hex of their DER content, and what the JDK calls them. */
    private static final Map<String, String> JDK_NAMES = Map.ofEntries(
            Map.entry("2a864886f70d010101", "RSA"),
            Map.entry("2a864886f70d01010a", "RSASSA-PSS"),
            Map.entry("2a8648ce3d0201", "EC"),
            Map.entry("2a8648ce380401", "DSA"),
            Map.entry("2b656e", "X25519"),
            Map.entry("2b656f", "X448"),
            Map.entry("2b6570", "Ed25519"),
            Map.entry("2b6571", "Ed448"),
            Map.entry("608648016503040311", "ML-DSA"),
            Map.entry("608648016503040312", "ML-DSA"),
            Map.entry("608648016503040313", "ML-DSA"));

    private final PemBlock block;
    private final Optional<PemBlock> parameters;
    private final List<Finding> findings = new ArrayList<>();
    private boolean decrypted;

    /** A key, and the EC PARAMETERS that stand in its source, if any. */
    KeyReader(PemBlock block, Optional<PemBlock> parameters) {
        this.block = block;
        this.parameters = parameters;
    }

    PemKey read(char @Nullable [] password) {
        byte[] der = block.bytes();
        if (der.length > LARGEST_KEY) {
            throw PemError.TOO_LARGE.at(
                    block.where(),
                    "found a key of " + der.length + " bytes, expected at most " + LARGEST_KEY,
                    "check that this is the key that was meant");
        }
        String label = block.label();
        String dekInfo = block.headers().get("DEK-Info");
        if (dekInfo != null) {
            der = new BouncyCastle(block, findings).decryptTraditional(dekInfo, required(password));
            decrypted = true;
        } else if (label.equals("ENCRYPTED PRIVATE KEY")) {
            der = new BouncyCastle(block, findings).decryptPkcs8(required(password));
            label = "PRIVATE KEY";
            decrypted = true;
        }
        try {
            return switch (label) {
                case "PRIVATE KEY" -> ofPkcs8(der);
                case "RSA PRIVATE KEY" -> ofPkcs8(pkcs8(RSA_ENCRYPTION, whole(der, "RSAPrivateKey")));
                case "EC PRIVATE KEY" -> ofPkcs8(pkcs8(ecAlgorithm(der), whole(der, "ECPrivateKey")));
                case "DSA PRIVATE KEY" -> ofDsa(der);
                default ->
                    throw unreadable(
                            "found " + PemError.quoted(label)
                                    + ", expected PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY",
                            "convert it with: openssl pkcs8 -topk8",
                            null);
            };
        } catch (DerException e) {
            throw unreadable(String.valueOf(e.getMessage()), "copy the whole key again from where it came", e);
        }
    }

    private char[] required(char @Nullable [] password) {
        if (password == null) {
            throw PemError.KEY_PASSWORD_MISSING.at(
                    block.where(), "found an encrypted key and no password, expected a password", "give its password");
        }
        return password;
    }

    private PemKey ofPkcs8(byte[] pkcs8) throws DerException {
        DerReader info = new DerReader(pkcs8).open(DerReader.SEQUENCE, "PrivateKeyInfo");
        info.skip("version");
        byte[] oid =
                info.open(DerReader.SEQUENCE, "privateKeyAlgorithm").read(DerReader.OBJECT_IDENTIFIER, "algorithm");
        info.skip("privateKey");
        String algorithm = JDK_NAMES.get(HexFormat.of().formatHex(oid));
        return PemKey.of(key(algorithm, whole(pkcs8, "PrivateKeyInfo")), pkcs8, findings);
    }

    private PrivateKey key(@Nullable String algorithm, byte[] pkcs8) {
        if (algorithm != null) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException | RuntimeException e) {
                return unknownToTheJdk(pkcs8, e);
            }
        }
        return unknownToTheJdk(pkcs8, null);
    }

    private PrivateKey unknownToTheJdk(byte[] pkcs8, @Nullable Exception why) {
        try {
            return BouncyCastle.privateKey(pkcs8);
        } catch (IOException | RuntimeException e) {
            throw unreadable(
                    "found a key that cannot be decoded, expected one of RSA, RSASSA-PSS, EC, Ed25519, Ed448, DSA or ML-DSA",
                    "look at it with: openssl pkey -noout -text",
                    why == null ? e : why);
        }
    }

    /** The six integers that OpenSSL writes: version, p, q, g, public y, private x. */
    private PemKey ofDsa(byte[] der) throws DerException {
        DerReader fields = new DerReader(der).open(DerReader.SEQUENCE, "DSAPrivateKey");
        fields.skip("version");
        BigInteger p = integer(fields, "p");
        BigInteger q = integer(fields, "q");
        BigInteger g = integer(fields, "g");
        fields.skip("y");
        BigInteger x = integer(fields, "x");
        try {
            PrivateKey key = KeyFactory.getInstance("DSA").generatePrivate(new DSAPrivateKeySpec(x, p, q, g));
            return PemKey.of(key, new byte[0], findings);
        } catch (GeneralSecurityException e) {
            throw unreadable("found a DSA key that cannot be decoded, expected p, q, g, y and x", "make a new key", e);
        }
    }

    private static BigInteger integer(DerReader fields, String name) throws DerException {
        byte[] value = fields.read(DerReader.INTEGER, name);
        if (value.length == 0) {
            throw new DerException("found an INTEGER without a byte, expected " + name);
        }
        return new BigInteger(value);
    }

    /** The curve stands in the key, [0], or in the EC PARAMETERS beside it. */
    private byte[] ecAlgorithm(byte[] sec1) throws DerException {
        DerReader fields = new DerReader(sec1).open(DerReader.SEQUENCE, "ECPrivateKey");
        fields.skip("version");
        fields.skip("privateKey");
        byte[] curve;
        if (fields.next(0xa0)) {
            curve = fields.open(0xa0, "parameters").element("curve");
        } else if (parameters.isPresent()) {
            curve = new DerReader(parameters.get().bytes()).element("curve");
        } else {
            throw unreadable(
                    "found an EC key that does not name its curve, expected it in the key or in EC PARAMETERS beside it",
                    "keep the EC PARAMETERS block with the key",
                    null);
        }
        return element(DerReader.SEQUENCE, EC_PUBLIC_KEY, curve);
    }

    private static byte[] whole(byte[] der, String name) throws DerException {
        DerReader reader = new DerReader(der);
        reader.skip(name);
        reader.expectEnd(name);
        return der;
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(DerReader.SEQUENCE, VERSION_0, algorithm, element(DerReader.OCTET_STRING, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.write(part, 0, part.length);
        }
        return out.toByteArray();
    }

    private MtlsConfigurationException unreadable(String detail, String remedy, @Nullable Exception cause) {
        if (decrypted && cause != null) {
            // A cipher without padding, or a padding that was right by chance: rubbish came out.
            return BouncyCastle.wrongPassword(block, cause);
        }
        return cause == null
                ? PemError.KEY_UNREADABLE.at(block.where(), detail, remedy)
                : PemError.KEY_UNREADABLE.at(block.where(), detail, remedy, cause);
    }
}
