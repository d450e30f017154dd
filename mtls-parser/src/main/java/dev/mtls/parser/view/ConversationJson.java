package dev.mtls.parser.view;

import dev.mtls.parser.ClientAuthFacts;
import dev.mtls.parser.Conversation;
import dev.mtls.parser.ConversationEvent;
import dev.mtls.parser.ConversationEvent.AlertEvent;
import dev.mtls.parser.ConversationEvent.ApplicationDataEvent;
import dev.mtls.parser.ConversationEvent.ChangeCipherSpecEvent;
import dev.mtls.parser.ConversationEvent.ClosedEvent;
import dev.mtls.parser.ConversationEvent.EncryptedEvent;
import dev.mtls.parser.ConversationEvent.GapEvent;
import dev.mtls.parser.ConversationEvent.HandshakeEvent;
import dev.mtls.parser.ConversationEvent.HeartbeatEvent;
import dev.mtls.parser.ConversationEvent.PlaintextEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.ConversationProblem;
import dev.mtls.parser.Endpoints;
import dev.mtls.parser.Fingerprint;
import dev.mtls.parser.Outcome;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.RecordInfo;
import dev.mtls.parser.ServerAuthFacts;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.CodePoint;
import dev.mtls.parser.wire.Problem;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.security.auth.x500.X500Principal;

/** Writes a conversation as one line of JSON, schema 1. What is unknown is left out, never null. */
final class ConversationJson {

    private static final int SCHEMA = 1;

    private final Conversation conversation;
    private final ViewOptions options;
    private final JsonWriter json = new JsonWriter();

    ConversationJson(Conversation conversation, ViewOptions options) {
        this.conversation = conversation;
        this.options = options;
    }

    String line() {
        json.beginObject().name("schema").value(SCHEMA);
        endpoints();
        facts();
        json.name("events").beginArray();
        for (int i = 0; i < conversation.events().size(); i++) {
            event(conversation.events().get(i), conversation.provenance(i));
        }
        json.endArray();
        json.name("events_dropped").value(conversation.eventsDropped());
        json.name("problems").beginArray();
        conversation.problems().forEach(this::problem);
        json.endArray();
        // Diagnosis is another room; what it finds will stand here.
        json.name("findings").beginArray().endArray();
        return json.endObject().text();
    }

    private void endpoints() {
        Endpoints endpoints = conversation.endpoints();
        number("conversation", endpoints.number());
        number("tcp_stream", endpoints.tcpStream());
        endpoints.start().ifPresent(time -> json.name("start").value(seconds(time)));
        endpoints.end().ifPresent(time -> json.name("end").value(seconds(time)));
        address("client", endpoints.client());
        address("server", endpoints.server());
        if (endpoints.clientGuessed()) {
            json.name("client_guessed").value(true);
        }
    }

    private void address(String name, Optional<InetSocketAddress> address) {
        address.ifPresent(known -> {
            String host = known.getAddress() == null
                    ? known.getHostString()
                    : known.getAddress().getHostAddress();
            json.name(name).beginObject();
            json.name("address").value(host);
            json.name("port").value(known.getPort()).endObject();
        });
    }

    private void facts() {
        code("version", conversation.version());
        code("cipher_suite", conversation.cipherSuite());
        code("group", conversation.group());
        text("server_name", conversation.serverName());
        text("alpn", conversation.alpn());
        flag("resumed", conversation.resumed());
        flag("hello_retry", conversation.helloRetry());
        text("ja3", conversation.ja3().map(Fingerprint::value));
        text("ja3s", conversation.ja3s().map(Fingerprint::value));
        text("ja4", conversation.ja4().map(Fingerprint::value));
        clientAuth(conversation.clientAuth());
        serverAuth(conversation.serverAuth());
        json.name("decryption").value(lower(conversation.decryption()));
        if (conversation.outcome() != Outcome.UNKNOWN) {
            json.name("outcome").value(lower(conversation.outcome()));
        }
    }

    private void clientAuth(ClientAuthFacts facts) {
        if (facts.requested().isEmpty()
                && facts.presented().isEmpty()
                && facts.signatureVerified().isEmpty()) {
            return;
        }
        json.name("client_auth").beginObject();
        flag("requested", facts.requested());
        flag("presented", facts.presented());
        flag("signature_verified", facts.signatureVerified());
        facts.authorities().ifPresent(names -> {
            json.name("authorities").beginArray();
            names.forEach(json::value);
            json.endArray();
        });
        subject(facts.certificate());
        json.endObject();
    }

    private void serverAuth(ServerAuthFacts facts) {
        if (facts.presented().isEmpty() && facts.signatureVerified().isEmpty()) {
            return;
        }
        json.name("server_auth").beginObject();
        flag("presented", facts.presented());
        flag("signature_verified", facts.signatureVerified());
        subject(facts.certificate());
        json.endObject();
    }

    private void subject(Optional<X509Certificate> certificate) {
        text("subject", certificate.map(c -> c.getSubjectX500Principal().getName(X500Principal.RFC2253)));
    }

    private void event(ConversationEvent event, Provenance provenance) {
        json.beginObject().name("event").value(name(event));
        json.name("from").value(event.from().label());
        if (event instanceof HandshakeEvent message) {
            number("handshake", message.handshake());
        } else if (event instanceof ChangeCipherSpecEvent change) {
            number("handshake", change.handshake());
        }
        boolean madeOfRecords = !provenance.records().isEmpty();
        if (madeOfRecords) {
            json.name("encrypted").value(event.encrypted());
        }
        provenance.last().packet().ifPresent(packet -> json.name("packet").value(packet));
        provenance.last().time().ifPresent(time -> json.name("time").value(seconds(time)));
        if (madeOfRecords) {
            json.name("records").beginArray();
            provenance.records().forEach(this::record);
            json.endArray();
        }
        content(event);
        json.endObject();
    }

    private void record(RecordInfo record) {
        json.beginObject();
        json.name("content_type").value(record.contentType().value());
        record.opaqueType().ifPresent(type -> json.name("opaque_type").value(type.value()));
        json.name("version").value(record.version().value());
        json.name("length").value(record.length());
        if (record.padding() > 0) {
            json.name("padding").value(record.padding());
        }
        record.arrival().packet().ifPresent(packet -> json.name("packet").value(packet));
        json.endObject();
    }

    private static String name(ConversationEvent event) {
        if (event instanceof HandshakeEvent) {
            return "handshake";
        } else if (event instanceof AlertEvent) {
            return "alert";
        } else if (event instanceof ChangeCipherSpecEvent) {
            return "change_cipher_spec";
        } else if (event instanceof ApplicationDataEvent) {
            return "application_data";
        } else if (event instanceof EncryptedEvent) {
            return "encrypted";
        } else if (event instanceof HeartbeatEvent) {
            return "heartbeat";
        } else if (event instanceof UnknownRecordEvent) {
            return "unknown_record";
        } else if (event instanceof PlaintextEvent) {
            return "plaintext";
        } else if (event instanceof GapEvent) {
            return "gap";
        } else if (event instanceof ClosedEvent) {
            return "closed";
        }
        throw new IllegalStateException("an event that JSON does not know: " + event.getClass());
    }

    private void content(ConversationEvent event) {
        if (event instanceof HandshakeEvent message) {
            message(message);
        } else if (event instanceof AlertEvent said) {
            json.name("level").value(said.alert().level().value());
            json.name("level_name").value(said.alert().level().name());
            json.name("description").value(said.alert().description().value());
            json.name("description_name").value(said.alert().description().name());
        } else if (event instanceof ApplicationDataEvent said) {
            data(said.data());
        } else if (event instanceof EncryptedEvent hidden) {
            json.name("length").value(hidden.length());
        } else if (event instanceof HeartbeatEvent said) {
            data(said.data());
        } else if (event instanceof UnknownRecordEvent said) {
            json.name("content_type").value(said.contentType().value());
            data(said.data());
        } else if (event instanceof PlaintextEvent said) {
            data(said.data());
        } else if (event instanceof GapEvent gap) {
            json.name("bytes_missing").value(gap.bytesMissing());
        } else if (event instanceof ClosedEvent closed) {
            json.name("how").value(lower(closed.how()));
        }
    }

    private void message(HandshakeEvent event) {
        json.name("type").value(event.type().value());
        json.name("type_name").value(event.type().name());
        json.name("length").value(event.bytes().size() - RawHandshakeMessage.HEADER);
        json.name("bytes").value(event.bytes().toHex());
        MessageFields.of(event).ifPresent(fields -> {
            json.name("fields");
            new FieldJson(json).object(fields);
        });
    }

    private void data(Bytes data) {
        json.name("length").value(data.size());
        int shown = Math.min(data.size(), options.maxBytes());
        json.name("bytes").value(data.slice(0, shown).toHex());
        if (shown < data.size()) {
            json.name("truncated").value(true);
        }
    }

    private void problem(ConversationProblem found) {
        Problem problem = found.problem();
        json.beginObject();
        json.name("kind").value(problem.kind().label());
        found.from().ifPresent(from -> json.name("from").value(from.label()));
        found.event().stream()
                .filter(index -> index < conversation.events().size())
                .forEach(index -> json.name("event").value(index));
        json.name("path").value(problem.path());
        json.name("base").value(problem.base().label());
        json.name("offset").value(problem.span().offset());
        problem.needed().ifPresent(needed -> json.name("needed").value(needed));
        problem.available().ifPresent(available -> json.name("available").value(available));
        problem.rfc().ifPresent(rfc -> json.name("rfc").value(rfc));
        number("alert", problem.alert());
        json.name("message").value(problem.message());
        json.endObject();
    }

    private void code(String name, Optional<? extends CodePoint> code) {
        code.ifPresent(known -> {
            json.name(name).value(known.value());
            json.name(name + "_name").value(known.name());
        });
    }

    private void number(String name, OptionalInt number) {
        number.ifPresent(known -> json.name(name).value(known));
    }

    private void text(String name, Optional<String> text) {
        text.ifPresent(known -> json.name(name).value(known));
    }

    private void flag(String name, Optional<Boolean> flag) {
        flag.ifPresent(known -> json.name(name).value(known));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Decimal seconds since the epoch with nine decimals. */
    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }
}
