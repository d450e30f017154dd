package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * certificate_authorities (47): the authorities whose certificates the sender trusts. RFC 8446 4.2.4.
 *
 * <p>{@code DistinguishedName authorities<3..2^16-1>}. In ClientHello and CertificateRequest. Absent: the sender does not say,
 * and any certificate may be tried.
 *
 * @param authorities the names in wire order
 */
public record CertificateAuthorities(List<DistinguishedName> authorities) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public CertificateAuthorities {
        authorities = List.copyOf(authorities);
    }

    static CertificateAuthorities read(WireReader in, ReadContext context) {
        return new CertificateAuthorities(
                in.list16("authorities", 3, in.limits().certificateAuthorities(), DistinguishedName::read));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CERTIFICATE_AUTHORITIES;
    }

    @Override
    public void write(WireWriter out) {
        out.list16(authorities, (w, name) -> w.opaque16(name.der()));
    }
}
