package dev.mtls.core.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The profile of the certificate of a peer: what {@link Profile} demands of all, and that it fits its role. */
final class LeafProfile {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;

    /** What some reader takes for an address: numbers as {@code inet_aton} reads them, or groups with colons. */
    private static final String NUMBER = "(?:0[xX][0-9A-Fa-f]+|[0-9]+)";

    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("0[xX][0-9A-Fa-f]+|" + NUMBER + "(?:\\." + NUMBER
            + ")+|[0-9A-Fa-f:.]*::[0-9A-Fa-f:.]*|(?:[0-9A-Fa-f]{1,4}:){6,7}[0-9A-Fa-f.]+");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
    private static final Pattern LIKE_A_HOST = Pattern.compile("[^\\s.]+(?:\\.[^\\s.]+)+");

    private LeafProfile() {}

    static void require(X509Certificate leaf, Role role, boolean pinned) throws PathRefusal {
        Profile profile = Profile.of(leaf);
        try {
            profile.requireVersionAndKey();
            profile.requireIssued();
            profile.requireExtensions();
            if (pinned) {
                profile.requireNothingElseCritical();
            }
            if (!pinned || !StrictPath.selfIssued(leaf)) {
                profile.requireAuthorityKeyIdentifier();
            }
            requireUsage(leaf, profile, role);
            requireNames(leaf, profile, role);
        } catch (CertificateParsingException e) {
            throw profile.unreadable(e);
        }
    }

    private static void requireUsage(X509Certificate leaf, Profile profile, Role role)
            throws PathRefusal, CertificateParsingException {
        if (leaf.getBasicConstraints() >= 0) {
            throw profile.refusal(PathFault.UNFIT_FOR_ROLE, "an authority in the place of a " + role);
        }
        profile.require(
                leaf.getExtensionValue(Extensions.NAME_CONSTRAINTS) == null,
                "name constraints in a certificate that is no authority (section 4.2.1.10)");
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null) {
            profile.require(
                    !usage[KEY_CERT_SIGN], "keyCertSign in a certificate that is no authority (section 4.2.1.3)");
            boolean fit = usage[DIGITAL_SIGNATURE]
                    || role == Role.SERVER && (usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT]);
            if (!fit) {
                throw profile.refusal(PathFault.UNFIT_FOR_ROLE, "a key usage that leaves out digitalSignature");
            }
        }
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (purposes != null && (!purposes.contains(role.purpose()) || purposes.contains(Profile.ANY_PURPOSE))) {
            throw profile.refusal(
                    PathFault.UNFIT_FOR_ROLE,
                    "the extended key usage " + purposes + ", expected " + role.purpose() + " for a " + role
                            + ", and not any purpose");
        }
    }

    /** A certificate without a subject has critical alternative names, or the JDK does not read it (section 4.1.2.6). */
    private static void requireNames(X509Certificate leaf, Profile profile, Role role)
            throws PathRefusal, CertificateParsingException {
        List<GeneralName> names = GeneralName.alternatives(leaf);
        if (role == Role.SERVER) {
            profile.require(
                    !names.isEmpty(), "no alternative name: a server is not known by its common name (RFC 9525)");
            for (Der name : GeneralName.commonNames(leaf)) {
                requireUnambiguous(name.text(), names, profile);
            }
        }
    }

    /**
     * Nobody here looks at a common name, but others do (section 7.1.4.3 of the Baseline Requirements): one that stands for a host or an
     * address must not do so in another spelling than the alternative names.
     */
    private static void requireUnambiguous(String name, List<GeneralName> names, Profile profile) throws PathRefusal {
        if (names.stream().anyMatch(alternative -> alternative.says(name))) {
            return;
        }
        boolean foreign =
                !ASCII.matcher(name).matches() && LIKE_A_HOST.matcher(name).matches();
        boolean otherCase = names.stream().anyMatch(alternative -> alternative.says(name.toLowerCase(Locale.ROOT)));
        profile.require(
                !foreign && !otherCase && !LIKE_AN_ADDRESS.matcher(name).matches(),
                "the common name " + PeerText.safe(name) + ", which is not spelt like one of the alternative names");
    }
}
