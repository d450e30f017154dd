package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * trust_anchors (51764): authorities by short numbers. draft-ietf-tls-trust-anchor-ids 4.
 *
 * <p>{@code TrustAnchorIdentifier<1..2^8-1> <0..2^16-1>} in ClientHello and CertificateRequest, where it names those that the sender trusts,
 * and, not empty, in EncryptedExtensions, where it names those that the server has certificates of; empty in the first entry of a
 * Certificate, which it says was chosen by it. Not registered. Absent: authorities are not negotiated by number.
 *
 * @param trustAnchorIdentifierList relative object identifiers, each 1 to 255 bytes; absent in a Certificate
 */
public record TrustAnchors(Optional<List<Bytes>> trustAnchorIdentifierList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public TrustAnchors {
        trustAnchorIdentifierList = trustAnchorIdentifierList.map(List::copyOf);
    }

    static TrustAnchors read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CERTIFICATE) {
            return new TrustAnchors(Optional.empty());
        }
        int min = context.kind() == MessageKind.ENCRYPTED_EXTENSIONS ? 2 : 0;
        return new TrustAnchors(Optional.of(in.list16("trust_anchor_identifier_list", min, r -> r.opaque8("", 1))));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.TRUST_ANCHORS;
    }

    @Override
    public void write(WireWriter out) {
        trustAnchorIdentifierList.ifPresent(list -> out.list16(list, WireWriter::opaque8));
    }
}
