package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code openssl} writes on the spot is read, and is the key that went in: ciphers, derivations, kinds, sizes, passwords. */
class OpensslFlavoursTest {

    private static final String PROVIDERS = "-provider legacy -provider default ";
    private static final String PASSWORD = "changeit";
    private static final String OUT = " -passout pass:" + PASSWORD + " -out out.pem";

    /** Every cipher of OpenSSL 3.0 that it writes PBES2 with. */
    private static final List<String> PBES2_CIPHERS = List.of(
            "aes-128-cbc",
            "aes-192-cbc",
            "aes-256-cbc",
            "aes-128-cfb",
            "aes-192-cfb",
            "aes-256-cfb",
            "aes-128-ofb",
            "aes-192-ofb",
            "aes-256-ofb",
            "aes-128-ecb",
            "aes-192-ecb",
            "aes-256-ecb",
            "camellia-128-cbc",
            "camellia-192-cbc",
            "camellia-256-cbc",
            "camellia-128-cfb",
            "camellia-256-cfb",
            "camellia-192-ofb",
            "camellia-128-ctr",
            "camellia-256-ecb",
            "aria-128-cbc",
            "aria-192-cbc",
            "aria-256-cbc",
            "aria-128-cfb",
            "aria-192-ofb",
            "aria-256-ctr",
            "aria-256-ecb",
            "seed-cbc",
            "seed-cfb",
            "seed-ofb",
            "seed-ecb",
            "sm4-cbc",
            "sm4-cfb",
            "sm4-ofb",
            "sm4-ctr",
            "sm4-ecb",
            "des-cbc",
            "des-cfb",
            "des-ofb",
            "des-ecb",
            "des-ede",
            "des-ede3-cbc",
            "rc2-cbc",
            "rc2-64-cbc",
            "rc2-40-cbc",
            "rc4",
            "bf-cbc",
            "cast5-cbc");

    /** Every cipher of OpenSSL 3.0 that it writes DEK-Info with, but for those of {@link #isSaidToBeUnsupported}. */
    private static final List<String> DEK_CIPHERS = List.of(
            "aes-128-cbc",
            "aes-192-cbc",
            "aes-256-cbc",
            "aes-128-cfb",
            "aes-256-cfb8",
            "aes-192-ofb",
            "aes-256-ctr",
            "camellia-128-cbc",
            "camellia-192-cbc",
            "camellia-256-cbc",
            "camellia-192-cfb",
            "camellia-256-cfb8",
            "camellia-128-ofb",
            "camellia-128-ctr",
            "aria-128-cbc",
            "aria-192-cbc",
            "aria-256-cbc",
            "aria-128-cfb",
            "aria-192-cfb8",
            "aria-256-ofb",
            "aria-128-ctr",
            "seed-cbc",
            "seed-cfb",
            "seed-ofb",
            "sm4-cbc",
            "sm4-cfb",
            "sm4-ofb",
            "sm4-ctr",
            "des-cbc",
            "des-cfb",
            "des-cfb8",
            "des-ofb",
            "des-ede-cbc",
            "des-ede-cfb",
            "des-ede-ofb",
            "des-ede3-cbc",
            "des-ede3-cfb",
            "des-ede3-cfb8",
            "des-ede3-ofb",
            "bf-cbc",
            "bf-cfb",
            "bf-ofb",
            "cast5-cbc",
            "cast5-cfb",
            "cast5-ofb",
            "rc2-cbc",
            "rc2-cfb",
            "rc2-ofb",
            "rc2-64-cbc",
            "rc2-40-cbc");

    @TempDir
    static Path folder;

    private static Openssl openssl;

    @BeforeAll
    static void makeKeys() {
        Openssl.assumeInstalled();
        openssl = new Openssl(folder);
        openssl.run("genrsa -out rsa.pem 1024");
        openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out ec.pem");
    }

    private static PrivateKey read(String file) {
        return PemDocument.parse(openssl.file(file), PemLimits.IDENTITY)
                .privateKey()
                .key();
    }

    private static PemKey read(String file, String password) {
        return PemDocument.parse(openssl.file(file), PemLimits.IDENTITY).privateKey(password.toCharArray());
    }

    static Stream<String> pbes2() {
        return PBES2_CIPHERS.stream();
    }

    static Stream<String> dekInfo() {
        return DEK_CIPHERS.stream();
    }

    @ParameterizedTest
    @MethodSource("pbes2")
    void opensPbes2WithEachCipher(String cipher) {
        openssl.run("pkcs8 " + PROVIDERS + "-topk8 -in ec.pem -v2 " + cipher + OUT);
        assertThat(read("out.pem", PASSWORD).key()).isEqualTo(read("ec.pem"));
        refusesAnotherPassword("out.pem");
    }

    @ParameterizedTest
    @MethodSource("dekInfo")
    void opensDekInfoWithEachCipher(String cipher) {
        openssl.run("rsa " + PROVIDERS + "-in rsa.pem -traditional -" + cipher + OUT);
        PemKey key = read("out.pem", PASSWORD);
        assertThat(key.key()).isEqualTo(read("rsa.pem"));
        assertThat(key.findings()).extracting(Finding::id).containsExactly("key-protection-weak");
        refusesAnotherPassword("out.pem");
    }

    /** Feedback of single bits, and two ciphers that were never meant for keys. */
    @ParameterizedTest
    @ValueSource(strings = {"aes-256-cfb1", "desx", "chacha20"})
    void isSaidToBeUnsupported(String cipher) {
        openssl.run("rsa " + PROVIDERS + "-in rsa.pem -traditional -" + cipher + OUT);
        assertThat(failing("out.pem", PASSWORD))
                .hasMessageContaining("key-encryption-unsupported")
                .hasMessageContaining("out.pem, block 1, line 1")
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hmacWithMD5",
                "hmacWithSHA1",
                "hmacWithSHA224",
                "hmacWithSHA256",
                "hmacWithSHA384",
                "hmacWithSHA512",
                "hmacWithSHA512-224",
                "hmacWithSHA512-256",
                "hmac-md5",
                "hmac-sha1"
            })
    void opensPbkdf2WithEachFunction(String function) {
        openssl.run("pkcs8 -topk8 -in rsa.pem -v2 camellia-256-cbc -v2prf " + function + OUT);
        assertThat(read("out.pem", PASSWORD).key()).isEqualTo(read("rsa.pem"));
        refusesAnotherPassword("out.pem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PBE-MD5-DES",
                "PBE-MD5-RC2-64",
                "PBE-SHA1-DES",
                "PBE-SHA1-RC2-64",
                "PBE-SHA1-3DES",
                "PBE-SHA1-2DES",
                "PBE-SHA1-RC2-128",
                "PBE-SHA1-RC2-40",
                "PBE-SHA1-RC4-128",
                "PBE-SHA1-RC4-40"
            })
    void opensEachSchemeBeforePbes2(String scheme) {
        for (String key : List.of("rsa.pem", "ec.pem")) {
            openssl.run("pkcs8 " + PROVIDERS + "-topk8 -in " + key + " -v1 " + scheme + OUT);
            PemKey read = read("out.pem", PASSWORD);
            assertThat(read.key()).isEqualTo(read(key));
            assertThat(read.findings()).extracting(Finding::id).containsExactly("key-protection-weak");
            refusesAnotherPassword("out.pem");
        }
    }

    @ParameterizedTest
    @CsvSource({"2,8,1", "1024,1,1", "16384,8,1", "4096,16,2"})
    void opensScryptOfEachCost(int cost, int blockSize, int parallelization) {
        openssl.run("pkcs8 -topk8 -in ec.pem -scrypt -scrypt_N " + cost + " -scrypt_r " + blockSize + " -scrypt_p "
                + parallelization + OUT);
        PemKey key = read("out.pem", PASSWORD);
        assertThat(key.key()).isEqualTo(read("ec.pem"));
        assertThat(key.form()).isEqualTo("PKCS#8, PBES2 with scrypt and AES-256-CBC");
        refusesAnotherPassword("out.pem");
    }

    record Typed(String password, Charset charset) {}

    static Stream<Typed> passwords() {
        return Stream.of(
                new Typed("", StandardCharsets.UTF_8),
                new Typed("x", StandardCharsets.UTF_8),
                new Typed("two words, and \"quotes\" $HOME \\n", StandardCharsets.UTF_8),
                new Typed("p\u00e4ssw\u00f6rd", StandardCharsets.UTF_8),
                new Typed("p\u00e4ssw\u00f6rd", StandardCharsets.ISO_8859_1),
                new Typed("\u043a\u043b\u044e\u0447 \u5bc6\u7801", StandardCharsets.UTF_8),
                new Typed("\ud83d\udd11 key", StandardCharsets.UTF_8),
                new Typed("long ".repeat(100), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void takesEachPasswordAsOpensslTookIt(Typed typed) {
        List<String> commands = new ArrayList<>(List.of(
                "pkcs8 -topk8 -in ec.pem -v2 aes-256-cbc",
                "pkcs8 -topk8 -in ec.pem -scrypt -scrypt_N 16 -scrypt_r 8 -scrypt_p 1",
                "pkcs8 " + PROVIDERS + "-topk8 -in ec.pem -v1 PBE-SHA1-3DES",
                "pkcs8 " + PROVIDERS + "-topk8 -in ec.pem -v1 PBE-MD5-DES"));
        if (typed.password.length() >= 4) {
            // The least that OpenSSL takes for DEK-Info.
            commands.add("rsa -in rsa.pem -traditional -aes256");
        }
        for (String command : commands) {
            openssl.run(
                    command + " -passout " + (typed.password.isEmpty() ? "pass:" : "stdin") + " -out out.pem",
                    (typed.password + "\n").getBytes(typed.charset));
            assertThat(read("out.pem", typed.password).key())
                    .as(command)
                    .isEqualTo(read(command.startsWith("rsa") ? "rsa.pem" : "ec.pem"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, -pkeyopt rsa_keygen_bits:2048, RSA",
        "RSA, -pkeyopt rsa_keygen_bits:3072, RSA",
        "RSA, -pkeyopt rsa_keygen_bits:4096, RSA",
        "RSA-PSS, -pkeyopt rsa_keygen_bits:2048, RSASSA-PSS",
        "EC, -pkeyopt ec_paramgen_curve:secp384r1, EC",
        "EC, -pkeyopt ec_paramgen_curve:secp521r1, EC",
        "EC, -pkeyopt ec_paramgen_curve:secp224r1, EC",
        "EC, -pkeyopt ec_paramgen_curve:secp256k1, EC",
        "EC, -pkeyopt ec_paramgen_curve:brainpoolP384r1, EC",
        "ED25519, -quiet, EdDSA",
        "ED448, -quiet, EdDSA",
        "X25519, -quiet, XDH",
        "X448, -quiet, XDH"
    })
    void readsEachKindInEveryEncoding(String kind, String option, String ofTheJdk) {
        openssl.run("genpkey -algorithm " + kind + " " + option + " -out key.pem");
        PrivateKey plain = read("key.pem");
        assertThat(plain.getAlgorithm()).isEqualTo(ofTheJdk);
        List<String> encodings = new ArrayList<>(List.of(
                "pkey -in key.pem -outform DER",
                "pkcs8 -topk8 -in key.pem -nocrypt -outform DER",
                "pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -outform DER -passout pass:" + PASSWORD,
                "pkcs8 -topk8 -in key.pem -v2 aria-192-cbc -passout pass:" + PASSWORD,
                "pkey -in key.pem -text"));
        if (kind.equals("RSA") || kind.equals("EC")) {
            encodings.add("pkey -in key.pem -traditional");
            encodings.add("pkey -in key.pem -traditional -outform DER");
            encodings.add("pkey -in key.pem -traditional -aes128 -passout pass:" + PASSWORD);
        }
        for (String encoding : encodings) {
            openssl.run(encoding + " -out out.pem");
            assertThat(read("out.pem", PASSWORD).key()).as(encoding).isEqualTo(plain);
        }
    }

    @Test
    void readsDsaInEveryEncoding() {
        openssl.run("dsaparam -genkey -out dsa.pem 1024");
        PrivateKey plain = read("dsa.pem");
        assertThat(plain.getAlgorithm()).isEqualTo("DSA");
        for (String encoding : List.of(
                "pkcs8 -topk8 -in dsa.pem -nocrypt",
                "dsa -in dsa.pem -outform DER",
                "dsa -in dsa.pem -camellia192 -passout pass:" + PASSWORD)) {
            openssl.run(encoding + " -out out.pem");
            assertThat(read("out.pem", PASSWORD).key()).as(encoding).isEqualTo(plain);
        }
    }

    /** The JDK knows two primes; the exponent alone signs as well. */
    @Test
    void readsRsaOfThreePrimes() {
        openssl.run("genrsa -primes 3 -out three.pem 2048");
        assertThat(read("three.pem")).isInstanceOf(RSAPrivateKey.class);
        openssl.run("rsa -in three.pem -traditional -out out.pem");
        assertThat(read("out.pem")).isEqualTo(read("three.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prime256v1",
                "secp384r1",
                "secp521r1",
                "secp224r1",
                "secp256k1",
                "brainpoolP256r1",
                "brainpoolP512t1"
            })
    void mapsExplicitParametersToTheirName(String curve) {
        openssl.run("ecparam -name " + curve + " -genkey -noout -out named.pem");
        assertThat(read("named.pem").getAlgorithm()).isEqualTo("EC");
        for (String form : List.of(
                "-param_enc explicit",
                "-param_enc explicit -conv_form compressed",
                "-param_enc explicit -conv_form hybrid",
                "-param_enc explicit -no_public",
                "-conv_form compressed",
                "-no_public")) {
            openssl.run("ec -in named.pem " + form + " -out out.pem");
            assertThat(scalar("out.pem")).as(form).isEqualTo(scalar("named.pem"));
        }
        openssl.run("ec -in named.pem -param_enc explicit -out explicit.pem");
        openssl.run("pkcs8 -topk8 -nocrypt -in explicit.pem -out out.pem");
        assertThat(scalar("out.pem")).isEqualTo(scalar("named.pem"));
        openssl.run("ecparam -name " + curve + " -genkey -param_enc explicit -out out.pem");
        assertThat(read("out.pem").getAlgorithm()).isEqualTo("EC");
    }

    /** Two keys are equal in the JDK when their encodings are, and those differ here in the public half. */
    private static BigInteger scalar(String file) {
        ECPrivateKey key = (ECPrivateKey) read(file);
        assertThat(key.getParams().getOrder())
                .isEqualTo(((ECPrivateKey) read("named.pem")).getParams().getOrder());
        return key.getS();
    }

    @Test
    void refusesExplicitParametersOfABinaryCurve() {
        openssl.run("ecparam -name sect283k1 -genkey -noout -param_enc explicit -out out.pem");
        assertThat(failing("out.pem", PASSWORD))
                .hasMessageContaining("key-unreadable")
                .hasMessageContaining("explicit EC parameters of no curve that has a name");
    }

    private static void refusesAnotherPassword(String file) {
        assertThat(failing(file, "another").id()).isEqualTo("key-password-wrong");
        assertThat(failing(file, "").id()).isEqualTo("key-password-wrong");
    }

    private static MtlsConfigurationException failing(String file, String password) {
        return catchThrowableOfType(MtlsConfigurationException.class, () -> read(file, password));
    }
}
