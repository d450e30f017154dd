package dev.mtls.parser;

import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.extension.ApplicationLayerProtocolNegotiation;
import dev.mtls.parser.extension.EcPointFormats;
import dev.mtls.parser.extension.Extensions;
import dev.mtls.parser.extension.SignatureAlgorithms;
import dev.mtls.parser.extension.SupportedGroups;
import dev.mtls.parser.extension.SupportedVersions;
import dev.mtls.parser.extension.TlsExtension;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A fingerprint of a program that speaks TLS, taken from its hello: the same program and settings give the same one,
 * whomever they talk to. Says what somebody runs, never who it is. Values that are reserved to keep peers tolerant
 * (GREASE, RFC 8701) differ each time and are left out everywhere.
 *
 * <p>Of a hello with Encrypted Client Hello it describes the outer one, which is all that can be seen. An extension
 * whose body cannot be read counts by its type, and nothing in it does.
 *
 * @param value the fingerprint as it is looked up: lower-case hexadecimal, of JA4 three parts joined by {@code _}
 * @param text what was hashed for it, readable and comparable: for JA4 in the form known as {@code ja4_r}
 */
public record Fingerprint(String value, String text) {

    private static final int JA4_DIGITS = 12;
    private static final int JA4_MOST = 99;

    private static final Digests MD5 = new Digests("MD5");
    private static final Digests SHA_256 = new Digests("SHA-256");

    /** Checks that nothing is null. */
    public Fingerprint {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(text, "text");
    }

    /**
     * JA3 of a client: MD5 of {@code legacy_version,cipher_suites,extensions,supported_groups,ec_point_formats},
     * numbers in wire order.
     *
     * @param hello what the client offered
     * @return the fingerprint, 32 digits
     */
    public static Fingerprint ja3(ClientHello hello) {
        Extensions extensions = hello.extensions();
        return md5(String.join(
                ",",
                Integer.toString(hello.legacyVersion().value()),
                decimal(hello.cipherSuites()),
                decimal(types(extensions)),
                decimal(extensions
                        .get(SupportedGroups.class)
                        .map(SupportedGroups::namedGroupList)
                        .orElse(List.of())),
                decimal(extensions
                        .get(EcPointFormats.class)
                        .map(EcPointFormats::ecPointFormatList)
                        .orElse(List.of()))));
    }

    /**
     * JA3S of a server: MD5 of {@code legacy_version,cipher_suite,extensions}, numbers in wire order. A server answers
     * different clients differently: it means something together with the client's JA3 only.
     *
     * @param hello what the server chose
     * @return the fingerprint, 32 digits
     */
    public static Fingerprint ja3s(ServerHello hello) {
        return md5(String.join(
                ",",
                Integer.toString(hello.legacyVersion().value()),
                Integer.toString(hello.cipherSuite().value()),
                decimal(types(hello.extensions()))));
    }

    /**
     * JA4 of a client over TCP: {@code a_b_c}. What can be read at once; the first 12 digits of SHA-256 of the sorted
     * cipher suites; the same of the sorted extensions and the signature algorithms in wire order. Sorting makes it the
     * same for programs that shuffle their extensions.
     *
     * @param hello what the client offered
     * @return the fingerprint, 36 characters
     */
    public static Fingerprint ja4(ClientHello hello) {
        List<ExtensionType> types = types(hello.extensions());
        List<CipherSuite> suites = withoutGrease(hello.cipherSuites());
        String open = "t"
                + ja4Version(hello)
                + (types.contains(ExtensionType.SERVER_NAME) ? "d" : "i")
                + count(suites)
                + count(types)
                + ja4Alpn(hello.extensions());
        String sortedSuites = sortedHex(suites);
        List<ExtensionType> hashed = new ArrayList<>(types);
        hashed.removeIf(type -> type.equals(ExtensionType.SERVER_NAME)
                || type.equals(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION));
        String sortedTypes = sortedHex(hashed);
        String schemes = hex(hello.extensions()
                .get(SignatureAlgorithms.class)
                .map(SignatureAlgorithms::supportedSignatureAlgorithms)
                .orElse(List.of()));
        String tail = schemes.isEmpty() ? sortedTypes : sortedTypes + "_" + schemes;
        // Of nothing there is no hash: zeros say so.
        String types12 = sortedTypes.isEmpty() ? "0".repeat(JA4_DIGITS) : sha256(tail);
        String suites12 = suites.isEmpty() ? "0".repeat(JA4_DIGITS) : sha256(sortedSuites);
        return new Fingerprint(open + "_" + suites12 + "_" + types12, open + "_" + sortedSuites + "_" + tail);
    }

    private static String ja4Version(ClientHello hello) {
        int highest = hello.extensions()
                .get(SupportedVersions.class)
                .map(offer -> offer.versions().stream()
                        .filter(version -> !version.isGrease())
                        .mapToInt(ProtocolVersion::value)
                        .max()
                        .orElse(0))
                .orElse(hello.legacyVersion().value());
        return switch (highest) {
            case 0x0304 -> "13";
            case 0x0303 -> "12";
            case 0x0302 -> "11";
            case 0x0301 -> "10";
            case 0x0300 -> "s3";
            case 0x0002 -> "s2";
            default -> "00";
        };
    }

    /** First and last character of the first protocol; where they are no letters or digits, first and last hex digit. */
    private static String ja4Alpn(Extensions extensions) {
        Bytes first = extensions
                .get(ApplicationLayerProtocolNegotiation.class)
                .flatMap(offer -> offer.protocolNameList().stream().findFirst())
                .orElse(Bytes.EMPTY);
        if (first.isEmpty()) {
            return "00";
        }
        int start = first.u8(0);
        int end = first.u8(first.size() - 1);
        if (isAlphanumeric(start) && isAlphanumeric(end)) {
            return "" + (char) start + (char) end;
        }
        return "" + Character.forDigit(start >> 4, 16) + Character.forDigit(end & 15, 16);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static String count(Collection<?> all) {
        int count = Math.min(all.size(), JA4_MOST);
        return (count < 10 ? "0" : "") + count;
    }

    private static List<ExtensionType> types(Extensions extensions) {
        List<ExtensionType> types = new ArrayList<>();
        for (TlsExtension extension : extensions.list()) {
            types.add(extension.type());
        }
        return withoutGrease(types);
    }

    private static <C extends CodePoint> List<C> withoutGrease(List<C> codes) {
        List<C> kept = new ArrayList<>(codes.size());
        for (C code : codes) {
            if (!code.isGrease()) {
                kept.add(code);
            }
        }
        return kept;
    }

    private static String decimal(List<? extends CodePoint> codes) {
        StringBuilder out = new StringBuilder(8 * codes.size());
        for (CodePoint code : codes) {
            if (!code.isGrease()) {
                out.append(out.isEmpty() ? "" : "-").append(code.value());
            }
        }
        return out.toString();
    }

    private static String sortedHex(List<? extends CodePoint> codes) {
        int[] values = new int[codes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = codes.get(i).value();
        }
        Arrays.sort(values);
        StringBuilder out = new StringBuilder(5 * values.length);
        for (int value : values) {
            hex(out, value);
        }
        return out.toString();
    }

    private static String hex(List<? extends CodePoint> codes) {
        StringBuilder out = new StringBuilder(5 * codes.size());
        for (CodePoint code : codes) {
            if (!code.isGrease()) {
                hex(out, code.value());
            }
        }
        return out.toString();
    }

    private static void hex(StringBuilder out, int code) {
        out.append(out.isEmpty() ? "" : ",");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(code >> shift & 15, 16));
        }
    }

    private static Fingerprint md5(String text) {
        return new Fingerprint(MD5.of(text), text);
    }

    private static String sha256(String text) {
        return SHA_256.of(text).substring(0, JA4_DIGITS);
    }

    /** Hashes of the texts last asked for: the same few programs talk all the time. Safe for several threads. */
    private static final class Digests {
        private static final int KEPT = 256;
        private static final int LONGEST_KEPT = 2_048;

        private final String algorithm;
        private final Map<String, String> kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > KEPT;
            }
        };

        Digests(String algorithm) {
            this.algorithm = algorithm;
        }

        String of(String text) {
            if (text.length() > LONGEST_KEPT) {
                return digest(text);
            }
            synchronized (kept) {
                return kept.computeIfAbsent(text, this::digest);
            }
        }

        private String digest(String text) {
            try {
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                return Bytes.owning(MessageDigest.getInstance(algorithm).digest(bytes))
                        .toHex();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + algorithm, e);
            }
        }
    }
}
