package dev.mtls.parser;

import dev.mtls.parser.DirectionKeys.Epoch;
import dev.mtls.parser.code.CipherSuite;
import dev.mtls.parser.code.CompressionMethod;
import dev.mtls.parser.code.ContentType;
import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.code.ProtocolVersion;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.decrypt.HkdfSchedule;
import dev.mtls.parser.decrypt.RecordKeys;
import dev.mtls.parser.decrypt.RecordOpener;
import dev.mtls.parser.decrypt.SuiteProtection;
import dev.mtls.parser.handshake.ClientHello;
import dev.mtls.parser.handshake.EndOfEarlyData;
import dev.mtls.parser.handshake.Finished;
import dev.mtls.parser.handshake.HandshakeMessage;
import dev.mtls.parser.handshake.KeyUpdate;
import dev.mtls.parser.handshake.NewSessionTicket;
import dev.mtls.parser.handshake.ServerHello;
import dev.mtls.parser.record.TlsRecord;
import dev.mtls.parser.secrets.HandshakeFacts;
import dev.mtls.parser.secrets.SecretSource;
import dev.mtls.parser.secrets.Secrets;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the protected records of a connection, each direction by itself and each of its epochs as far as there are
 * secrets for it. RFC 8446 sections 5.2 and 7, RFC 5246 section 6.
 *
 * <p>A secret is looked for at the first record that needs it and ever more rarely later. Where secrets are there but do
 * not open what they should, nothing of that direction is opened any more.
 */
final class Decrypting {

    /** How many records of the epoch before may have gone by unopened for one of the next to be found. */
    private static final int MAX_TRIED = 1_024;

    private static final List<CipherSuite> TLS13_SUITES = List.of(
            CipherSuite.of(0x1301),
            CipherSuite.of(0x1302),
            CipherSuite.of(0x1303),
            CipherSuite.of(0x1304),
            CipherSuite.of(0x1305));

    private final SecretSource source;
    private final Negotiation negotiation;
    private final DirectionKeys client = new DirectionKeys(Sender.CLIENT);
    private final DirectionKeys server = new DirectionKeys(Sender.SERVER);

    /** The hellos of the handshake that is going on. */
    private @Nullable ClientHello clientHello;

    private @Nullable ServerHello serverHello;
    private int handshakes;

    /** Why the last record was not opened, where that has not been told. */
    private List<Problem> reasons = List.of();

    Decrypting(SecretSource source, Negotiation negotiation) {
        this.source = source;
        this.negotiation = negotiation;
    }

    // What changes keys ----------------------------------------------------------------------------------------------

    /** A side changed to the keys that its handshake has agreed on. Means nothing in TLS 1.3. */
    void changedCipherSpec(Sender from) {
        if (!negotiation.isTls13()) {
            keys(from).begin(Epoch.CIPHER_SPEC);
        }
    }

    /** Takes from a message what it says about keys. */
    void said(Sender from, HandshakeMessage message) {
        if (message instanceof ClientHello hello) {
            clientHello = hello;
            handshakes++;
            if (!client.begun || negotiation.isTls13()) {
                client.begin(hello.extensions().has(ExtensionType.EARLY_DATA) ? Epoch.EARLY : Epoch.HANDSHAKE);
                client.begun = false;
            }
        } else if (message instanceof ServerHello hello && !hello.isHelloRetryRequest()) {
            serverHello = hello;
            if (negotiation.isTls13()) {
                server.begin(Epoch.HANDSHAKE);
            }
        } else if (negotiation.isTls13()) {
            saidInTls13(keys(from), message);
        } else if (message instanceof NewSessionTicket ticket && !source.isEmpty()) {
            source.ticketIssued(facts(), Bytes.EMPTY, ticket.ticket());
        }
    }

    private void saidInTls13(DirectionKeys keys, HandshakeMessage message) {
        if (message instanceof Finished && keys.epoch == Epoch.HANDSHAKE) {
            keys.begin(Epoch.APPLICATION);
        } else if (message instanceof EndOfEarlyData) {
            keys.begin(Epoch.HANDSHAKE);
        } else if (message instanceof KeyUpdate) {
            nextGeneration(keys);
        } else if (message instanceof NewSessionTicket ticket && !source.isEmpty()) {
            source.ticketIssued(facts(), ticket.ticketNonce().orElse(Bytes.EMPTY), ticket.ticket());
        }
    }

    private void nextGeneration(DirectionKeys keys) {
        Bytes secret = keys.secret;
        Optional<SuiteProtection> suite = suite().flatMap(SuiteProtection::of);
        if (secret == null || suite.isEmpty()) {
            keys.ended = true;
            return;
        }
        Bytes next = Bytes.owning(new HkdfSchedule(suite.get().hash()).nextGeneration(secret.toByteArray()));
        keys.begin(Epoch.APPLICATION);
        RecordKeys.ofTraffic(suite.get(), next).ifPresent(opener -> keys.adopt(opener, 0));
        keys.secret = next;
    }

    /** Bytes of a side were lost. */
    void lost(Sender from) {
        keys(from).gap = true;
    }

    // Records --------------------------------------------------------------------------------------------------------

    /** What is in a protected record; null where it cannot be opened, and {@link #whyNot} then says why. */
    @Nullable
    Opened open(Sender from, TlsRecord record) {
        reasons = List.of();
        DirectionKeys keys = keys(from);
        boolean tls13 = isTls13(record);
        if (!tls13 && !keys.begun) {
            keys.begin(Epoch.CIPHER_SPEC);
        }
        if (keys.ended || (keys.opener == null && source.isEmpty())) {
            keys.pass(record);
            return null;
        }
        boolean first = !keys.opened;
        Bytes content = content(keys, record, tls13);
        if (content == null) {
            keys.pass(record);
            return null;
        }
        keys.opened = true;
        return tls13 ? inner(keys, content, first) : new Opened(record.type(), content, false, 0, first);
    }

    /** Why the last record was not opened, at the first such record of an epoch; else nothing. */
    List<Problem> whyNot() {
        return reasons;
    }

    private boolean isTls13(TlsRecord record) {
        return negotiation.isTls13()
                || (!negotiation.isBeforeTls13()
                        && negotiation.cipherSuite().isEmpty()
                        && record.type().equals(ContentType.APPLICATION_DATA));
    }

    private @Nullable Bytes content(DirectionKeys keys, TlsRecord record, boolean tls13) {
        RecordOpener opener = keys.opener;
        if (opener == null) {
            return !keys.asks() ? null : tls13 ? tryTraffic(keys, keys.epoch, record) : tryMasters(keys, record);
        }
        Bytes content = keys.tryOpen(opener, keys.sequence, record);
        if (content == null && tls13 && keys.epoch == Epoch.EARLY) {
            // A server that refuses 0-RTT gets no EndOfEarlyData.
            content = tryTraffic(keys, Epoch.HANDSHAKE, record);
        }
        if (content == null) {
            fail(keys, record);
        }
        return content;
    }

    /** Content, type that is not 0, zeros. RFC 8446 section 5.4. */
    private @Nullable Opened inner(DirectionKeys keys, Bytes plaintext, boolean first) {
        int end = plaintext.size();
        while (end > 0 && plaintext.u8(end - 1) == 0) {
            end--;
        }
        if (end == 0) {
            keys.ended = true;
            reasons = List.of(Broken.notDecrypted(0, "no content type in what was protected")
                    .rfc("RFC 8446 5.4")
                    .alert(10));
            return null;
        }
        ContentType type = ContentType.of(plaintext.u8(end - 1));
        return new Opened(type, plaintext.slice(0, end - 1), true, plaintext.size() - end, first);
    }

    // Secrets --------------------------------------------------------------------------------------------------------

    /** Tries the traffic secrets of an epoch of TLS 1.3, and where there is none those of the next ones. */
    private @Nullable Bytes tryTraffic(DirectionKeys keys, Epoch start, TlsRecord record) {
        Epoch from = start == Epoch.CIPHER_SPEC ? Epoch.HANDSHAKE : start;
        boolean known = false;
        for (Secrets candidate : source.candidates(facts())) {
            for (Epoch epoch = from; ; epoch = Epoch.values()[epoch.ordinal() + 1]) {
                Bytes secret = candidate.secret(epoch.label(keys.side)).orElse(null);
                Bytes content = secret == null ? null : tryTraffic(keys, epoch, secret, record);
                if (content != null) {
                    return content;
                }
                known |= secret != null && epoch == from;
                if (epoch == Epoch.APPLICATION || (secret != null && !mayBeOver(keys, epoch))) {
                    break;
                }
            }
        }
        if (known) {
            fail(keys, record);
        } else if (unsupported() != null) {
            giveUp(keys, record);
        } else {
            tell(keys, record, "there is no " + from.label(keys.side) + " of this connection");
        }
        return null;
    }

    /**
     * Whether a direction may have gone on from an epoch unseen: 0-RTT that a server refused has no end, and records may
     * have gone by before the secrets came. Other keys that are there and do not fit are not passed over.
     */
    private static boolean mayBeOver(DirectionKeys keys, Epoch epoch) {
        return epoch == Epoch.EARLY || keys.sequence > 0;
    }

    private @Nullable Bytes tryTraffic(DirectionKeys keys, Epoch epoch, Bytes secret, TlsRecord record) {
        List<CipherSuite> suites = new ArrayList<>();
        suite().ifPresent(suites::add);
        if (suites.isEmpty() || epoch == Epoch.EARLY) {
            suites.addAll(TLS13_SUITES);
        }
        for (CipherSuite suite : suites) {
            RecordOpener opener = SuiteProtection.of(suite)
                    .flatMap(protection -> RecordKeys.ofTraffic(protection, secret))
                    .orElse(null);
            if (opener == null) {
                continue;
            }
            boolean same = epoch == keys.epoch;
            // Of another epoch no record was passed for sure: it may be any up to as many as were.
            for (long number = same ? keys.sequence : 0; number <= Math.min(keys.sequence, MAX_TRIED); number++) {
                Bytes content = keys.tryOpen(opener, number, record);
                if (content != null) {
                    long next = keys.sequence;
                    keys.begin(epoch);
                    keys.adopt(opener, next);
                    keys.secret = secret;
                    negotiation.found(ProtocolVersion.TLS_1_3, suite);
                    return content;
                }
            }
        }
        return null;
    }

    private @Nullable Bytes tryMasters(DirectionKeys keys, TlsRecord record) {
        HandshakeFacts facts = facts();
        Optional<SuiteProtection> suite = suite().flatMap(SuiteProtection::of);
        if (suite.isEmpty() || unsupported() != null) {
            giveUp(keys, record);
            return null;
        }
        if (facts.clientRandom().isEmpty() || facts.serverRandom().isEmpty()) {
            tell(keys, record, "a hello with the random that keys are derived from was not seen");
            return null;
        }
        boolean known = false;
        for (Secrets candidate : source.candidates(facts)) {
            Optional<Bytes> master = candidate.secret("CLIENT_RANDOM");
            known |= master.isPresent();
            RecordOpener opener = master.flatMap(found -> RecordKeys.ofMaster(
                            suite.get(),
                            facts.version().orElseThrow(),
                            facts.encryptThenMac().orElse(false),
                            found,
                            facts.clientRandom().get(),
                            facts.serverRandom().get(),
                            keys.side))
                    .orElse(null);
            if (opener == null) {
                continue;
            }
            if (keys.passed != null) {
                opener.passed(keys.passed);
            }
            Bytes content = keys.tryOpen(opener, keys.sequence, record);
            if (content != null) {
                return content;
            }
        }
        if (known) {
            fail(keys, record);
        } else {
            tell(keys, record, "there is no master secret of this connection");
        }
        return null;
    }

    private void fail(DirectionKeys keys, TlsRecord record) {
        keys.ended = true;
        String what = keys.opened
                ? "the record is not authentic: it was altered, or records are missing before it"
                : "the secrets do not open the record: they are another connection's, or bytes were altered";
        reasons = List.of(Broken.notDecrypted(
                        record.fragment().size(),
                        what + "; nothing of the " + keys.side.label() + " is opened from here on")
                .rfc(negotiation.isTls13() ? "RFC 8446 5.2" : "RFC 5246 6.2.3")
                .alert(20));
    }

    private void giveUp(DirectionKeys keys, TlsRecord record) {
        keys.ended = true;
        String why = unsupported();
        reasons = List.of(Broken.notDecrypted(
                record.fragment().size(), why == null ? "the negotiated cipher suite was not seen" : why));
    }

    private void tell(DirectionKeys keys, TlsRecord record, String why) {
        if (!keys.told) {
            keys.told = true;
            reasons = List.of(Broken.notDecrypted(record.fragment().size(), why));
        }
    }

    /** Why records of this connection cannot be opened whatever secrets there are. */
    private @Nullable String unsupported() {
        CipherSuite suite = suite().orElse(null);
        if (suite != null && SuiteProtection.of(suite).isEmpty()) {
            return suite.name() + " is not decryptable here";
        }
        ServerHello hello = serverHello;
        if (hello != null && !hello.legacyCompressionMethod().equals(CompressionMethod.of(0))) {
            return "compressed with " + hello.legacyCompressionMethod().name() + ", not decryptable here";
        }
        return null;
    }

    // The connection -------------------------------------------------------------------------------------------------

    private DirectionKeys keys(Sender from) {
        return from == Sender.CLIENT ? client : server;
    }

    private Optional<CipherSuite> suite() {
        ServerHello hello = serverHello;
        return hello == null ? negotiation.cipherSuite() : Optional.of(hello.cipherSuite());
    }

    /** The facts of the handshake that is going on: of a renegotiation its own hellos. */
    private HandshakeFacts facts() {
        HandshakeFacts first = negotiation.facts();
        ClientHello asked = clientHello;
        ServerHello answered = serverHello;
        if (negotiation.isTls13() || handshakes < 2 || asked == null || answered == null) {
            return first;
        }
        return new HandshakeFacts(
                Optional.of(asked.random()),
                Optional.of(answered.random()),
                Optional.of(answered.version()),
                Optional.of(answered.cipherSuite()),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.of(asked.legacySessionId()),
                Optional.of(answered.legacySessionIdEcho()),
                Optional.empty(),
                false,
                Optional.of(both(asked, answered, ExtensionType.EXTENDED_MAIN_SECRET)),
                Optional.of(both(asked, answered, ExtensionType.ENCRYPT_THEN_MAC)),
                List.of(),
                false);
    }

    private static boolean both(ClientHello asked, ServerHello answered, ExtensionType type) {
        return asked.extensions().has(type) && answered.extensions().has(type);
    }
}
