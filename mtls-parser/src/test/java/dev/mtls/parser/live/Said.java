package dev.mtls.parser.live;

import dev.mtls.parser.Conversation;
import dev.mtls.parser.KeptRecord;
import dev.mtls.parser.code.Sender;
import dev.mtls.parser.wire.Bytes;
import java.io.ByteArrayOutputStream;

/** What a conversation kept of the wire. */
final class Said {
    private Said() {}

    static Bytes by(Sender sender, Conversation conversation) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (KeptRecord record : conversation.records()) {
            if (record.from() == sender) {
                all.writeBytes(record.wire().toByteArray());
            }
        }
        return Bytes.of(all.toByteArray());
    }
}
