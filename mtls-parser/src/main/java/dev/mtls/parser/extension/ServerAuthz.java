package dev.mtls.parser.extension;

import dev.mtls.parser.code.AuthzDataFormat;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * server_authz (8): in which forms the client can be told what the server may do, before TLS 1.3. RFC 5878 2.
 *
 * <p>{@code AuthzDataFormat authz_format_list<1..2^8-1>}. In ClientHello, and in ServerHello those of them that the server will
 * use. The data itself follows as supplemental data. Absent: the server says nothing of the kind.
 *
 * @param authzFormatList the forms in wire order
 */
public record ServerAuthz(List<AuthzDataFormat> authzFormatList) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public ServerAuthz {
        authzFormatList = List.copyOf(authzFormatList);
    }

    static ServerAuthz read(WireReader in, ReadContext context) {
        return new ServerAuthz(in.codePoints8("authz_format_list", 1, AuthzDataFormat.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_AUTHZ;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(authzFormatList, AuthzDataFormat.TABLE);
    }
}
