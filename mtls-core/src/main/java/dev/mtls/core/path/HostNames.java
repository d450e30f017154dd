package dev.mtls.core.path;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hosts that a certificate is for, RFC 9525: its subjectAltName alone, never its CN. A name is matched label by label in ASCII, where
 * {@code *.} may stand for the whole first label above two others; an address is matched with an iPAddress by its bytes, never with a
 * name. Nothing is looked up, and text that is no name in letters, digits and hyphens matches nothing. Immutable.
 */
public final class HostNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int LONGEST_NAME = 253;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** Begins as no host name does, so that {@link InetAddress#getByName} reads it and looks nothing up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final List<String> names = new ArrayList<>();
    private final List<byte[]> addresses = new ArrayList<>();
    private final List<String> presented = new ArrayList<>();

    private HostNames() {}

    /** Those of a certificate; none where its subjectAltName is missing or cannot be read. */
    public static HostNames of(X509Certificate certificate) {
        HostNames hosts = new HostNames();
        Collection<List<?>> alternatives;
        try {
            alternatives = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return hosts;
        }
        if (alternatives != null) {
            alternatives.forEach(hosts::add);
        }
        return hosts;
    }

    private void add(List<?> alternative) {
        int type = (Integer) alternative.get(0);
        if (type == DNS_NAME && alternative.get(1) instanceof String name) {
            names.add(name);
            presented.add("DNS:" + name);
        } else if (type == IP_ADDRESS && alternative.get(1) instanceof String text) {
            address(text).ifPresent(addresses::add);
            presented.add("IP:" + text);
        }
    }

    /**
     * Whether a host is among them.
     *
     * @param host a name, which may end in a dot, or an address as text, an IPv6 one with or without brackets
     */
    public boolean include(String host) {
        Optional<byte[]> address = address(host);
        if (address.isPresent()) {
            return addresses.stream().anyMatch(known -> Arrays.equals(known, address.get()));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return isName(name) && names.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /** Whether a text is an address and not a name. */
    public static boolean isAddress(String host) {
        return address(host).isPresent();
    }

    /** Whether it names no host at all. */
    public boolean isEmpty() {
        return presented.isEmpty();
    }

    /** Whether it holds a dNSName: without one JSSE and OpenSSL fall back to the CN. */
    public boolean hasNames() {
        return !names.isEmpty();
    }

    /** As the certificate holds them, {@code DNS:localhost} or {@code IP:127.0.0.1}, not made safe to print; unmodifiable. */
    public List<String> presented() {
        return List.copyOf(presented);
    }

    /** Case is ignored only where both are ASCII: there are letters beyond it whose lower case is within. */
    private static boolean matches(String pattern, String name) {
        boolean wildcard = pattern.startsWith("*.");
        String known = wildcard ? pattern.substring(2) : pattern;
        if (!isName(known) || wildcard && known.indexOf('.') < 0) {
            return false;
        }
        return known.equalsIgnoreCase(wildcard ? name.substring(name.indexOf('.') + 1) : name);
    }

    /** Labels of letters, digits and hyphens, RFC 1123 2.1; the last one is no number, or it would be an address. */
    public static boolean isName(String text) {
        if (text.length() > LONGEST_NAME) {
            return false;
        }
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    /** An address in the one way that Java writes it; empty where the text is none. Nothing is looked up. */
    public static Optional<String> canonicalAddress(String text) {
        return address(text).map(bytes -> {
            try {
                return InetAddress.getByAddress(bytes).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address has 4 or 16 bytes", e);
            }
        });
    }

    static Optional<byte[]> address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String text = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!(IPV4.matcher(text).matches() && !bracketed) && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
