package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.stream.Mailbox.Mail;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final Mailbox mailbox = new Mailbox(2);

  private static LiveItem item() {
    return new LiveItem.Events(List.of());
  }

  @Test
  void handsOverEverythingInOrder() throws Exception {
    LiveItem first = item();
    LiveItem second = new LiveItem.Events(List.of());
    mailbox.add(first);
    mailbox.add(second);
    assertThat(mailbox.take(Duration.ZERO).items()).containsExactly(first, second);
    assertThat(mailbox.take(Duration.ZERO)).isEqualTo(new Mail(List.of(), false, false));
  }

  @Test
  void tellsOfAGapOnceWhenItOverflowed() throws Exception {
    mailbox.add(item());
    mailbox.add(item());
    mailbox.add(item());
    Mail mail = mailbox.take(Duration.ZERO);
    assertThat(mail.gap()).isTrue();
    assertThat(mail.items()).hasSize(1);
    assertThat(mailbox.take(Duration.ZERO).gap()).isFalse();
  }

  @Test
  void forgetsAGapFromBeforeTheLogIsRead() throws Exception {
    mailbox.gap();
    mailbox.forgetGap();
    assertThat(mailbox.take(Duration.ZERO).gap()).isFalse();
  }

  @Test
  void wakesTheReaderForGapsAndForTheEnd() throws Exception {
    Thread.ofVirtual().start(mailbox::gap);
    assertThat(mailbox.take(Duration.ofSeconds(20)).gap()).isTrue();
    Thread.ofVirtual().start(mailbox::close);
    assertThat(mailbox.take(Duration.ofSeconds(20)).closed()).isTrue();
    assertThat(mailbox.take(Duration.ofSeconds(20)).closed()).isTrue();
  }
}
