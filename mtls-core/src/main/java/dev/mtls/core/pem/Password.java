package dev.mtls.core.pem;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A copy of a password and of its encodings, all of which are wiped when it is closed. A password outside ASCII was turned into bytes
 * in more than one way by those who encrypt, so there may be several encodings to try, the one of the standard first.
 */
final class Password implements AutoCloseable {

    private final char[] characters;
    private final List<byte[]> encodings = new ArrayList<>();

    Password(char[] password) {
        characters = password.clone();
    }

    /** For PKCS#5 and DEK-Info: UTF-8 (RFC 8018, section 3), or Latin-1, which is what a Windows console hands to OpenSSL. */
    List<byte[]> octets() {
        byte[] utf8 = encode(StandardCharsets.UTF_8);
        if (isAscii() || !isLatin1()) {
            return List.of(utf8);
        }
        return List.of(utf8, encode(StandardCharsets.ISO_8859_1));
    }

    /**
     * For PKCS#12 (RFC 7292, appendix B.1): UTF-16 and a final zero. An empty password is also taken as no bytes at all, and one outside
     * ASCII as UTF-8 of which each byte became two, as OpenSSL did before 1.1.0.
     */
    List<byte[]> bmpString() {
        byte[] utf16 = terminated(encode(StandardCharsets.UTF_16BE));
        if (characters.length == 0) {
            return List.of(utf16, new byte[0]);
        }
        return isAscii() ? List.of(utf16) : List.of(utf16, terminated(widened(encode(StandardCharsets.UTF_8))));
    }

    /** What the JDK's key stores take. */
    char[] characters() {
        return characters;
    }

    private byte[] encode(Charset charset) {
        ByteBuffer encoded = charset.encode(CharBuffer.wrap(characters));
        byte[] exact =
                Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(), encoded.arrayOffset() + encoded.remaining());
        Arrays.fill(encoded.array(), (byte) 0);
        return kept(exact);
    }

    private byte[] terminated(byte[] bytes) {
        return kept(Arrays.copyOf(bytes, bytes.length + 2));
    }

    private byte[] widened(byte[] bytes) {
        byte[] wide = new byte[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            wide[2 * i + 1] = bytes[i];
        }
        return kept(wide);
    }

    private byte[] kept(byte[] encoding) {
        encodings.add(encoding);
        return encoding;
    }

    private boolean isAscii() {
        return noneIsOver(0x7f);
    }

    private boolean isLatin1() {
        return noneIsOver(0xff);
    }

    private boolean noneIsOver(int largest) {
        for (char c : characters) {
            if (c > largest) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
        encodings.forEach(encoding -> Arrays.fill(encoding, (byte) 0));
    }
}
