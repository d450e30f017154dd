package dev.mtls.core.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The name constraints of one authority (RFC 5280, section 4.2.1.10). A form of names that is constrained and cannot be compared here
 * makes every name of that form a forbidden one.
 *
 * @param permitted subtrees; where there is one of a form, each name of that form must lie in one
 * @param excluded subtrees in which no name may lie
 */
record NameConstraints(List<GeneralName> permitted, List<GeneralName> excluded) {

    /** How many comparisons of a constraint with a name a path may take. */
    static final int MAX_COMPARISONS = 2_000;

    /** Counts the comparisons of one path. */
    static final class Comparisons {

        private int left = MAX_COMPARISONS;

        private void spend(int count) throws PathRefusal {
            left -= count;
            if (left < 0) {
                throw new PathRefusal(
                        PathFault.TOO_COSTLY,
                        "the names and the name constraints of the path take more than " + MAX_COMPARISONS
                                + " comparisons");
            }
        }
    }

    /** The constraints of a certificate; empty where it has none. */
    static Optional<NameConstraints> of(X509Certificate certificate) throws PathRefusal {
        try {
            Optional<Der> extension = Der.extension(certificate, Extensions.NAME_CONSTRAINTS);
            return extension.isPresent() ? Optional.of(read(extension.get())) : Optional.empty();
        } catch (CertificateParsingException e) {
            throw new PathRefusal(
                    PathFault.OFF_PROFILE,
                    "the name constraints of " + PeerText.subject(certificate) + " cannot be read: "
                            + PeerText.safe(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static NameConstraints read(Der sequence) throws CertificateParsingException {
        List<GeneralName> permitted = new ArrayList<>();
        List<GeneralName> excluded = new ArrayList<>();
        int last = 0;
        for (Der subtrees : sequence.expect(Der.SEQUENCE).children()) {
            if (subtrees.tag() != 0xa0 && subtrees.tag() != 0xa1 || subtrees.tag() <= last || subtrees.isEmpty()) {
                throw new CertificateParsingException("found neither permitted nor excluded subtrees");
            }
            last = subtrees.tag();
            for (Der subtree : subtrees.children()) {
                (last == 0xa0 ? permitted : excluded).add(base(subtree));
            }
        }
        if (last == 0) {
            throw new CertificateParsingException("found no subtree, expected one at least");
        }
        return new NameConstraints(permitted, excluded);
    }

    /** {@code minimum} is zero, which DER leaves out, and {@code maximum} is absent. */
    private static GeneralName base(Der subtree) throws CertificateParsingException {
        GeneralName base = GeneralName.of(subtree.expect(Der.SEQUENCE).only());
        boolean fine = switch (base.form()) {
            case GeneralName.DNS ->
                base.content().isEmpty() || NameSyntax.isHost(base.content().ascii());
            case GeneralName.EMAIL -> isMailOrHost(base.content().ascii());
            case GeneralName.URI -> isHostOrDomain(base.content().ascii());
            case GeneralName.IP -> isRange(base.content().value());
            default -> true;
        };
        if (!fine) {
            throw new CertificateParsingException("found the constraint " + base + ", which is not of its form");
        }
        return base;
    }

    private static boolean isMailOrHost(String text) {
        return NameSyntax.isMailbox(text) || isHostOrDomain(text);
    }

    private static boolean isHostOrDomain(String text) {
        return NameSyntax.isHost(text.startsWith(".") ? text.substring(1) : text);
    }

    /** An address and a mask of the same length, in which no one follows a zero. */
    private static boolean isRange(byte[] range) {
        if (range.length != 8 && range.length != 32) {
            return false;
        }
        boolean zero = false;
        for (int bit = range.length / 2 * 8; bit < range.length * 8; bit++) {
            boolean set = (range[bit / 8] & 0x80 >> bit % 8) != 0;
            if (set && zero) {
                return false;
            }
            zero |= !set;
        }
        return true;
    }

    /** Requires all names to be permitted. */
    void require(List<GeneralName> names, Comparisons comparisons) throws PathRefusal, CertificateParsingException {
        for (GeneralName name : names) {
            List<GeneralName> include = ofForm(permitted, name.form());
            List<GeneralName> exclude = ofForm(excluded, name.form());
            comparisons.spend(include.size() + exclude.size());
            boolean inside = include.isEmpty();
            for (GeneralName base : include) {
                inside |= contains(base, name);
            }
            boolean outside = true;
            for (GeneralName base : exclude) {
                outside &= !overlaps(base, name);
            }
            if (!inside || !outside) {
                throw new PathRefusal(
                        PathFault.NAME_NOT_PERMITTED,
                        "found the name " + name + ", which the name constraints "
                                + (inside ? "exclude" : "do not permit"));
            }
        }
    }

    private static List<GeneralName> ofForm(List<GeneralName> bases, int form) {
        return bases.stream().filter(base -> base.form() == form).toList();
    }

    /** Whether every name that this one stands for lies in the subtree; false for forms that cannot be compared. */
    private static boolean contains(GeneralName base, GeneralName name) throws CertificateParsingException {
        return switch (name.form()) {
            case GeneralName.DNS -> below(host(base), parent(host(name)));
            case GeneralName.EMAIL ->
                mailIn(base.content().ascii(), name.content().ascii());
            case GeneralName.URI ->
                hostIn(base.content().ascii(), NameSyntax.hostOf(name.content().ascii()));
            case GeneralName.IP ->
                addressIn(base.content().value(), name.content().value());
            case GeneralName.DIRECTORY -> directoryIn(base.content(), name.content());
            default -> false;
        };
    }

    /** Whether any name that this one stands for lies in the subtree; true for forms that cannot be compared. */
    private static boolean overlaps(GeneralName base, GeneralName name) throws CertificateParsingException {
        return switch (name.form()) {
            case GeneralName.DNS ->
                below(host(base), parent(host(name)))
                        || host(name).startsWith("*.") && parent(host(name)).equals(aboveOf(host(base)));
            case GeneralName.URI -> NameSyntax.hostOf(name.content().ascii()).isEmpty() || contains(base, name);
            case GeneralName.EMAIL, GeneralName.IP, GeneralName.DIRECTORY -> contains(base, name);
            default -> true;
        };
    }

    private static String host(GeneralName name) throws CertificateParsingException {
        return name.content().ascii().toLowerCase(Locale.ROOT);
    }

    /** Of a wildcard the domain under which all of its hosts lie; of a host itself. */
    private static String parent(String host) {
        return host.startsWith("*.") ? host.substring(2) : host;
    }

    private static String aboveOf(String host) {
        return host.substring(host.indexOf('.') + 1);
    }

    private static boolean below(String domain, String host) {
        return domain.isEmpty() || host.equals(domain) || host.endsWith("." + domain);
    }

    /** A constraint with a dot in front permits the hosts below and not the domain itself. */
    private static boolean hostIn(String base, String host) {
        String constraint = base.toLowerCase(Locale.ROOT);
        return constraint.startsWith(".") ? host.endsWith(constraint) : host.equals(constraint);
    }

    /** The part before the sign is compared as it is written, the host without regard to case. */
    private static boolean mailIn(String base, String mailbox) throws CertificateParsingException {
        if (!NameSyntax.isMailbox(mailbox)) {
            throw new CertificateParsingException("found an email address that is none");
        }
        int at = mailbox.indexOf('@');
        int of = base.indexOf('@');
        return (of < 0 || base.substring(0, of).equals(mailbox.substring(0, at)))
                && hostIn(base.substring(of + 1), mailbox.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean addressIn(byte[] range, byte[] address) {
        if (range.length != 2 * address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            if (((range[i] ^ address[i]) & range[address.length + i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The relative distinguished names of the base are the first of the name, compared as RFC 5280, section 7.1, has it. */
    private static boolean directoryIn(Der base, Der name) throws CertificateParsingException {
        List<Der> first = base.expect(Der.SEQUENCE).children();
        List<Der> all = name.expect(Der.SEQUENCE).children();
        if (first.size() > all.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            if (!distinguished(first.get(i)).equals(distinguished(all.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static X500Principal distinguished(Der relative) throws CertificateParsingException {
        try {
            return new X500Principal(Der.sequence(relative.encoded()));
        } catch (IllegalArgumentException e) {
            throw new CertificateParsingException("found a distinguished name that is none", e);
        }
    }
}
