package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ReadContext;
import dev.mtls.parser.code.UserMappingType;
import dev.mtls.parser.wire.WireReader;
import dev.mtls.parser.wire.WireWriter;
import java.util.List;

/**
 * user_mapping (6): the hints about the account of a user that the sender can give or use, before TLS 1.3. RFC 4681 2.
 *
 * <p>{@code UserMappingType user_mapping_types<1..2^8-1>}. In ClientHello and ServerHello; the hint itself follows as
 * supplemental data. Absent: no hints.
 *
 * @param userMappingTypes the kinds of hint in wire order
 */
public record UserMapping(List<UserMappingType> userMappingTypes) implements TlsExtension {
    /** Keeps an unmodifiable copy. */
    public UserMapping {
        userMappingTypes = List.copyOf(userMappingTypes);
    }

    static UserMapping read(WireReader in, ReadContext context) {
        return new UserMapping(in.codePoints8("user_mapping_types", 1, UserMappingType.TABLE));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.USER_MAPPING;
    }

    @Override
    public void write(WireWriter out) {
        out.codePoints8(userMappingTypes, UserMappingType.TABLE);
    }
}
