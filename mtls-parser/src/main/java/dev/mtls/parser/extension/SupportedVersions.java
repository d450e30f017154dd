package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.MessageKind;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * supported_versions (43): the versions that the client speaks, best first, or the one that the server chose. RFC 8446 4.2.1.
 *
 * <p>{@code ProtocolVersion versions<2..254>} in ClientHello, {@code ProtocolVersion selected_version} in ServerHello and
 * HelloRetryRequest. Absent: TLS 1.2 or older, as {@code legacy_version} says.
 *
 * @param versions the versions in wire order; empty in the answer of a server
 * @param selectedVersion the chosen version; absent in a ClientHello
 */
public record SupportedVersions(List<ProtocolVersion> versions, Optional<ProtocolVersion> selectedVersion)
        implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public SupportedVersions {
        versions = List.copyOf(versions);
    }

    static SupportedVersions read(WireReader in, ReadContext context) {
        if (context.kind() == MessageKind.CLIENT_HELLO) {
            return new SupportedVersions(in.codePoints8("versions", 2, ProtocolVersion.TABLE), Optional.empty());
        }
        ProtocolVersion version = in.codePoint("selected_version", ProtocolVersion.TABLE);
        if (version.value() < ProtocolVersion.TLS_1_3.value() || version.isGrease()) {
            IllegalValue.report(in, "selected_version", "a version that must not be chosen here");
        }
        return new SupportedVersions(List.of(), Optional.of(version));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }

    @Override
    public void write(WireWriter out) {
        if (selectedVersion.isPresent()) {
            out.codePoint16(selectedVersion.get());
        } else {
            out.codePoints8(versions, ProtocolVersion.TABLE);
        }
    }
}
