package dev.mtls.parser;

import dev.mtls.parser.wire.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A hash over what one direction said, by which conversations are compared: messages and alerts in their order, data
 * between them as one string of bytes however it was cut, protected records by type and length. It covers what a fold
 * had to drop, too.
 *
 * <p>Each item is hashed as its content, the length of the content (8 bytes) and its kind (1 byte), which can be read
 * backwards in one way only.
 */
final class SaidDigest {

    private static final int SHOWN_DECRYPTED = 0x40;

    private final MessageDigest digest;
    /** Kind of the string of bytes that is still growing, or 0. */
    private int openKind;

    private long openLength;

    SaidDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private SaidDigest(SaidDigest other) {
        try {
            digest = (MessageDigest) other.digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of the JDK can be cloned", e);
        }
        openKind = other.openKind;
        openLength = other.openLength;
    }

    void add(ConversationEvent event) {
        int shown = event.encrypted() ? SHOWN_DECRYPTED : 0;
        if (event instanceof ConversationEvent.HandshakeEvent message) {
            item(1 | shown, message.bytes(), null);
        } else if (event instanceof ConversationEvent.AlertEvent said) {
            item(
                    2 | shown,
                    null,
                    numbers(
                            said.alert().level().value(),
                            said.alert().description().value()));
        } else if (event instanceof ConversationEvent.ChangeCipherSpecEvent) {
            item(3 | shown, null, null);
        } else if (event instanceof ConversationEvent.ApplicationDataEvent said) {
            string(4 | shown, said.data());
        } else if (event instanceof ConversationEvent.EncryptedEvent hidden) {
            item(5, null, numbers(hidden.contentType().value(), hidden.length()));
        } else if (event instanceof ConversationEvent.HeartbeatEvent said) {
            item(6 | shown, said.data(), null);
        } else if (event instanceof ConversationEvent.UnknownRecordEvent said) {
            item(7 | shown, said.data(), numbers(said.contentType().value(), 0));
        } else if (event instanceof ConversationEvent.PlaintextEvent said) {
            string(8, said.data());
        } else if (event instanceof ConversationEvent.GapEvent gap) {
            item(9, null, ByteBuffer.allocate(8).putLong(gap.bytesMissing()).array());
        } else if (event instanceof ConversationEvent.Sslv2ClientHelloEvent hello) {
            item(10, hello.bytes(), null);
        }
        // How a side closed is provenance.
    }

    /** The hash so far; more can be added after it was taken. */
    Bytes value() {
        SaidDigest copy = new SaidDigest(this);
        copy.close();
        return Bytes.owning(copy.digest.digest());
    }

    private void string(int kind, Bytes bytes) {
        if (openKind != kind) {
            close();
            openKind = kind;
        }
        update(bytes);
        openLength += bytes.size();
    }

    private void item(int kind, @Nullable Bytes bytes, byte @Nullable [] numbers) {
        close();
        long length = 0;
        if (bytes != null) {
            update(bytes);
            length += bytes.size();
        }
        if (numbers != null) {
            digest.update(numbers);
            length += numbers.length;
        }
        end(kind, length);
    }

    private void update(Bytes bytes) {
        digest.update(bytes.toByteArray());
    }

    private void close() {
        if (openLength > 0) {
            end(openKind, openLength);
        }
        openKind = 0;
        openLength = 0;
    }

    private void end(int kind, long length) {
        digest.update(ByteBuffer.allocate(9).putLong(length).put((byte) kind).array());
    }

    private static byte[] numbers(int first, int second) {
        return ByteBuffer.allocate(8).putInt(first).putInt(second).array();
    }
}
