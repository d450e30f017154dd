package dev.mtls.core.path;

import java.util.Set;

/** The extensions of RFC 5280, section 4.2, by their object identifiers. */
final class Extensions {

    static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    static final String KEY_USAGE = "2.5.29.15";
    static final String CERTIFICATE_POLICIES = "2.5.29.32";
    static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String NAME_CONSTRAINTS = "2.5.29.30";
    static final String POLICY_CONSTRAINTS = "2.5.29.36";
    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    static final String INHIBIT_ANY_POLICY = "2.5.29.54";
    static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";

    static final String CRL_NUMBER = "2.5.29.20";
    static final String DELTA_CRL_INDICATOR = "2.5.29.27";
    static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";

    /** Those that are looked at where a certificate is itself the anchor, so that PKIX does not see it; others must not be critical. */
    static final Set<String> JUDGED_ON_ANCHORS = Set.of(
            KEY_USAGE,
            CERTIFICATE_POLICIES,
            SUBJECT_ALTERNATIVE_NAME,
            BASIC_CONSTRAINTS,
            NAME_CONSTRAINTS,
            EXTENDED_KEY_USAGE,
            CRL_DISTRIBUTION_POINTS);

    private Extensions() {}
}
