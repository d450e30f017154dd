package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemBlock;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemKey;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads an {@link Identity}: {@code Identity.from(certificates, key).password(this::ask).load()}. What a source holds is told by its
 * content: PEM in any layout, DER, PKCS#7, PKCS#12, JKS. Nothing is read before {@link #load}, which may be called again and reads
 * afresh. Not thread-safe.
 */
public final class IdentityLoader {

    private static final String ALIAS = "friendlyName";
    private static final String KEY_ID = "localKeyID";

    private final PemSource certificates;
    private final PemSource key;
    private final SourceReader reader;
    private Choice choice = Choice.THE_ONLY_ONE;

    /** Which of several private keys. */
    private record Choice(String text, @Nullable Predicate<PemBlock> ofBlock) {
        static final Choice THE_ONLY_ONE = new Choice("one private key", null);
        static final Choice OF_CERTIFICATE = new Choice("the one of the certificate", null);
    }

    IdentityLoader(PemSource certificates, PemSource key) {
        this(certificates, key, new SourceReader(PemLimits.IDENTITY));
    }

    private IdentityLoader(PemSource certificates, PemSource key, SourceReader reader) {
        this.certificates = certificates;
        this.key = key;
        this.reader = reader;
    }

    /**
     * The password of the key, or of the key store. When this is not called: none. The array stays the caller's: it is read by
     * {@link #load} and left alone, so it has to stand until then and may be wiped after it. What was loaded with it cannot be loaded
     * again by a reload; give a callback for that.
     */
    public IdentityLoader password(char[] password) {
        reader.password(password);
        return this;
    }

    /**
     * Asks for the password at each loading, also by a reload. The array that the callback returns is wiped after use, so it has to be a
     * fresh one each time.
     */
    public IdentityLoader password(Supplier<char[]> callback) {
        reader.password(callback);
        return this;
    }

    /**
     * Takes only what is written as RFC 7468 says: whatever would have to be repaired, and any other container than PEM where PEM was
     * meant, is an error {@code pem-not-strict}. When this is not called, each repair is a finding {@code pem-repaired}.
     */
    public IdentityLoader strict() {
        reader.strict = true;
        return this;
    }

    /** How much each source may hold and cost; {@link PemLimits#IDENTITY} when this is not called. */
    public IdentityLoader limits(PemLimits limits) {
        reader.limits = limits;
        return this;
    }

    /** Takes the private key in the block of this number, counted from 1; without a choice, several keys are an error. */
    public IdentityLoader keyInBlock(int number) {
        choice = new Choice("one in block " + number, block -> block.number() == number);
        return this;
    }

    /** Takes the private key of this alias, in a key store. */
    public IdentityLoader keyOfAlias(String alias) {
        choice = new Choice(
                "one of alias " + Names.quoted(alias),
                block -> alias.equalsIgnoreCase(block.headers().getOrDefault(ALIAS, "")));
        return this;
    }

    /** Takes the private key that belongs to one of the certificates; keys that cannot be read are passed over for it. */
    public IdentityLoader keyOfCertificate() {
        choice = Choice.OF_CERTIFICATE;
        return this;
    }

    IdentityLoader meant(SourceReader.Meant container) {
        reader.meant = container;
        return this;
    }

    /**
     * Reads the sources.
     *
     * @throws MtlsConfigurationException when one cannot be read, when there is no certificate or no private key, or more than one key
     *     and no choice
     */
    public Identity load() {
        List<PemSource> sources = certificates == key ? List.of(key) : List.of(certificates, key);
        Optional<Supplier<Identity>> again = reader.canReadAgain() ? Optional.of(new Again(copy())) : Optional.empty();
        char @Nullable [] password = reader.password();
        try {
            return load(password, Origin.of(sources, again));
        } finally {
            reader.wipe(password);
        }
    }

    private IdentityLoader copy() {
        IdentityLoader copy = new IdentityLoader(certificates, key, new SourceReader(reader));
        copy.choice = choice;
        return copy;
    }

    private record Again(IdentityLoader loader) implements Supplier<Identity> {
        @Override
        public Identity get() {
            return loader.load();
        }
    }

    private Identity load(char @Nullable [] password, Origin<Identity> origin) {
        PemDocument ofCertificates = reader.read(certificates);
        PemDocument ofKey = certificates == key ? ofCertificates : reader.read(key);
        List<Finding> findings = new ArrayList<>();
        reader.container(ofCertificates, findings);
        ofCertificates = ofCertificates.open(password);
        findings.addAll(ofCertificates.findings());
        if (certificates == key) {
            ofKey = ofCertificates;
        } else {
            reader.container(ofKey, findings);
            ofKey = ofKey.open(password);
            findings.addAll(ofKey.findings());
        }
        if (key.path().isPresent()) {
            findings.addAll(KeyFile.check(key.path().get()));
        }
        List<X509Certificate> all = ofCertificates.certificates();
        PemBlock block = choose(ofKey, all, password);
        PemKey read = ofKey.privateKey(block, password);
        findings.addAll(read.findings());
        reader.refuseRepairs(findings);
        List<X509Certificate> chain = certificates == key ? ofStore(ofKey, block, all) : all;
        return Identity.of(read, chain, findings, Optional.of(Where.of(certificates.name())), origin);
    }

    private PemBlock choose(PemDocument document, List<X509Certificate> chain, char @Nullable [] password) {
        List<PemBlock> keys = document.keys();
        if (choice == Choice.OF_CERTIFICATE && keys.size() > 1) {
            return ofCertificate(document, keys, chain, password);
        }
        Predicate<PemBlock> wanted = choice.ofBlock;
        List<PemBlock> chosen =
                wanted == null ? keys : keys.stream().filter(wanted).toList();
        if (chosen.size() == 1) {
            return chosen.get(0);
        }
        String found = "found " + PemDocument.listed(keys) + ", expected " + choice.text;
        if (chosen.isEmpty()) {
            throw error("key-missing", "There is no private key", found, "choose one of those that are there");
        }
        throw error(
                "key-ambiguous",
                "There are several private keys",
                found,
                "leave one, or choose with Identity.from(...): keyInBlock("
                        + keys.get(0).number() + ")" + (document.isOpenedStore() ? ", keyOfAlias(...)" : "")
                        + " or keyOfCertificate()");
    }

    private PemBlock ofCertificate(
            PemDocument document, List<PemBlock> keys, List<X509Certificate> chain, char @Nullable [] password) {
        List<Finding> failed = new ArrayList<>();
        for (PemBlock block : keys) {
            try {
                PemKey candidate = document.privateKey(block, password);
                if (chain.stream().anyMatch(certificate -> KeyMatch.belongs(candidate, certificate))) {
                    return block;
                }
            } catch (MtlsConfigurationException e) {
                failed.addAll(e.findings());
            }
        }
        if (!failed.isEmpty()) {
            throw new MtlsConfigurationException(failed);
        }
        throw error(
                "key-certificate-mismatch",
                "The private key does not belong to the certificate",
                "found " + PemDocument.listed(keys) + ", expected one that belongs to "
                        + chain.stream().limit(4).map(Names::subject).collect(Collectors.joining(" or ")),
                "give the key that the certificate was made for");
    }

    private MtlsConfigurationException error(String id, String title, String detail, String remedy) {
        return new MtlsConfigurationException(
                Finding.at(Where.of(key.name()), id, Severity.ERROR, title, detail, remedy));
    }

    /** A key store may hold much beside the key and its issuers, which is not meant as a part of its chain. */
    private static List<X509Certificate> ofStore(PemDocument document, PemBlock key, List<X509Certificate> all) {
        String id = key.headers().get(KEY_ID);
        if (!document.isOpenedStore() || id == null) {
            return all;
        }
        List<X509Certificate> chain = new ArrayList<>();
        List<X509Certificate> others = new ArrayList<>();
        for (PemBlock block : document.blocks()) {
            if (block.isCertificate()) {
                String of = block.headers().get(KEY_ID);
                (id.equals(of) ? chain : others).add(block.certificate());
            }
        }
        if (chain.isEmpty()) {
            return all;
        }
        X509Certificate last = chain.get(chain.size() - 1);
        for (Optional<X509Certificate> next = issuer(last, others); next.isPresent(); next = issuer(last, others)) {
            last = next.get();
            chain.add(last);
            others.remove(last);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> candidates) {
        return ChainOrder.selfIssued(of)
                ? Optional.empty()
                : candidates.stream()
                        .filter(c -> c.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                        .findFirst();
    }
}
