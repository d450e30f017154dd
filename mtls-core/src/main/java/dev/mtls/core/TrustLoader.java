package dev.mtls.core;

import dev.mtls.core.finding.Finding;
import dev.mtls.core.finding.MtlsConfigurationException;
import dev.mtls.core.finding.Severity;
import dev.mtls.core.finding.Where;
import dev.mtls.core.pem.PemBlock;
import dev.mtls.core.pem.PemDocument;
import dev.mtls.core.pem.PemLimits;
import dev.mtls.core.pem.PemSource;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads a {@link Trust}: {@code Trust.from(PemSource.resource(App.class, "ca.pem")).strict().load()}. What a source holds is told by its
 * content: PEM in any layout, DER, PKCS#7, PKCS#12, JKS. A source is read whole or not at all. Of a key store those certificates are
 * taken that belong to none of its keys. Nothing is read before {@link #load}, which may be called again and reads afresh. Not
 * thread-safe.
 */
public final class TrustLoader {

    private static final String KEY_ID = "localKeyID";

    private final List<PemSource> sources;
    private final SourceReader reader;

    TrustLoader(List<PemSource> sources) {
        this(sources, new SourceReader(PemLimits.TRUST_BUNDLE));
    }

    private TrustLoader(List<PemSource> sources, SourceReader reader) {
        this.sources = List.copyOf(sources);
        this.reader = reader;
    }

    /**
     * The password of the key stores among the sources. When this is not called: none, which opens PKCS#12 without encryption and JKS.
     * The array stays the caller's: it is read by {@link #load} and left alone, so it has to stand until then and may be wiped after it.
     * What was loaded with it cannot be loaded again by a reload; give a callback for that.
     */
    public TrustLoader password(char[] password) {
        reader.password(password);
        return this;
    }

    /**
     * Asks for the password at each loading, also by a reload. The array that the callback returns is wiped after use, so it has to be a
     * fresh one each time.
     */
    public TrustLoader password(Supplier<char[]> callback) {
        reader.password(callback);
        return this;
    }

    /**
     * Takes only what is written as RFC 7468 says: whatever would have to be repaired, and any other container than PEM where PEM was
     * meant, is an error {@code pem-not-strict}. When this is not called, each repair is a finding {@code pem-repaired}.
     */
    public TrustLoader strict() {
        reader.strict = true;
        return this;
    }

    /** How much each source may hold and cost; {@link PemLimits#TRUST_BUNDLE} when this is not called. */
    public TrustLoader limits(PemLimits limits) {
        reader.limits = limits;
        return this;
    }

    TrustLoader meant(SourceReader.Meant container) {
        reader.meant = container;
        return this;
    }

    /**
     * Reads the sources.
     *
     * @throws MtlsConfigurationException when one cannot be read whole, or holds no certificate
     */
    public Trust load() {
        Optional<Supplier<Trust>> again = reader.canReadAgain()
                ? Optional.of(new Again(new TrustLoader(sources, new SourceReader(reader))))
                : Optional.empty();
        char @Nullable [] password = reader.password();
        try {
            return load(password, Origin.of(sources, again));
        } finally {
            reader.wipe(password);
        }
    }

    private record Again(TrustLoader loader) implements Supplier<Trust> {
        @Override
        public Trust get() {
            return loader.load();
        }
    }

    private Trust load(char @Nullable [] password, Origin<Trust> origin) {
        List<X509Certificate> anchors = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (PemSource source : sources) {
            PemDocument document = reader.read(source);
            reader.container(document, findings);
            PemDocument opened = document.open(password);
            findings.addAll(opened.findings());
            anchors.addAll(opened.isOpenedStore() ? ofStore(opened) : opened.certificates());
        }
        reader.refuseRepairs(findings);
        return Trust.loaded(anchors, findings, origin);
    }

    private static List<X509Certificate> ofStore(PemDocument store) {
        List<X509Certificate> anchors = store.blocks().stream()
                .filter(PemBlock::isCertificate)
                .filter(block -> !block.headers().containsKey(KEY_ID))
                .map(PemBlock::certificate)
                .toList();
        if (anchors.isEmpty()) {
            throw new MtlsConfigurationException(Finding.at(
                    Where.of(store.source()),
                    "certificate-missing",
                    Severity.ERROR,
                    "There is no certificate",
                    "found " + PemDocument.listed(store.blocks())
                            + ", expected a certificate of an authority that belongs to no key of the store",
                    "import it with: keytool -importcert"));
        }
        return anchors;
    }
}
