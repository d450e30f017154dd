package dev.mtls.parser.view;

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
import dev.mtls.parser.ConversationEvent.Sslv2ClientHelloEvent;
import dev.mtls.parser.ConversationEvent.UnknownRecordEvent;
import dev.mtls.parser.Provenance;
import dev.mtls.parser.RecordInfo;
import dev.mtls.parser.record.RawHandshakeMessage;
import dev.mtls.parser.record.Sslv2ClientHello;
import dev.mtls.parser.wire.Bytes;

/** Writes a conversation as one line of JSON, schema 1. What is unknown is left out, never null. */
final class ConversationJson {

    private final Conversation conversation;
    private final ViewOptions options;
    private final JsonWriter json = new JsonWriter();
    private final HeadJson head = new HeadJson(json);

    ConversationJson(Conversation conversation, ViewOptions options) {
        this.conversation = conversation;
        this.options = options;
    }

    String line() {
        json.beginObject().name("schema").value(HeadJson.SCHEMA);
        head.endpoints(conversation.endpoints());
        head.facts(conversation.facts());
        json.name("events").beginArray();
        for (int i = 0; i < conversation.events().size(); i++) {
            event(conversation.events().get(i), conversation.provenance(i));
        }
        json.endArray();
        json.name("events_dropped").value(conversation.eventsDropped());
        head.problems(conversation.problems(), conversation.events().size());
        return json.endObject().text();
    }

    private void event(ConversationEvent event, Provenance provenance) {
        json.beginObject().name("event").value(name(event));
        json.name("from").value(event.from().label());
        if (event instanceof HandshakeEvent message) {
            head.number("handshake", message.handshake());
        } else if (event instanceof ChangeCipherSpecEvent change) {
            head.number("handshake", change.handshake());
        }
        boolean madeOfRecords = !provenance.records().isEmpty();
        if (madeOfRecords) {
            json.name("encrypted").value(event.encrypted());
        }
        provenance.last().packet().ifPresent(packet -> json.name("packet").value(packet));
        provenance.last().time().ifPresent(time -> json.name("time").value(HeadJson.seconds(time)));
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
        } else if (event instanceof Sslv2ClientHelloEvent) {
            return "sslv2_client_hello";
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
            whole(said.data().size(), said.data());
            fields(said);
        } else if (event instanceof Sslv2ClientHelloEvent said) {
            whole(said.bytes().size() - Sslv2ClientHello.HEADER, said.bytes());
            fields(said);
        } else if (event instanceof UnknownRecordEvent said) {
            json.name("content_type").value(said.contentType().value());
            whole(said.data().size(), said.data());
        } else if (event instanceof PlaintextEvent said) {
            data(said.data());
        } else if (event instanceof GapEvent gap) {
            json.name("bytes_missing").value(gap.bytesMissing());
        } else if (event instanceof ClosedEvent closed) {
            json.name("how").value(HeadJson.lower(closed.how()));
        }
    }

    private void message(HandshakeEvent event) {
        json.name("type").value(event.type().value());
        json.name("type_name").value(event.type().name());
        whole(event.bytes().size() - RawHandshakeMessage.HEADER, event.bytes());
        fields(event);
    }

    private void whole(int length, Bytes bytes) {
        json.name("length").value(length);
        json.name("bytes").hex(bytes);
    }

    private void fields(ConversationEvent event) {
        EventFields.of(event).ifPresent(fields -> {
            json.name("fields");
            new FieldJson(json).object(fields);
        });
    }

    private void data(Bytes data) {
        json.name("length").value(data.size());
        int shown = Math.min(data.size(), options.maxBytes());
        json.name("bytes").hex(data.slice(0, shown));
        if (shown < data.size()) {
            json.name("truncated").value(true);
        }
    }
}
