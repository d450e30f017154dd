package dev.mtls.core.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-DSA keys in their three encodings (RFC 9881, section 6): as the JDK's own where it has the algorithm. */
class MlDsaTest {

    private static final BouncyCastleProvider BC = new BouncyCastleProvider();
    private static final byte[] TEXT = "signed".getBytes(StandardCharsets.US_ASCII);

    private static boolean jdkHasIt() {
        try {
            KeyFactory.getInstance("ML-DSA");
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void eachEncodingGivesAKeyThatSigns(String parameters) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(parameters, BC).generateKeyPair();
        MLDSAPrivateKey both = (MLDSAPrivateKey) pair.getPrivate();
        Map<String, byte[]> encodings = Map.of(
                "both", both.getEncoded(),
                "seed", both.getPrivateKey(true).getEncoded(),
                "expanded", both.getPrivateKey(false).getEncoded());
        assertThat(encodings.values()).extracting(encoding -> encoding.length).doesNotHaveDuplicates();
        for (Map.Entry<String, byte[]> encoding : encodings.entrySet()) {
            PemKey key = PemDocument.parse(encoding.getValue(), encoding.getKey(), PemLimits.IDENTITY)
                    .privateKey();
            String owner = key.key().getClass().getName();
            assertThat(owner).as(encoding.getKey()).startsWith(jdkHasIt() ? "sun.security." : "org.bouncycastle.");
            assertThat(signs(key, pair.getPublic())).as(encoding.getKey()).isTrue();
            assertThat(key.belongsTo(pair.getPublic()).orElse(true)).isTrue();
            PublicKey other = KeyPairGenerator.getInstance(parameters, BC)
                    .generateKeyPair()
                    .getPublic();
            assertThat(key.belongsTo(other).orElse(false)).isFalse();
            assertThat(signs(key, other)).isFalse();
        }
    }

    private static boolean signs(PemKey key, PublicKey publicKey) throws Exception {
        boolean jdk = jdkHasIt();
        Signature signature = jdk ? Signature.getInstance("ML-DSA") : Signature.getInstance("ML-DSA", BC);
        signature.initSign(key.key());
        signature.update(TEXT);
        byte[] signed = signature.sign();
        signature.initVerify(
                jdk
                        ? KeyFactory.getInstance("ML-DSA")
                                .generatePublic(new X509EncodedKeySpec(publicKey.getEncoded()))
                        : publicKey);
        signature.update(TEXT);
        return signature.verify(signed);
    }
}
