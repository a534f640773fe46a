package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamHubTest {

  private static final StreamFixture FIXTURE =
      new StreamFixture(StreamHubTest.class, StreamFixture.sharedRedis());

  private final StreamHub hub = FIXTURE.hub(StreamFixture.LIVE_ONLY);
  private final StreamHub quick = FIXTURE.hub(StreamFixture.QUICK);

  @AfterEach
  void closeHubs() {
    hub.close();
    quick.close();
    assertThat(hub.sessions()).isZero();
  }

  @AfterAll
  static void closeFixture() {
    FIXTURE.close();
  }

  private static List<Long> from(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static ScriptedRun whole() {
    return FIXTURE.run(null).begin().open().say("Hello ").say("wörld 🌍").commit().finish();
  }

  @Test
  void tellsARunAsItHappens() throws Exception {
    ScriptedRun run = FIXTURE.run(null);
    StreamClient client = StreamClient.connect(hub, FIXTURE.only(run, 0));
    await().until(() -> !client.got().all().isEmpty());
    run.begin().open();
    await().until(() -> client.got().types().contains("TEXT_MESSAGE_START"));
    run.say("Hello ");
    await().until(() -> client.got().types().contains("TEXT_MESSAGE_CONTENT"));
    run.say("wörld 🌍").commit().finish();
    SseFrames got = client.toTheEnd();
    assertThat(got.ids()).isEqualTo(from(1, FIXTURE.last(run)));
    assertThat(got.texts().of(run.message())).isEqualTo("Hello wörld 🌍");
    assertThat(got.types()).startsWith("RUN_STARTED", "STEP_STARTED", "TEXT_MESSAGE_START");
    assertThat(got.types()).endsWith("RUN_FINISHED");
  }

  @Test
  void carriesMetadataInTheAgreedForm() throws Exception {
    ScriptedRun run = whole();
    SseFrames got = StreamClient.connect(hub, FIXTURE.only(run, 0)).toTheEnd();
    assertThat(got.all().getFirst().other()).containsExactly("retry: 2000");
    SseFrames.Frame start =
        got.events().stream()
            .filter(frame -> frame.type().equals("TEXT_MESSAGE_START"))
            .findFirst()
            .orElseThrow();
    assertThat(start.at("/messageId").asText()).isEqualTo(run.message().toString());
    assertThat(start.at("/timestamp").asLong()).isPositive();
    assertThat(start.at("/metadata/pos").asLong()).isEqualTo(start.id());
    assertThat(start.at("/metadata/step_id").asText()).isEqualTo(run.id() + "/1");
    assertThat(start.at("/metadata/fence").asLong()).isEqualTo(1);
    assertThat(start.at("/metadata/run_id").asText()).isEqualTo(run.id().toString());
    assertThat(start.at("/metadata/session_id").asText()).isEqualTo(run.sessionId().toString());
    assertThat(start.at("/metadata/at").asText()).endsWith("Z");
    SseFrames.Frame content =
        got.events().stream()
            .filter(frame -> frame.type().equals("TEXT_MESSAGE_CONTENT"))
            .findFirst()
            .orElseThrow();
    assertThat(content.id()).isZero();
    assertThat(content.at("/metadata/offset").asInt()).isZero();
    assertThat(content.at("/metadata/step_id").asText()).isEqualTo(run.id() + "/1");
  }

  @Test
  void resumesAtEachPositionWithExactlyTheRest() throws Exception {
    ScriptedRun run = whole();
    long last = FIXTURE.last(run);
    for (long after = 0; after <= last; after++) {
      SseFrames got = StreamClient.connect(quick, FIXTURE.only(run, after)).toTheEnd();
      assertThat(got.ids()).isEqualTo(from(after + 1, last));
      if (got.types().contains("TEXT_MESSAGE_END")) {
        assertThat(got.texts().of(run.message())).isEqualTo("Hello wörld 🌍");
      } else {
        assertThat(got.types()).doesNotContain("TEXT_MESSAGE_CONTENT");
      }
    }
  }

  @Test
  void joinsInsideAnOpenMessageWithTheTextSoFar() throws Exception {
    ScriptedRun run = FIXTURE.run(null).begin().open().say("so far ");
    long inside = FIXTURE.last(run);
    StreamClient late = StreamClient.connect(quick, FIXTURE.only(run, inside));
    await().until(() -> late.got().texts().of(run.message()).equals("so far "));
    run.say("and on");
    await().until(() -> late.got().texts().of(run.message()).equals("so far and on"));
    run.commit().finish();
    SseFrames got = late.toTheEnd();
    assertThat(got.ids()).isEqualTo(from(inside + 1, FIXTURE.last(run)));
    assertThat(got.texts().of(run.message())).isEqualTo("so far and on");
  }

  @Test
  void voidsTheTextOfADeadAttempt() throws Exception {
    ScriptedRun run = FIXTURE.run(null);
    StreamClient client = StreamClient.connect(hub, FIXTURE.only(run, 0));
    run.begin().open().say("lost");
    UUID lost = run.message();
    await().until(() -> client.got().texts().of(lost).equals("lost"));
    run.takeOver();
    await().until(() -> client.got().types().contains("CUSTOM"));
    run.say("of a worker that woke up");
    run.finish();
    SseFrames got = client.toTheEnd();
    assertThat(got.texts().of(lost)).isEqualTo("lost");
    int end = got.types().indexOf("TEXT_MESSAGE_END");
    assertThat(got.events().get(end + 1).at("/name").asText()).isEqualTo("perdure.message_reset");
  }

  @Test
  void anEventNobodyPublishedArrivesByHeartbeat() {
    ScriptedRun run = FIXTURE.silentRun();
    StreamClient client = StreamClient.connect(quick, FIXTURE.session(run, 0));
    await().until(() -> !client.got().all().isEmpty());
    run.begin().open().say("unheard").commit().finish();
    await().until(() -> client.got().ended());
    assertThat(client.got().ids()).isEqualTo(from(1, FIXTURE.last(run)));
    assertThat(client.got().texts().of(run.message())).isEqualTo("unheard");
    assertThat(client.got().all()).anyMatch(frame -> frame.other().contains(": heartbeat"));
  }

  @Test
  void aSessionStreamStaysOpenFromRunToRun() {
    ScriptedRun first = whole();
    StreamClient client = StreamClient.connect(hub, FIXTURE.session(first, 0));
    await().until(() -> client.got().ended());
    ScriptedRun second =
        FIXTURE.run(first.sessionId()).begin().open().say("again").commit().finish();
    await().until(() -> client.got().ids().size() == FIXTURE.last(second));
    assertThat(client.got().ids()).isEqualTo(from(1, FIXTURE.last(second)));
    assertThat(client.served()).isTrue();
  }

  @Test
  void aRunStreamTellsOnlyOfItsRunAndEndsWithIt() throws Exception {
    ScriptedRun first = whole();
    long afterFirst = FIXTURE.last(first);
    ScriptedRun second = FIXTURE.run(first.sessionId());
    StreamClient client = StreamClient.connect(hub, FIXTURE.only(second, 0));
    second.begin().open().say("mine").commit().finish();
    ScriptedRun third = FIXTURE.run(first.sessionId()).begin();
    SseFrames got = client.toTheEnd();
    assertThat(got.ids()).isEqualTo(from(afterFirst + 1, FIXTURE.last(third) - 1));
    assertThat(got.events())
        .allSatisfy(frame ->
            assertThat(frame.at("/metadata/run_id").asText()).isEqualTo(second.id().toString()));
  }

  @Test
  void aRunThatHadEndedBeforeTheCursorEndsTheStreamAtOnce() throws Exception {
    ScriptedRun run = whole();
    SseFrames got = StreamClient.connect(hub, FIXTURE.only(run, FIXTURE.last(run))).toTheEnd();
    assertThat(got.events()).isEmpty();
  }

  @Test
  void aRunThatGoesOnKeepsItsStreamOpen() {
    ScriptedRun run = FIXTURE.run(null).begin();
    StreamClient client = StreamClient.connect(quick, FIXTURE.only(run, FIXTURE.last(run)));
    await().until(() -> client.got().all().size() > 3);
    assertThat(client.served()).isTrue();
    assertThat(client.got().events()).isEmpty();
  }

  @Test
  void sendsOnlyTheTypesAskedFor() throws Exception {
    ScriptedRun run = whole();
    Set<String> types = Set.of("RUN_STARTED", "perdure.usage");
    SseFrames got =
        StreamClient.connect(
                hub, new StreamRequest(FIXTURE.org(), run.sessionId(), run.id(), 0, types))
            .toTheEnd();
    assertThat(got.types()).containsExactly("RUN_STARTED", "CUSTOM");
  }

  @Test
  void tellsWhatAToolShowsWithoutAPosition() throws Exception {
    ScriptedRun run = FIXTURE.run(null);
    StreamClient client = StreamClient.connect(hub, FIXTURE.only(run, 0));
    StreamClient quiet =
        StreamClient.connect(
            hub,
            new StreamRequest(FIXTURE.org(), run.sessionId(), run.id(), 0, Set.of("RUN_STARTED")));
    run.begin().open();
    await().until(() -> client.got().types().contains("TEXT_MESSAGE_START"));
    run.shows("compiling\n");
    await().until(() -> client.got().types().contains("CUSTOM"));
    run.say("Done.").commit().finish();
    SseFrames.Frame shown =
        client.toTheEnd().events().stream()
            .filter(frame -> frame.at("/name").asText().equals("perdure.tool_output"))
            .findFirst()
            .orElseThrow();
    assertThat(shown.id()).isZero();
    assertThat(shown.at("/value/toolCallId").asText()).isEqualTo("call-1");
    assertThat(shown.at("/value/channel").asText()).isEqualTo("stdout");
    assertThat(shown.at("/value/offset").asInt()).isZero();
    assertThat(shown.at("/value/delta").asText()).isEqualTo("compiling\n");
    assertThat(shown.at("/metadata/run_id").asText()).isEqualTo(run.id().toString());
    assertThat(quiet.toTheEnd().types()).containsExactly("RUN_STARTED");
  }

  @Test
  void aSlowReaderIsCaughtUpFromTheLogAndHoldsNobodyUp() {
    StreamHub tight = FIXTURE.hub(StreamFixture.LIVE_ONLY.withSizes(3, 5));
    ScriptedRun run = FIXTURE.run(null).begin();
    CountDownLatch goOn = new CountDownLatch(1);
    SseFrames stuck = new StuckOnce(goOn);
    StreamClient slow = StreamClient.connect(tight, FIXTURE.session(run, 0), stuck);
    StreamClient fast = StreamClient.connect(tight, FIXTURE.session(run, 0));
    await().until(() -> !fast.got().ids().isEmpty());
    for (int i = 0; i < 10; i++) {
      run.open();
      String[] text = {""};
      for (int j = 0; j < 5; j++) {
        run.say("piece " + j + " ");
        text[0] += "piece " + j + " ";
      }
      await().until(() -> fast.got().texts().of(run.message()).equals(text[0]));
      run.commit();
    }
    run.finish();
    await().until(() -> fast.got().ended());
    assertThat(slow.got().events()).isEmpty();
    goOn.countDown();
    await().until(() -> slow.got().ended());
    assertThat(slow.got().ids()).isEqualTo(from(1, FIXTURE.last(run)));
    assertThat(slow.got().texts().of(run.message()))
        .isEqualTo(fast.got().texts().of(run.message()));
    assertThat(tight.sessions()).isEqualTo(1);
    tight.close();
    assertThat(tight.clients()).isZero();
  }

  @Test
  void noticesAClientThatIsGone() throws Exception {
    ScriptedRun run = FIXTURE.run(null).begin();
    StreamClient client =
        StreamClient.connect(quick, FIXTURE.session(run, 0), new GoneAfterFirstEvent());
    client.toTheEnd();
    assertThat(quick.sessions()).isZero();
    assertThat(quick.clients()).isZero();
  }

  @Test
  void tellsClientsToComeBackLaterWhenItCloses() throws Exception {
    ScriptedRun run = FIXTURE.run(null).begin();
    StreamClient client = StreamClient.connect(hub, FIXTURE.session(run, 0));
    await().until(() -> !client.got().ids().isEmpty());
    hub.close();
    SseFrames got = client.toTheEnd();
    assertThat(got.all().getLast().other()).singleElement().asString().startsWith("retry: ");
    StreamClient next = StreamClient.connect(hub, FIXTURE.session(run, 0));
    assertThat(next.toTheEnd().all().getLast().other())
        .singleElement()
        .asString()
        .startsWith("retry: ");
  }

  @Test
  void aCursorBeyondTheLogHearsWhatComesNext() {
    ScriptedRun run = FIXTURE.run(null).begin();
    long last = FIXTURE.last(run);
    StreamClient client = StreamClient.connect(hub, FIXTURE.session(run, last + 1000));
    await().until(() -> !client.got().all().isEmpty());
    run.open().say("new").commit().finish();
    await().until(() -> client.got().ended());
    assertThat(client.got().ids()).isEqualTo(from(last + 1, FIXTURE.last(run)));
  }

  /** Waits in its first write until the test lets it go on. */
  private static final class StuckOnce extends SseFrames {
    private final CountDownLatch goOn;

    StuckOnce(CountDownLatch goOn) {
      this.goOn = goOn;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new IOException(e));
      }
      super.write(bytes, from, length);
    }
  }

  private static final class GoneAfterFirstEvent extends SseFrames {
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!ids().isEmpty()) {
        throw new IOException("Broken pipe");
      }
      super.write(bytes, from, length);
    }
  }

  @Test
  void listensOnceHoweverManyRead() {
    ScriptedRun run = FIXTURE.run(null).begin();
    List<StreamClient> clients =
        LongStream.range(0, 20)
            .mapToObj(i -> StreamClient.connect(hub, FIXTURE.session(run, 0)))
            .toList();
    run.open().say("to all").commit().finish();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> clients.stream().allMatch(c -> c.got().ended()));
    assertThat(hub.sessions()).isEqualTo(1);
    assertThat(hub.clients()).isEqualTo(20);
    assertThat(clients)
        .allSatisfy(client -> {
          assertThat(client.got().ids()).isEqualTo(from(1, FIXTURE.last(run)));
          assertThat(client.got().texts().of(run.message())).isEqualTo("to all");
        });
  }
}
