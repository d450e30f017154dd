package dev.mtls.parser.extension;

import dev.mtls.parser.code.HpkeKem;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Field;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * A key of a server, and how to encrypt a ClientHello with it. RFC 9849 4: {@code uint16 version; uint16 length; ECHConfigContents contents}.
 *
 * @param version {@link #VERSION}, or another, which is then not looked into
 * @param contents what is in it; absent for another version
 * @param unknownContents the bytes of another version
 */
public record EchConfig(int version, Optional<EchConfig.Contents> contents, Bytes unknownContents) {
    /** The version of RFC 9849, 0xFE0D. */
    public static final int VERSION = 0xfe0d;

    /**
     * The contents. RFC 9849 4: {@code HpkeKeyConfig key_config; uint8 maximum_name_length; opaque public_name<1..255>; ECHConfigExtension
     * extensions<0..2^16-1>}.
     *
     * @param keyConfig the key
     * @param maximumNameLength the longest name of a server behind this key, if it tells; 0 to 255
     * @param publicName the name that stands in the outer hello, as it came, so escape it before it is printed
     * @param extensions further settings
     */
    public record Contents(KeyConfig keyConfig, int maximumNameLength, Bytes publicName, List<Extension> extensions) {
        /** Keeps an unmodifiable copy. */
        public Contents {
            extensions = List.copyOf(extensions);
        }

        private static Contents read(WireReader in) {
            return new Contents(
                    in.struct("key_config", KeyConfig::read),
                    in.u8("maximum_name_length"),
                    in.opaque8As("public_name", 1, Field.Text::of),
                    in.list16("extensions", 0, Extension::read));
        }

        private void write(WireWriter out) {
            keyConfig.write(out);
            out.u8(maximumNameLength).opaque8(publicName);
            out.list16(extensions, (w, e) -> w.u16(e.type()).opaque16(e.data()));
        }
    }

    /**
     * A key with the ciphers that go with it. RFC 9849 4: {@code uint8 config_id; HpkeKemId kem_id; opaque public_key<1..2^16-1>;
     * HpkeSymmetricCipherSuite cipher_suites<4..2^16-4>}.
     *
     * @param configId a number by which the client says that it used this key, 0 to 255
     * @param kemId the kind of the key
     * @param publicKey the key, 1 to 65,535 bytes
     * @param cipherSuites what may be encrypted with
     */
    public record KeyConfig(int configId, HpkeKem kemId, Bytes publicKey, List<HpkeSymmetricCipherSuite> cipherSuites) {
        /** Keeps an unmodifiable copy. */
        public KeyConfig {
            cipherSuites = List.copyOf(cipherSuites);
        }

        private static KeyConfig read(WireReader in) {
            return new KeyConfig(
                    in.u8("config_id"),
                    in.codePoint("kem_id", HpkeKem.TABLE),
                    in.opaque16("public_key", 1),
                    in.list16("cipher_suites", 4, HpkeSymmetricCipherSuite::read));
        }

        private void write(WireWriter out) {
            out.u8(configId).codePoint16(kemId).opaque16(publicKey).list16(cipherSuites, (w, s) -> s.write(w));
        }
    }

    /**
     * A further setting. RFC 9849 4.2: {@code ECHConfigExtensionType type; opaque data<0..2^16-1>}.
     *
     * @param type what it is; with the highest bit set a client that does not know it must not use the key
     * @param data its value
     */
    public record Extension(int type, Bytes data) {
        private static Extension read(WireReader in) {
            return new Extension(in.u16("type"), in.opaque16("data", 0));
        }
    }

    static EchConfig read(WireReader in) {
        int version = in.u16("version");
        return version == VERSION
                ? new EchConfig(version, Optional.of(in.sized16("contents", Contents::read)), Bytes.EMPTY)
                : new EchConfig(version, Optional.empty(), in.opaque16("contents", 0));
    }

    void write(WireWriter out) {
        out.u16(version);
        if (contents.isPresent()) {
            out.sized(2, () -> contents.get().write(out));
        } else {
            out.opaque16(unknownContents);
        }
    }
}
