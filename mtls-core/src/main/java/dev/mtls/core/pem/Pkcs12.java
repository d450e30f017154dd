package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.DerReader.DerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens a PKCS#12 store, RFC 7292, and gives what it holds as plain blocks, in its order. Read here and not by the JDK so that every
 * number of iterations is held against the limits before it is obeyed, every cipher of a private key is one of a store too, and a
 * certificate counts although it lacks the attribute by which a JDK marks those that it trusts.
 */
final class Pkcs12 {

    private static final String DATA = "1.2.840.113549.1.7.1";
    private static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    private static final String PBMAC1 = "1.2.840.113549.1.5.14";
    private static final String BAG = "1.2.840.113549.1.12.10.1.";
    private static final String FRIENDLY_NAME = "1.2.840.113549.1.9.20";
    private static final String LOCAL_KEY_ID = "1.2.840.113549.1.9.21";

    private static final Map<String, String> DIGESTS = Map.of(
            "1.2.840.113549.2.5", "MD5",
            "1.3.14.3.2.26", "SHA-1",
            "2.16.840.1.101.3.4.2.4", "SHA-224",
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    private final PemBlock store;
    private final PemLimits limits;
    private final Password password;
    private final List<Finding> findings;
    private final List<PemBlock> blocks = new ArrayList<>();
    private final PasswordSchemeReader schemes;
    private boolean opened;

    Pkcs12(PemBlock store, PemLimits limits, Password password, List<Finding> findings) {
        this.store = store;
        this.limits = limits;
        this.password = password;
        this.findings = findings;
        this.schemes = new PasswordSchemeReader(limits, store.where());
    }

    List<PemBlock> open() throws DerException {
        DerReader pfx = new DerReader(Ber.toDer(store.bytes(), limits.depth())).open(DerReader.SEQUENCE, "PFX");
        pfx.skip("version");
        byte[] authenticated = content(pfx.open(DerReader.SEQUENCE, "authSafe"));
        if (pfx.hasMore()) {
            checkMac(pfx.open(DerReader.SEQUENCE, "macData"), authenticated);
        }
        DerReader safes = sequence(authenticated, "AuthenticatedSafe");
        while (safes.hasMore()) {
            bags(sequence(content(safes.open(DerReader.SEQUENCE, "ContentInfo")), "SafeContents"), limits.depth());
        }
        return blocks;
    }

    /** A SEQUENCE that stood in an OCTET STRING, and may be BER although what is around it is DER. */
    private DerReader sequence(byte[] ber, String name) throws DerException {
        return new DerReader(Ber.toDer(ber, limits.depth())).open(DerReader.SEQUENCE, name);
    }

    private byte[] content(DerReader contentInfo) throws DerException {
        String type = contentInfo.objectIdentifier("contentType");
        DerReader content = contentInfo.open(DerReader.CONTEXT_0, "content");
        return switch (type) {
            case DATA -> content.read(DerReader.OCTET_STRING, "data");
            case ENCRYPTED_DATA -> decrypt(content.open(DerReader.SEQUENCE, "EncryptedData"));
            default -> throw PasswordScheme.unsupported("a store that is sealed with a public key", store.where());
        };
    }

    private byte[] decrypt(DerReader encryptedData) throws DerException {
        encryptedData.skip("version");
        DerReader info = encryptedData.open(DerReader.SEQUENCE, "EncryptedContentInfo");
        info.skip("contentType");
        PasswordScheme scheme = schemes.read(info);
        byte[] encrypted;
        if (info.next(DerReader.CONTEXT_0)) {
            DerReader pieces = info.open(DerReader.CONTEXT_0, "encryptedContent");
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            while (pieces.hasMore()) {
                joined.writeBytes(pieces.read(DerReader.OCTET_STRING, "piece of encryptedContent"));
            }
            encrypted = joined.toByteArray();
        } else {
            encrypted = info.read(0x80, "encryptedContent");
        }
        return scheme.open(encrypted, password, store.where());
    }

    private void checkMac(DerReader macData, byte[] authenticated) throws DerException {
        DerReader digestInfo = macData.open(DerReader.SEQUENCE, "mac");
        DerReader algorithm = digestInfo.open(DerReader.SEQUENCE, "digestAlgorithm");
        String oid = algorithm.objectIdentifier("digestAlgorithm");
        byte[] expected = digestInfo.read(DerReader.OCTET_STRING, "digest");
        byte[] salt = macData.read(DerReader.OCTET_STRING, "macSalt");
        int iterations = macData.hasMore() ? schemes.iterations(macData, "MAC") : 1;
        try {
            boolean right = oid.equals(PBMAC1)
                    ? pbmac1(algorithm.open(DerReader.SEQUENCE, "PBMAC1-params"), authenticated, expected)
                    : mac(oid, salt, iterations, authenticated, expected);
            if (!right) {
                throw PasswordScheme.wrongPassword(store.where(), null);
            }
            opened = true;
        } catch (GeneralSecurityException e) {
            throw PasswordScheme.unsupported("a MAC with the algorithm " + oid, store.where());
        }
    }

    /** RFC 7292, section 5.1, with a key of appendix B. */
    private boolean mac(String oid, byte[] salt, int iterations, byte[] authenticated, byte[] expected)
            throws GeneralSecurityException {
        String digest = DIGESTS.get(oid);
        if (digest == null) {
            throw PasswordScheme.unsupported("a MAC with the digest " + oid, store.where());
        }
        MessageDigest hash = MessageDigest.getInstance(digest);
        String algorithm = "Hmac" + digest.replace("-", "");
        for (byte[] encoding : password.bmpString()) {
            byte[] key = KeyDerivation.pkcs12(
                    hash, KeyDerivation.PKCS12_MAC, encoding, salt, iterations, hash.getDigestLength());
            if (MessageDigest.isEqual(hmac(algorithm, key, authenticated), expected)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 9579. */
    private boolean pbmac1(DerReader parameters, byte[] authenticated, byte[] expected)
            throws DerException, GeneralSecurityException {
        DerReader derivation = parameters.open(DerReader.SEQUENCE, "keyDerivationFunc");
        derivation.skip("algorithm");
        PasswordScheme.Pbes2.Pbkdf2 derive =
                schemes.pbkdf2(derivation.open(DerReader.SEQUENCE, "parameters of PBKDF2"));
        String oid = parameters.open(DerReader.SEQUENCE, "messageAuthScheme").objectIdentifier("algorithm");
        String algorithm = PasswordSchemeReader.PRFS.get(oid);
        if (algorithm == null) {
            throw PasswordScheme.unsupported("a MAC with the algorithm " + oid, store.where());
        }
        for (byte[] encoding : password.octets()) {
            byte[] key = derive.derive(encoding, expected.length);
            if (MessageDigest.isEqual(hmac(algorithm, key, authenticated), expected)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(data);
    }

    private void bags(DerReader contents, int depth) throws DerException {
        if (depth == 0) {
            throw new DerException("found bags nested deeper than allowed, expected fewer levels");
        }
        while (contents.hasMore()) {
            DerReader bag = contents.open(DerReader.SEQUENCE, "SafeBag");
            String kind = bag.objectIdentifier("bagId");
            DerReader value = bag.open(DerReader.CONTEXT_0, "bagValue");
            Map<String, String> attributes =
                    bag.hasMore() ? attributes(bag.open(DerReader.SET, "bagAttributes")) : Map.of();
            switch (kind.startsWith(BAG) ? kind.substring(BAG.length()) : "") {
                case "1" -> add("PRIVATE KEY", attributes, value.element("keyBag"));
                case "2" -> add("PRIVATE KEY", attributes, shrouded(value));
                case "3" -> add("CERTIFICATE", attributes, value(value, "CertBag"));
                case "4" -> add("X509 CRL", attributes, value(value, "CRLBag"));
                case "6" -> bags(value.open(DerReader.SEQUENCE, "SafeContents"), depth - 1);
                default -> {
                    // Secret keys and what others invented: nothing that is asked for here.
                }
            }
        }
    }

    private byte[] shrouded(DerReader value) throws DerException {
        DerReader info = value.open(DerReader.SEQUENCE, "pkcs8ShroudedKeyBag");
        PasswordScheme scheme = schemes.read(info);
        scheme.finding(store.where()).ifPresent(findings::add);
        byte[] encrypted = info.read(DerReader.OCTET_STRING, "encryptedData");
        try {
            return scheme.open(encrypted, password, store.where());
        } catch (MtlsConfigurationException e) {
            if (opened && e.id().equals("key-password-wrong")) {
                throw PasswordScheme.otherPassword(store.where(), e);
            }
            throw e;
        }
    }

    private static byte[] value(DerReader bag, String name) throws DerException {
        DerReader fields = bag.open(DerReader.SEQUENCE, name);
        fields.skip("type");
        return fields.open(DerReader.CONTEXT_0, "value").read(DerReader.OCTET_STRING, "value");
    }

    private void add(String label, Map<String, String> attributes, byte[] der) {
        int number = blocks.size() + 1;
        if (number > limits.blocks()) {
            throw PemError.TOO_LARGE.at(
                    Where.of(store.source()),
                    "found more than " + limits.blocks() + " entries, expected at most that",
                    "leave out what is not needed, or raise the limit (PemLimits)");
        }
        blocks.add(PemBlock.ofStore(store, label, number, attributes, der, limits));
    }

    private static Map<String, String> attributes(DerReader set) throws DerException {
        Map<String, String> attributes = new LinkedHashMap<>();
        while (set.hasMore()) {
            DerReader attribute = set.open(DerReader.SEQUENCE, "attribute");
            String type = attribute.objectIdentifier("attrId");
            DerReader values = attribute.open(DerReader.SET, "attrValues");
            if (type.equals(FRIENDLY_NAME) && values.next(0x1e)) {
                attributes.put(
                        PemBlock.FRIENDLY_NAME,
                        new String(values.read(0x1e, "friendlyName"), StandardCharsets.UTF_16BE));
            } else if (type.equals(LOCAL_KEY_ID) && values.next(DerReader.OCTET_STRING)) {
                attributes.put(
                        PemBlock.LOCAL_KEY_ID,
                        HexFormat.of().formatHex(values.read(DerReader.OCTET_STRING, "localKeyId")));
            }
        }
        return attributes;
    }
}
