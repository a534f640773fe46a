package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackOptions;
import dev.perdure.devstack.fetch.FileTree;
import java.net.URI;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis is emptied, killed or hangs in the middle of a stream. */
class StreamFaultTest {

  private final DevStackOptions options = DevStackOptions.forTests();
  private final DevStack stack = DevStack.prepare(options);
  private final StreamFixture fixture =
      new StreamFixture(StreamFaultTest.class, URI.create(stack.addresses().redisUrl()));
  private final StreamHub hub = fixture.hub(StreamFixture.QUICK);

  @BeforeEach
  void startRedis() {
    stack.redis().start();
    await().until(fixture.worker()::ping);
  }

  @AfterEach
  void close() {
    hub.close();
    fixture.close();
    stack.redis().kill();
    FileTree.delete(options.data());
    FileTree.delete(options.logs());
  }

  private void check(ScriptedRun run, StreamClient client, String text) throws Exception {
    SseFrames got = client.toTheEnd();
    assertThat(got.ids()).isEqualTo(LongStream.rangeClosed(1, fixture.last(run)).boxed().toList());
    assertThat(got.texts().of(run.message())).isEqualTo(text);
  }

  private StreamClient connect(ScriptedRun run) {
    return StreamClient.connect(hub, fixture.only(run, 0));
  }

  private static void awaitText(StreamClient client, ScriptedRun run, String text) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(client.got().texts().of(run.message())).isEqualTo(text));
  }

  @Test
  void goesOnWhenRedisIsEmptiedInTheMiddle() throws Exception {
    ScriptedRun run = fixture.run(null).begin().open().say("before ");
    StreamClient early = connect(run);
    awaitText(early, run, "before ");
    stack.wipeRedis();
    run.say("after ");
    awaitText(early, run, "before after ");
    StreamClient late = connect(run);
    awaitText(late, run, "before after ");
    run.say("end").commit().finish();
    check(run, early, "before after end");
    check(run, late, "before after end");
  }

  @Test
  void goesOnWhenRedisIsKilledInTheMiddle() throws Exception {
    ScriptedRun run = fixture.run(null).begin().open().say("before ");
    StreamClient client = connect(run);
    awaitText(client, run, "before ");
    stack.redis().kill();
    run.say("nobody hears this ").commit().open().say("nor this ").commit();
    await().until(() -> client.got().ids().size() == fixture.last(run));
    stack.redis().start();
    run.open().say("heard again").commit().finish();
    check(run, client, "heard again");
  }

  @Test
  void goesOnWhenRedisHangsInTheMiddle() throws Exception {
    ScriptedRun run = fixture.run(null).begin().open().say("before ");
    StreamClient client = connect(run);
    awaitText(client, run, "before ");
    stack.redis().suspend();
    try {
      run.say("while it hangs").commit();
      await().until(() -> client.got().ids().size() == fixture.last(run));
    } finally {
      stack.redis().resume();
    }
    run.finish();
    check(run, client, "before while it hangs");
  }

  @Test
  void servesFromPostgresAloneWhenRedisIsAwayFromTheBeginning() throws Exception {
    stack.redis().kill();
    ScriptedRun run = fixture.run(null);
    StreamClient client = connect(run);
    run.begin().open().say("all of it").commit().finish();
    check(run, client, "all of it");
  }
}
