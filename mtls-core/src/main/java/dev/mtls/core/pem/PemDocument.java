package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a PEM source (RFC 7468) in their order, and what had to be repaired to read them. No block is ever lost silently: one
 * that is cut off or damaged is an error that names source, block, line, what was found and what was expected. A source that is plain
 * DER of a certificate or of a key is one block. Immutable.
 */
public final class PemDocument {

    /** Something that was not as it should be, and was read all the same. */
    record Repair(int block, int line, String what) {}

    private final String source;
    private final List<PemBlock> blocks;
    private final List<Repair> repairs;
    private final List<Finding> ofStores;
    private final boolean openedStore;

    private PemDocument(
            String source, List<PemBlock> blocks, List<Repair> repairs, List<Finding> ofStores, boolean openedStore) {
        this.source = source;
        this.blocks = List.copyOf(blocks);
        this.repairs = List.copyOf(repairs);
        this.ofStores = List.copyOf(ofStores);
        this.openedStore = openedStore;
    }

    /**
     * Reads a file.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException when it cannot be read, is larger than the limits or is not PEM
     */
    public static PemDocument parse(Path file, PemLimits limits) {
        return parse(PemSource.file(file), limits);
    }

    /**
     * Reads a source.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException when it cannot be read, is larger than the limits or is not PEM
     */
    public static PemDocument parse(PemSource source, PemLimits limits) {
        return parse(source.read(limits.bytes()), source.name(), limits);
    }

    /**
     * Reads bytes.
     *
     * @param source what the bytes are called in errors and findings
     * @throws dev.mtls.core.finding.MtlsConfigurationException when they are more than the limits allow or are not PEM
     */
    public static PemDocument parse(byte[] bytes, String source, PemLimits limits) {
        if (bytes.length > limits.bytes()) {
            throw PemError.TOO_LARGE.at(
                    Where.of(source),
                    "found more than " + limits.bytes() + " bytes, expected at most that",
                    "check that this is the file that was meant");
        }
        List<Repair> repairs = new ArrayList<>();
        PemText text = PemText.of(bytes, source);
        for (String what : text.repairs()) {
            repairs.add(new Repair(0, 0, what));
        }
        Optional<String> der = text.derLabel();
        if (der.isPresent()) {
            PemBlock block = PemBlock.ofDer(source, der.get(), text.bytes(), limits);
            return new PemDocument(source, List.of(block), repairs, List.of(), false);
        }
        List<PemBlock> blocks = new PemScanner(text.bytes(), source, limits, repairs).scan();
        if (blocks.isEmpty()) {
            throw PemError.NOTHING_FOUND.at(
                    Where.of(source),
                    "found " + DerKind.describe(bytes) + ", expected PEM (-----BEGIN ...-----)",
                    DerKind.remedy(bytes));
        }
        return new PemDocument(source, blocks, repairs, List.of(), false);
    }

    /** Reads text; otherwise like {@link #parse(byte[], String, PemLimits)}. */
    public static PemDocument parse(String text, String source, PemLimits limits) {
        return parse(text.getBytes(StandardCharsets.UTF_8), source, limits);
    }

    /** What the source is called: the path of a file, or the name that was given. */
    public String source() {
        return source;
    }

    /** The blocks in their order, at least one; unmodifiable. */
    public List<PemBlock> blocks() {
        return blocks;
    }

    /** Whether it holds a key store (PKCS#12, JKS), which has to be {@link #open opened} before its entries can be seen. */
    public boolean isStore() {
        for (PemBlock block : blocks) {
            if (block.isStore()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The document with the entries of each key store in the place of the store, as plain blocks numbered in it; this one where there is
     * no key store.
     *
     * @param password the password of the store and of the keys in it, which is copied, and the copies wiped; null where there is none,
     *     which opens what holds no secret
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code key-password-missing}, {@code key-password-wrong},
     *     {@code key-encryption-excessive}, {@code key-encryption-unsupported} or {@code store-unreadable}
     */
    public PemDocument open(char @Nullable [] password) {
        if (!isStore()) {
            return this;
        }
        List<PemBlock> opened = new ArrayList<>();
        List<Finding> found = new ArrayList<>(ofStores);
        for (PemBlock block : blocks) {
            opened.addAll(block.isStore() ? KeyStoreBlocks.open(block, password, found) : List.of(block));
        }
        return new PemDocument(source, opened, repairs, found, true);
    }

    /**
     * The certificates in their order, at least one; unmodifiable. Those of a PKCS#7 or CMS SignedData are among them, and those of a key
     * store that opens without a password.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code certificate-missing} when there is none, or with another
     *     when one cannot be read
     */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : open(null).blocks) {
            if (block.isCertificate() || block.isSignedData()) {
                certificates.addAll(block.certificates());
            } else if (block.isNearlyCertificate()) {
                throw PemError.CERTIFICATE_UNREADABLE.at(
                        block.where(),
                        "found the label " + PemError.quoted(block.label()) + ", expected CERTIFICATE",
                        "write the label as it should be, or leave the block out");
            }
        }
        if (certificates.isEmpty()) {
            throw PemError.CERTIFICATE_MISSING.at(
                    Where.of(source),
                    "found " + listed(blocks) + ", expected CERTIFICATE",
                    "check that the files of key and certificates were not switched");
        }
        return List.copyOf(certificates);
    }

    /**
     * The revocation lists in their order, at least one; unmodifiable. Those of a PKCS#7 or CMS SignedData are among them.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code crl-missing} when there is none, or {@code crl-unreadable}
     *     when one cannot be read
     */
    public List<X509CRL> crls() {
        List<X509CRL> crls = new ArrayList<>();
        for (PemBlock block : open(null).blocks) {
            if (block.isCrl()) {
                crls.add(block.crl());
            } else if (block.isSignedData()) {
                block.signedData().crls().forEach(crl -> crls.add(block.crl(crl)));
            } else if (block.isNearlyCrl()) {
                throw PemError.CRL_UNREADABLE.at(
                        block.where(),
                        "found the label " + PemError.quoted(block.label()) + ", expected X509 CRL",
                        "write the label as it should be, or leave the block out");
            }
        }
        if (crls.isEmpty()) {
            throw PemError.CRL_MISSING.at(
                    Where.of(source),
                    "found " + listed(blocks) + ", expected X509 CRL",
                    "give the file that the authority publishes");
        }
        return List.copyOf(crls);
    }

    /**
     * The one private key in the source.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code key-missing} when there is none, {@code key-ambiguous} when
     *     there are several, or with another when it cannot be read
     */
    public PemKey privateKey() {
        return key(null);
    }

    /**
     * The one private key in the source, which may be encrypted, or stand in a key store.
     *
     * @param password its password, which is copied, and the copies wiped; the array given is left alone
     */
    public PemKey privateKey(char[] password) {
        return key(password);
    }

    private PemKey key(char @Nullable [] password) {
        PemDocument opened = open(password);
        List<PemBlock> keys = opened.keys();
        if (keys.size() > 1) {
            throw PemError.KEY_AMBIGUOUS.at(
                    Where.of(source),
                    "found " + listed(keys) + ", expected one private key",
                    "leave the one that belongs to the certificate, or choose: Identity.from(...).keyOfCertificate()"
                            + " or keyInBlock(" + keys.get(0).number() + ")");
        }
        return opened.privateKey(keys.get(0), password);
    }

    /**
     * The private keys, which need not be readable yet, in their order; unmodifiable.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code key-missing} when there is none
     */
    public List<PemBlock> keys() {
        List<PemBlock> keys = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isPrivateKey()) {
                keys.add(block);
            }
        }
        if (keys.isEmpty()) {
            throw PemError.KEY_MISSING.at(
                    Where.of(source),
                    "found " + listed(blocks) + ", expected one private key",
                    "check that the files of key and certificates were not switched");
        }
        return List.copyOf(keys);
    }

    /**
     * The private key in one of the {@link #keys()}.
     *
     * @param password its password, which is copied, and the copies wiped; null where it has none
     */
    public PemKey privateKey(PemBlock block, char @Nullable [] password) {
        KeyReader reader = new KeyReader(block, curveBeside());
        if (password == null) {
            return reader.read(null);
        }
        try (Password copy = new Password(password)) {
            return reader.read(copy);
        }
    }

    private Optional<PemBlock> curveBeside() {
        for (PemBlock block : blocks) {
            if (block.label().equals("EC PARAMETERS")) {
                return Optional.of(block);
            }
        }
        return Optional.empty();
    }

    /** Whether its blocks are the entries of a key store that was opened. */
    public boolean isOpenedStore() {
        return openedStore;
    }

    /** Blocks as a message lists them: label, algorithm of a key, line or alias; eight of them at most. */
    public static String listed(List<PemBlock> blocks) {
        String some = blocks.stream().limit(8).map(PemBlock::placed).collect(Collectors.joining(" and "));
        return blocks.size() > 8 ? some + " and " + (blocks.size() - 8) + " more" : some;
    }

    /**
     * One warning {@code pem-repaired} for each thing that was read although it was not as it should be, and what is questionable about
     * the key stores that were opened; unmodifiable.
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Repair repair : repairs) {
            findings.add(Finding.at(
                    new Where(source, positive(repair.block), positive(repair.line)),
                    "pem-repaired",
                    Severity.WARNING,
                    "The PEM was repaired in reading",
                    repair.what + ", which other readers of PEM refuse or misread",
                    "write the file as RFC 7468 says: one block after the other, each line on its own"));
        }
        findings.addAll(ofStores);
        return List.copyOf(findings);
    }

    private static OptionalInt positive(int number) {
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** {@code ca.pem: 2 blocks}. */
    @Override
    public String toString() {
        return source + ": " + blocks.size() + (blocks.size() == 1 ? " block" : " blocks");
    }
}
