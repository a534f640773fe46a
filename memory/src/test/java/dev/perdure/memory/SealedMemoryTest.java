package dev.perdure.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.testkit.TestCipher;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.RedisClient;

/** What stands in Redis and goes through it while messages are encrypted. */
class SealedMemoryTest {

  private static final RedisServer SERVER = RedisServer.start();
  private static final String SAID = "the canary of the coal mine";

  private final TestCipher cipher = new TestCipher();
  private final RedisMemory sealed = open(true);
  private final RedisMemory clear = open(false);
  private final RunRef run = Samples.run();
  private final UUID thread = UUID.randomUUID();
  private final UUID message = UUID.randomUUID();
  private final Heard heard = new Heard();

  @AfterAll
  static void endRedis() {
    SERVER.close();
  }

  @AfterEach
  void close() {
    sealed.close();
    clear.close();
  }

  private RedisMemory open(boolean on) {
    return RedisMemory.open(SERVER.patient(), new MessageEncryption(cipher, on));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsSaidInRedisOnlyWhileItIsEncryptedAndAllIsGivenBack(boolean on) {
    SERVER.wipe();
    RedisMemory writer = on ? sealed : clear;
    RedisMemory reader = on ? clear : sealed;
    try (Wire wire = new Wire()) {
      List<Message> said =
          List.of(
              Samples.message(run.orgId(), thread, 1, new ContentPart.Text(SAID)),
              Samples.message(run.orgId(), thread, 2, new ContentPart.Text(SAID)));
      writer.transcripts().put(run.orgId(), thread, said.subList(0, 1));
      writer.transcripts().append(run.orgId(), thread, said.subList(1, 2));
      assertThat(reader.transcripts().get(run.orgId(), thread, 2)).isEqualTo(said);

      listen(reader);
      speak(writer, 0, SAID + " \uFFFF 🌍");
      await().until(() -> heard.text().startsWith(SAID));
      int soFar = heard.text().length();
      speak(writer, soFar, SAID);
      await().until(() -> heard.text().length() == soFar + SAID.length());
      assertThat(openText(reader)).isEqualTo(heard.text());
      writer
          .publisher()
          .events(List.of(Samples.event(run, 1, new RunEvent.ReasoningEnd(message, SAID))));
      await().until(() -> heard.positions().equals(List.of(1L)));
      OutputDelta shown =
          new OutputDelta(
              run.runId(), run.runId() + "/2.1", "call-1", 1, 0, Channel.STDERR, SAID, null);
      writer.publisher().output(run, shown);
      await().until(() -> heard.all.contains(shown));

      assertThat(wire.text().contains(SAID)).isEqualTo(!on);
      assertThat(keys().contains(SAID)).isEqualTo(!on);
    }
  }

  @Test
  void aTextGoesOnAfterRedisLostItAndAfterTheKeyChanged() {
    speak(sealed, 0, "one ");
    await().until(() -> openText(clear).equals("one "));
    SERVER.wipe();
    cipher.encryptWith(2);
    speak(sealed, 4, "two ");
    await().until(() -> openText(clear).equals("one two "));
    speak(sealed, 8, "three");
    await().until(() -> openText(clear).equals("one two three"));
  }

  @Test
  void whatWasMovedOrCutCountsAsNotThere() {
    List<Message> said = Samples.messages(run.orgId(), thread, 1, 2);
    sealed.transcripts().put(run.orgId(), thread, said);
    UUID another = UUID.randomUUID();
    speak(sealed, 0, "one ");
    await().until(() -> openText(clear).equals("one "));
    speak(sealed, 4, "two ");
    await().until(() -> openText(clear).equals("one two "));
    byte[] key = Keys.openText(run.orgId(), run.sessionId(), message).getBytes(UTF_8);
    try (RedisClient redis = SERVER.client()) {
      redis.rename(Keys.thread(run.orgId(), thread), Keys.thread(run.orgId(), another));
      assertThat(sealed.transcripts().get(run.orgId(), another, 2)).isEmpty();
      redis.rename(Keys.thread(run.orgId(), another), Keys.thread(run.orgId(), thread));
      assertThat(sealed.transcripts().get(run.orgId(), thread, 2)).isEqualTo(said);

      byte[] whole = redis.get(key);
      for (int cut = 1; cut < whole.length; cut++) {
        byte[] part = java.util.Arrays.copyOf(whole, cut);
        redis.set(key, part);
        assertThat(openText(clear)).isIn("", "one ");
      }
      whole[whole.length - 1] ^= 1;
      redis.set(key, whole);
      assertThat(openText(clear)).isEmpty();
    }
  }

  @Test
  void withoutTheKeysWhatIsEncryptedCountsAsNotThere() {
    sealed.transcripts().put(run.orgId(), thread, Samples.messages(run.orgId(), thread, 1, 1));
    speak(sealed, 0, "one");
    await().until(() -> openText(clear).equals("one"));
    try (RedisMemory without = RedisMemory.open(SERVER.patient())) {
      assertThat(without.transcripts().get(run.orgId(), thread, 1)).isEmpty();
      assertThat(openText(without)).isEmpty();
    }
  }

  private void listen(RedisMemory memory) {
    memory.subscriber().subscribe(run.orgId(), run.sessionId(), heard);
    await().until(() -> heard.gaps.get() > 0);
  }

  private void speak(RedisMemory memory, int offset, String text) {
    memory
        .publisher()
        .delta(run, new Delta(run.runId(), run.runId() + "/1", message, 1, offset, text));
  }

  private String openText(RedisMemory memory) {
    return memory.subscriber().openText(run.orgId(), run.sessionId(), message);
  }

  private static String keys() {
    StringBuilder all = new StringBuilder();
    try (RedisClient redis = SERVER.client()) {
      for (String key : redis.keys("*")) {
        byte[] name = key.getBytes(UTF_8);
        if (redis.type(key).equals("list")) {
          redis.lrange(name, 0, -1).forEach(value -> all.append(new String(value, ISO_8859_1)));
        } else {
          all.append(new String(redis.get(name), ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  /** Hears whatever goes over any channel. */
  private static final class Wire implements AutoCloseable {

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final RedisClient redis = SERVER.client();
    private final BinaryJedisPubSub listening =
        new BinaryJedisPubSub() {
          @Override
          public void onPMessage(byte[] pattern, byte[] channel, byte[] message) {
            frames.add(new String(message, ISO_8859_1));
          }
        };

    Wire() {
      Thread.ofVirtual().start(() -> redis.psubscribe(listening, "*".getBytes(UTF_8)));
      await().until(listening::isSubscribed);
    }

    String text() {
      await().until(() -> frames.size() >= 3);
      return String.join("\n", frames);
    }

    @Override
    public void close() {
      listening.punsubscribe();
      redis.close();
    }
  }
}
