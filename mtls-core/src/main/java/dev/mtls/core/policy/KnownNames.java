package dev.mtls.core.policy;

import dev.mtls.core.path.HostNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Has JSSE refuse the names that no identity is for, with the alert {@code unrecognized_name} (RFC 6066 3). It asks the present
 * generation. An address is no server name, so it is let pass like no name at all.
 */
final class KnownNames extends SNIMatcher {

    private volatile Predicate<String> known = name -> true;

    KnownNames() {
        super(StandardConstants.SNI_HOST_NAME);
    }

    void are(Predicate<String> names) {
        known = names;
    }

    @Override
    public boolean matches(SNIServerName name) {
        return !(name instanceof SNIHostName host)
                || HostNames.isAddress(host.getAsciiName())
                || known.test(host.getAsciiName());
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
