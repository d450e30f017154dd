package dev.mtls.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationDecoderTest {

    @Test
    void aHandshakeOfTls12IsReadUpToTheFinished() {
        Conversation conversation = JsseTalk.mutual("TLSv1.2")
                .server(settings -> settings.setNeedClientAuth(true))
                .conversation();

        assertThat(conversation.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(conversation.problems()).isEmpty();
    }
}
