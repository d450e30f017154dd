/**
 * What stands inside certificates, names, keys and OCSP responses, for whoever asks: messages keep these as bytes.
 *
 * <p>{@link dev.mtls.parser.x509.Certificates} makes the JDK's certificates of bytes, {@link
 * dev.mtls.parser.x509.CertificateDetails} says what is shown of one, {@link dev.mtls.parser.x509.DerOutline} shows what cannot be
 * read. Nothing here judges whether a certificate is any good.
 */
@NullMarked
package dev.mtls.parser.x509;

import org.jspecify.annotations.NullMarked;
