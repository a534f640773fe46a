package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.Ids;
import dev.perdure.store.StoreFactory;
import dev.perdure.testkit.EffectRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Has everybody say a word wherever something can be said, and looks for it in every table, in
 * Redis and on the way through it: once in the clear, to know that it would be found, and once
 * encrypted. The option is turned while a run waits, and what was in the clear is encrypted after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageCanaryTest {

  /** Where the word gets to when nothing is encrypted. */
  private static final List<String> SAID =
      List.of(
          "sessions.title",
          "sessions.metadata",
          "runs.input",
          "runs.output",
          "messages.content",
          "messages.words",
          "steps.arguments",
          "steps.given",
          "steps.error",
          "commands.payload",
          "execution_logs.event",
          "interrupts.message",
          "interrupts.arguments",
          "interrupts.settlement",
          "effects.arguments",
          "artifacts.content");

  private final TestStack stack =
      SharedDevStack.get().forTest(MessageCanaryTest.class, "messages", TestService::migrate);
  private final EffectRecorder recorder = EffectRecorder.start();
  private final List<ServiceProcess> started = new ArrayList<>();

  @AfterAll
  void close() {
    started.forEach(ServiceProcess::close);
    recorder.close();
  }

  @Test
  void whatIsSaidStandsNowhereInTheClearOnlyWhileMessagesAreEncrypted() throws Exception {
    Provisioner.Result one = provision();
    Provisioner.Result two = provision();
    ServiceProcess off = start(false);
    MessagePlants clear = new MessagePlants(client(off, one));
    Answer begunInTheClear;
    try (RedisWire wire = RedisWire.listen(stack.redisUrl())) {
      clear.everywhere();
      begunInTheClear = clear.waiting();
      clear.areGivenBack(client(off, one));
      assertThat(columnsWith(clear.word)).containsAll(SAID);
      assertThat(Everything.redis(stack.redisUrl())).contains(clear.word);
      assertThat(wire.heard()).contains(clear.word);
    }
    off.close();

    ServiceProcess on = start(true);
    MessagePlants sealed = new MessagePlants(client(on, two));
    try (RedisWire wire = RedisWire.listen(stack.redisUrl())) {
      answer(client(on, one), begunInTheClear);
      sealed.everywhere();
      sealed.waiting();
      sealed.areGivenBack(client(on, two));
      clear.areGivenBack(client(on, one));
      assertThat(columnsWith(sealed.word)).isEmpty();
      assertThat(columnsWith(sealed.guessed)).isEmpty();
      nowhere(sealed.word, Everything.redis(stack.redisUrl()));
      assertThat(wire.heard()).isNotEmpty();
      nowhere(sealed.word, wire.heard());
    }
    assertThat(on.log()).doesNotContain(sealed.word);

    assertThat(encryptMessages()).contains("values encrypted");
    assertThat(columnsWith(clear.word)).isEmpty();
    assertThat(encryptMessages()).contains(": 0 values encrypted");
    clear.areGivenBack(client(on, one));
    on.close();

    ServiceProcess offAgain = start(false);
    clear.areGivenBack(client(offAgain, one));
    sealed.areGivenBack(client(offAgain, two));
  }

  private static void answer(Client client, Answer run) {
    client
        .post("/v1/runs/" + run.string("run_id") + "/answer", "{\"text\":\"at last\"}")
        .expect(200);
    assertThat(client.await(run).string("output")).contains("at last");
  }

  /** The columns that hold a word, as it is or encoded; a search vector holds it in lower case. */
  private List<String> columnsWith(String word) throws SQLException {
    Map<String, String> all = new TreeMap<>(Everything.columns(stack.postgres()));
    return all.entrySet().stream()
        .filter(column -> spellings(word).stream().anyMatch(column.getValue()::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void nowhere(String word, String text) {
    assertThat(text).doesNotContain(spellings(word));
  }

  private static List<String> spellings(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return List.of(
        word,
        HexFormat.of().formatHex(bytes),
        Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  private String encryptMessages() throws IOException, InterruptedException {
    ProcessBuilder builder =
        ServiceProcess.command(List.of("encrypt-messages", "config/server.yml"));
    builder.environment().putAll(environment(true));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private ServiceProcess start(boolean encrypted) {
    ServiceProcess process = ServiceProcess.start(environment(encrypted));
    started.add(process);
    return process;
  }

  private Map<String, String> environment(boolean encrypted) {
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_ENCRYPT_MESSAGES", Boolean.toString(encrypted));
    environment.put("PERDURE_EFFECT_RECORDER_URL", recorder.url());
    return environment;
  }

  private static Client client(ServiceProcess process, Provisioner.Result owner) {
    return new Client(process.url(), owner.apiKey(), Contract.of(process));
  }

  private Provisioner.Result provision() {
    try (HikariDataSource pool = TestService.open(stack.service())) {
      return new Provisioner(
              StoreFactory.create(pool, Ids.timeOrdered()),
              new KeyHash(TestService.PEPPER),
              Ids.timeOrdered(),
              Clock.systemUTC())
          .provision(
              new Provisioner.Request(
                  "org-" + UUID.randomUUID(), null, "tester", "demo", "rehearsal/default", false));
    }
  }
}
