package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jcajce.provider.util.AsymmetricKeyInfoConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * The only class that knows Bouncy Castle, so that nothing of it is loaded before it is needed. Its provider is passed by object and
 * never installed. The copies of a password that it is given are wiped; it never keeps one.
 */
final class BouncyCastle {

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int FEW_ITERATIONS = 1_000;
    private static final BigInteger MOST_SCRYPT_MEMORY = BigInteger.valueOf(256L << 20);

    private final PemBlock block;
    private final List<Finding> findings;

    BouncyCastle(PemBlock block, List<Finding> findings) {
        this.block = block;
        this.findings = findings;
    }

    private static final class Holder {
        static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    }

    static PrivateKey privateKey(byte[] pkcs8) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        AsymmetricKeyInfoConverter converter = Holder.PROVIDER.getKeyInfoConverter(
                info.getPrivateKeyAlgorithm().getAlgorithm());
        if (converter == null) {
            throw new IOException("unknown algorithm");
        }
        return converter.generatePrivate(info);
    }

    byte[] decryptPkcs8(char[] password) {
        char[] copy = password.clone();
        try {
            EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(block.bytes());
            checkCost(info.getEncryptionAlgorithm());
            InputDecryptorProvider decryptor = new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(Holder.PROVIDER)
                    .build(copy);
            return new PKCS8EncryptedPrivateKeyInfo(info)
                    .decryptPrivateKeyInfo(decryptor)
                    .getEncoded();
        } catch (PKCSException e) {
            if (e.getCause() instanceof OperatorCreationException) {
                throw unsupported(e);
            }
            throw wrongPassword(block, e);
        } catch (MtlsConfigurationException e) {
            throw e;
        } catch (IllegalStateException e) {
            throw unsupported(e);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers damaged parameters with whatever its own code runs into.
            throw wrongPassword(block, e);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    byte[] decryptTraditional(String dekInfo, char[] password) {
        char[] copy = password.clone();
        try {
            int comma = dekInfo.indexOf(',');
            if (comma < 0) {
                throw PemError.CORRUPT.at(
                        block.where(),
                        "found DEK-Info " + PemError.quoted(dekInfo) + ", expected a cipher, a comma and an IV",
                        "copy the whole key again from where it came");
            }
            String cipher = dekInfo.substring(0, comma).strip();
            byte[] iv = HexFormat.of().parseHex(dekInfo.substring(comma + 1).strip());
            weak("DEK-Info " + cipher + ", whose key is one round of MD5 of the password");
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(Holder.PROVIDER)
                    .build(copy)
                    .get(cipher)
                    .decrypt(block.bytes(), iv);
        } catch (MtlsConfigurationException e) {
            throw e;
        } catch (PEMException | OperatorCreationException | RuntimeException e) {
            throw String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unknown encryption")
                    ? unsupported(e)
                    : wrongPassword(block, e);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /** Before a key is derived: what an attacker may write into the file costs nothing yet. */
    private void checkCost(AlgorithmIdentifier algorithm) {
        if (!PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm())) {
            weak("PBES1, whose ciphers and digests are those of the last century");
            return;
        }
        PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
        AlgorithmIdentifier derivation = AlgorithmIdentifier.getInstance(parameters.getKeyDerivationFunc());
        if (MiscObjectIdentifiers.id_scrypt.equals(derivation.getAlgorithm())) {
            ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
            BigInteger memory = scrypt.getCostParameter()
                    .multiply(scrypt.getBlockSize())
                    .multiply(scrypt.getParallelizationParameter())
                    .shiftLeft(7);
            if (memory.compareTo(MOST_SCRYPT_MEMORY) > 0) {
                throw excessive("scrypt with " + memory + " bytes", "at most " + MOST_SCRYPT_MEMORY);
            }
        } else if (PKCSObjectIdentifiers.id_PBKDF2.equals(derivation.getAlgorithm())) {
            BigInteger iterations =
                    PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount();
            if (iterations.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) > 0) {
                throw excessive("PBKDF2 with " + iterations + " iterations", "at most " + MOST_ITERATIONS);
            }
            if (iterations.compareTo(BigInteger.valueOf(FEW_ITERATIONS)) < 0) {
                weak("PBKDF2 with " + iterations + " iterations");
            }
        }
        String cipher = parameters.getEncryptionScheme().getAlgorithm().getId();
        if (PKCSObjectIdentifiers.RC2_CBC.getId().equals(cipher) || cipher.equals("1.3.14.3.2.7")) {
            weak("a cipher of 64-bit blocks that is broken");
        }
    }

    private void weak(String what) {
        findings.add(Finding.at(
                block.where(),
                "key-protection-weak",
                Severity.WARNING,
                "The private key is weakly encrypted",
                "found " + what + ", expected PBES2 with AES and PBKDF2 or scrypt",
                "encrypt it again with: openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt"));
    }

    static MtlsConfigurationException wrongPassword(PemBlock block, Exception cause) {
        return PemError.KEY_PASSWORD_WRONG.at(
                block.where(),
                "found no key behind it, expected a private key",
                "check the password; if it is right the key is damaged",
                cause);
    }

    private MtlsConfigurationException unsupported(Exception cause) {
        return PemError.KEY_ENCRYPTION_UNSUPPORTED.at(
                block.where(),
                "found a cipher that cannot be used: " + PemError.quoted(String.valueOf(cause.getMessage()))
                        + ", expected AES",
                "encrypt it again with: openssl pkcs8 -topk8 -v2 aes-256-cbc",
                cause);
    }

    private MtlsConfigurationException excessive(String found, String expected) {
        return PemError.KEY_ENCRYPTION_EXCESSIVE.at(
                block.where(),
                "found " + found + ", expected " + expected,
                "encrypt it again with fewer: openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }
}
