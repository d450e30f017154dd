package dev.mtls.core.policy;

import dev.mtls.core.path.HostNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Has JSSE refuse the names that no identity is for, with the alert {@code unrecognized_name} (RFC 6066 3). It asks the present
 * generation. An address is no server name, so it is let pass like no name at all.
 */
final class KnownNames extends SNIMatcher {

    private volatile @Nullable IdentityKeyManager known;

    KnownNames() {
        super(StandardConstants.SNI_HOST_NAME);
    }

    /** From now on those that an identity of these is for; any where there is none. */
    void of(@Nullable IdentityKeyManager identities) {
        known = identities;
    }

    @Override
    public boolean matches(SNIServerName name) {
        IdentityKeyManager identities = known;
        return identities == null
                || !(name instanceof SNIHostName host)
                || HostNames.isAddress(host.getAsciiName())
                || identities.knows(host.getAsciiName());
    }

    /** A matcher of the caller's for host names stays; the key manager then refuses what it lets pass. */
    void putOn(SSLParameters parameters) {
        Collection<SNIMatcher> before = parameters.getSNIMatchers();
        List<SNIMatcher> matchers = before == null ? new ArrayList<>() : new ArrayList<>(before);
        if (matchers.stream().noneMatch(matcher -> matcher.getType() == getType())) {
            matchers.add(this);
            parameters.setSNIMatchers(matchers);
        }
    }
}
