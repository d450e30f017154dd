package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.IdentifierType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * trusted_ca_keys (3): the authorities that the client trusts, before TLS 1.3. RFC 6066 6.
 *
 * <p>{@code TrustedAuthority trusted_authorities_list<0..2^16-1>} in ClientHello, empty in ServerHello. Absent: the client does
 * not say. What {@code certificate_authorities} is in TLS 1.3.
 *
 * @param trustedAuthoritiesList the authorities in wire order; absent in the answer of a server
 */
public record TrustedCaKeys(Optional<List<TrustedCaKeys.TrustedAuthority>> trustedAuthoritiesList)
        implements TlsExtension {
    private static final int SHA1_HASH = 20;

    /** Keeps an unmodifiable copy. */
    public TrustedCaKeys {
        trustedAuthoritiesList = trustedAuthoritiesList.map(List::copyOf);
    }

    /**
     * One authority.
     *
     * @param identifierType how it is named
     * @param identifier the SHA-1 hash of its key or certificate, 20 bytes; its name in DER, 1 to 65,535 bytes; nothing when it was
     *     agreed before; all that is left of the list when the way of naming is unknown
     */
    public record TrustedAuthority(IdentifierType identifierType, Bytes identifier) {
        /** The name, when it is the name by which the authority is told. */
        public Optional<DistinguishedName> x509Name() {
            return identifierType.equals(IdentifierType.X509_NAME)
                    ? Optional.of(new DistinguishedName(identifier))
                    : Optional.empty();
        }

        private static TrustedAuthority read(WireReader in) {
            IdentifierType type = in.codePoint("identifier_type", IdentifierType.TABLE);
            if (type.equals(IdentifierType.PRE_AGREED)) {
                return new TrustedAuthority(type, Bytes.EMPTY);
            }
            if (type.equals(IdentifierType.X509_NAME)) {
                return new TrustedAuthority(type, in.opaque16As("identifier", 1, DistinguishedName::shown));
            }
            boolean hash = type.equals(IdentifierType.KEY_SHA1_HASH) || type.equals(IdentifierType.CERT_SHA1_HASH);
            return new TrustedAuthority(type, hash ? in.bytes("identifier", SHA1_HASH) : in.rest("identifier"));
        }

        private void write(WireWriter out) {
            out.codePoint8(identifierType);
            if (identifierType.equals(IdentifierType.X509_NAME)) {
                out.opaque16(identifier);
            } else {
                out.bytes(identifier);
            }
        }
    }

    static TrustedCaKeys read(WireReader in, ReadContext context) {
        if (context.kind() != MessageKind.CLIENT_HELLO) {
            return new TrustedCaKeys(Optional.empty());
        }
        return new TrustedCaKeys(Optional.of(in.list16(
                "trusted_authorities_list", 0, in.limits().certificateAuthorities(), TrustedAuthority::read)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TRUSTED_CA_KEYS;
    }

    @Override
    public void write(WireWriter out) {
        trustedAuthoritiesList.ifPresent(list -> out.list16(list, (w, authority) -> authority.write(w)));
    }
}
