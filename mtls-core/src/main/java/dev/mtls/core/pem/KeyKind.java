package dev.mtls.core.pem;

import dev.mtls.core.pem.DerReader.DerException;

/** What is known of a private key without a password, for a list from which one is to be chosen. */
final class KeyKind {

    private KeyKind() {}

    static String of(PemBlock block) {
        if (block.headers().containsKey("DEK-Info")) {
            return "encrypted";
        }
        return switch (DerKind.labelOf(block.bytes()).orElse("")) {
            case "ENCRYPTED PRIVATE KEY" -> "encrypted";
            case "RSA PRIVATE KEY" -> "RSA";
            case "EC PRIVATE KEY" -> "EC";
            case "DSA PRIVATE KEY" -> "DSA";
            case "PRIVATE KEY" -> ofPkcs8(block.bytes());
            default -> "unreadable";
        };
    }

    private static String ofPkcs8(byte[] pkcs8) {
        try {
            DerReader info = new DerReader(pkcs8).open(DerReader.SEQUENCE, "PrivateKeyInfo");
            info.skip("version");
            return KeyDecoder.nameOf(
                    info.open(DerReader.SEQUENCE, "privateKeyAlgorithm").objectIdentifier("algorithm"));
        } catch (DerException e) {
            return "unreadable";
        }
    }
}
