package dev.mtls.core.pem;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    private PemDocument(String source, List<PemBlock> blocks, List<Repair> repairs) {
        this.source = source;
        this.blocks = List.copyOf(blocks);
        this.repairs = List.copyOf(repairs);
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
        Optional<String> der = DerKind.labelOf(bytes);
        if (der.isPresent()) {
            return new PemDocument(
                    source,
                    List.of(PemBlock.ofDer(source, der.get(), bytes)),
                    List.of(new Repair(0, 0, "the source is DER")));
        }
        List<String> ofText = new ArrayList<>();
        byte[] text = PemText.plain(bytes, source, ofText);
        List<Repair> repairs = new ArrayList<>();
        ofText.forEach(what -> repairs.add(new Repair(0, 0, what)));
        List<PemBlock> blocks = new PemScanner(text, source, limits, repairs).scan();
        if (blocks.isEmpty()) {
            throw PemError.NOTHING_FOUND.at(
                    Where.of(source),
                    "found " + DerKind.describe(bytes) + ", expected PEM (-----BEGIN ...-----)",
                    DerKind.remedy(bytes));
        }
        return new PemDocument(source, blocks, repairs);
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

    /**
     * The certificates in their order, at least one; unmodifiable.
     *
     * @throws dev.mtls.core.finding.MtlsConfigurationException with id {@code certificate-missing} when there is none, or with another
     *     when one cannot be read
     */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                certificates.add(block.certificate());
            } else if (block.label().equals("PKCS7") || block.label().equals("CMS")) {
                throw PemError.CERTIFICATE_UNREADABLE.at(
                        block.where(),
                        "found certificates in " + block.label() + ", expected CERTIFICATE",
                        "take them out of it with: openssl pkcs7 -print_certs");
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
                    "found " + labels(blocks) + ", expected CERTIFICATE",
                    "check that the files of key and certificates were not switched");
        }
        return List.copyOf(certificates);
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
     * The one private key in the source, which may be encrypted.
     *
     * @param password its password, which is copied, and the copies wiped; the array given is left alone
     */
    public PemKey privateKey(char[] password) {
        return key(password);
    }

    private PemKey key(char @Nullable [] password) {
        List<PemBlock> keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
        if (keys.isEmpty()) {
            throw PemError.KEY_MISSING.at(
                    Where.of(source),
                    "found " + labels(blocks) + ", expected one private key",
                    "check that the files of key and certificates were not switched");
        }
        if (keys.size() > 1) {
            throw PemError.KEY_AMBIGUOUS.at(
                    Where.of(source),
                    "found " + labels(keys) + ", expected one private key",
                    "leave the one that belongs to the certificate");
        }
        return new KeyReader(
                        keys.get(0),
                        blocks.stream()
                                .filter(b -> b.label().equals("EC PARAMETERS"))
                                .findFirst())
                .read(password);
    }

    private static String labels(List<PemBlock> blocks) {
        String some = blocks.stream()
                .limit(8)
                .map(block -> block.label() + " in line " + block.line())
                .collect(Collectors.joining(" and "));
        return blocks.size() > 8 ? some + " and " + (blocks.size() - 8) + " more" : some;
    }

    /** One warning {@code pem-repaired} for each thing that was read although it was not as it should be; unmodifiable. */
    public List<Finding> findings() {
        return repairs.stream()
                .map(repair -> Finding.at(
                        new Where(source, positive(repair.block), positive(repair.line)),
                        "pem-repaired",
                        Severity.WARNING,
                        "The PEM was repaired in reading",
                        repair.what + ", which other readers of PEM refuse or misread",
                        "write the file as RFC 7468 says: one block after the other, each line on its own"))
                .toList();
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
