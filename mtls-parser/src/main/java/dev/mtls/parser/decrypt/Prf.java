package dev.mtls.parser.decrypt;

import dev.mtls.parser.code.ProtocolVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The pseudorandom function of TLS 1.2 and older, and what is derived with it. RFC 5246 sections 5, 6.3 and 8.1, RFC
 * 2246 section 5, RFC 6101 sections 6.1 and 6.2.2.
 *
 * @param version the negotiated version, older than TLS 1.3
 * @param hash what TLS 1.2 uses, {@code SHA-256} or {@code SHA-384}; older versions use MD5 and SHA-1
 */
public record Prf(ProtocolVersion version, String hash) {

    /** Bytes of every master secret. */
    public static final int MASTER_SECRET = 48;

    /** Bytes of verify_data, of SSL 3.0 apart. */
    public static final int VERIFY_DATA = 12;

    /** The function of a suite under a version. */
    public static Prf of(ProtocolVersion version, SuiteProtection suite) {
        return new Prf(version, suite.hash());
    }

    /** The master secret of a premaster secret and the randoms. RFC 5246 section 8.1. */
    public byte[] master(byte[] premaster, byte[] clientRandom, byte[] serverRandom) {
        if (isSsl3()) {
            return ssl3(premaster, concat(clientRandom, serverRandom), MASTER_SECRET);
        }
        return prf(premaster, "master secret", concat(clientRandom, serverRandom), MASTER_SECRET);
    }

    /** The extended master secret of a premaster secret. RFC 7627 section 4. */
    public byte[] extendedMaster(byte[] premaster, byte[] messages) {
        return prf(premaster, "extended master secret", sessionHash(messages), MASTER_SECRET);
    }

    /** The key block of a master secret. RFC 5246 section 6.3. */
    byte[] keyBlock(byte[] master, byte[] clientRandom, byte[] serverRandom, int length) {
        if (isSsl3()) {
            return ssl3(master, concat(serverRandom, clientRandom), length);
        }
        return prf(master, "key expansion", concat(serverRandom, clientRandom), length);
    }

    /** The verify_data of a Finished of TLS 1.0 to 1.2. RFC 5246 section 7.4.9. */
    public byte[] verifyData(byte[] master, boolean ofClient, byte[] messages) {
        return prf(master, ofClient ? "client finished" : "server finished", sessionHash(messages), VERIFY_DATA);
    }

    private boolean isSsl3() {
        return version.value() < ProtocolVersion.TLS_1_0.value();
    }

    private boolean isTls12() {
        return version.value() >= ProtocolVersion.TLS_1_2.value();
    }

    private byte[] sessionHash(byte[] messages) {
        if (isTls12()) {
            return Jce.digest(hash).digest(messages);
        }
        return concat(Jce.digest("MD5").digest(messages), Jce.digest("SHA-1").digest(messages));
    }

    private byte[] prf(byte[] secret, String label, byte[] seed, int length) {
        byte[] labelled = concat(label.getBytes(StandardCharsets.US_ASCII), seed);
        if (isTls12()) {
            return expand(hash.equals("SHA-384") ? "HmacSHA384" : "HmacSHA256", secret, labelled, length);
        }
        int half = (secret.length + 1) / 2;
        byte[] output = expand("HmacMD5", Arrays.copyOf(secret, half), labelled, length);
        byte[] other =
                expand("HmacSHA1", Arrays.copyOfRange(secret, secret.length - half, secret.length), labelled, length);
        for (int i = 0; i < length; i++) {
            output[i] ^= other[i];
        }
        return output;
    }

    /** P_hash. RFC 5246 section 5. */
    private static byte[] expand(String hmac, byte[] secret, byte[] seed, int length) {
        byte[] output = new byte[length];
        byte[] a = seed;
        for (int at = 0; at < length; ) {
            a = Jce.hmac(hmac, secret, a);
            byte[] block = Jce.hmac(hmac, secret, a, seed);
            int taken = Math.min(block.length, length - at);
            System.arraycopy(block, 0, output, at, taken);
            at += taken;
        }
        return output;
    }

    /** MD5(secret + SHA(n times a letter + secret + seed)), for A, BB, CCC and so on. RFC 6101 section 6.2.2. */
    private static byte[] ssl3(byte[] secret, byte[] seed, int length) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (int n = 1; output.size() < length; n++) {
            byte[] letters = new byte[n];
            Arrays.fill(letters, (byte) ('A' + n - 1));
            MessageDigest sha = Jce.digest("SHA-1");
            sha.update(letters);
            sha.update(secret);
            byte[] inner = sha.digest(seed);
            MessageDigest md5 = Jce.digest("MD5");
            md5.update(secret);
            output.writeBytes(md5.digest(inner));
        }
        return Arrays.copyOf(output.toByteArray(), length);
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
