package dev.mtls.parser.code;

import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.CodeTable;

/**
 * A form of data that says what somebody may do. RFC 5878 2.3.
 *
 * <p>On the wire one byte. Numbers that the registry does not know are values like any other.
 *
 * @param value the number, 0 to 255
 */
public record AuthzDataFormat(int value) implements CodePoint {
    /** All numbers of this kind. */
    public static final CodeTable<AuthzDataFormat> TABLE =
            CodeTable.bytes("authorization data format", AuthzDataFormat::new, """
            00 x509_attr_cert
            01 saml_assertion
            02 x509_attr_cert_url
            03 saml_assertion_url
            40 keynote_assertion_list
            41 keynote_assertion_list_url
            42 dtcp_authorization""");

    /** {@code x509_attr_cert}. */
    public static final AuthzDataFormat X509_ATTR_CERT = TABLE.constant(0x00);

    /** {@code saml_assertion}. */
    public static final AuthzDataFormat SAML_ASSERTION = TABLE.constant(0x01);

    /** {@code x509_attr_cert_url}. */
    public static final AuthzDataFormat X509_ATTR_CERT_URL = TABLE.constant(0x02);

    /** {@code saml_assertion_url}. */
    public static final AuthzDataFormat SAML_ASSERTION_URL = TABLE.constant(0x03);

    /** {@code keynote_assertion_list}. */
    public static final AuthzDataFormat KEYNOTE_ASSERTION_LIST = TABLE.constant(0x40);

    /** {@code keynote_assertion_list_url}. */
    public static final AuthzDataFormat KEYNOTE_ASSERTION_LIST_URL = TABLE.constant(0x41);

    /** {@code dtcp_authorization}. */
    public static final AuthzDataFormat DTCP_AUTHORIZATION = TABLE.constant(0x42);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public AuthzDataFormat {
        TABLE.check(value);
    }

    /**
     * The code point of a number, 0 to 255.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public static AuthzDataFormat of(int value) {
        return TABLE.of(value);
    }

    @Override
    public String name() {
        return TABLE.name(value);
    }

    @Override
    public boolean isGrease() {
        return TABLE.isGrease(value);
    }

    @Override
    public boolean isRegistered() {
        return TABLE.isRegistered(value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name();
    }
}
