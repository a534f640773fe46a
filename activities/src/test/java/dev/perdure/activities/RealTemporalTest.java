package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.workflows.AgentRunWorkflow;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** What only the real server shows: races of cancels, heartbeats, hand-over, size of a history. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealTemporalTest {

  private Lab lab;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private WorkerFactory workers;
  private String runId = "";

  @BeforeAll
  void open() {
    lab = new Lab(RealTemporalTest.class);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(lab.stack.temporalAddress())
                .build());
    client = WorkflowClient.newInstance(stubs, RunClient.options());
  }

  @BeforeEach
  void work() {
    lab.live.all.clear();
    workers = worker(lab.heartbeats);
  }

  /** With {@code -Dperdure.histories.to=<folder>}, for the workflows' replay test. */
  @AfterEach
  void keepHistory(TestInfo test) throws IOException {
    String folder = System.getProperty("perdure.histories.to");
    if (folder != null) {
      String name = test.getTestMethod().orElseThrow().getName();
      Files.writeString(
          Path.of(folder, name + ".json"), client.fetchHistory(runId).toJson(true) + "\n");
    }
  }

  @AfterEach
  void rest() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
  }

  @AfterAll
  void close() {
    lab.close();
    stubs.shutdownNow();
  }

  @Test
  void aCancelIsHeardByTheModelCallWithinTwoSeconds() throws InterruptedException {
    CountDownLatch calling = new CountDownLatch(1);
    AtomicReference<Long> heard = new AtomicReference<>(0L);
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.text("Let me see");
          calling.countDown();
          untilTold(cancellation);
          heard.set(System.nanoTime());
          throw PerdureException.cancelled();
        };
    Run run = lab.started();
    WorkflowStub workflow = start(run);
    assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();
    long asked = System.nanoTime();
    lab.cancel(run.id());
    workflow.signal(AgentRunWorkflow.RING);
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.CANCELLED);
    Duration took = Duration.ofNanos(heard.get() - asked);
    System.out.printf("a cancel was heard after %d ms%n", took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(3));
    assertThat(lab.live.events(RunEvent.Custom.class))
        .extracting(RunEvent.Custom::name)
        .contains(RunEvent.Custom.MESSAGE_RESET);
  }

  @Test
  void aCancelThatCrossesAnAnswerEndsTheRunOnce() {
    lab.model.part =
        (request, listener, cancellation) -> {
          var ref = request.step().run();
          lab.cancel(ref.runId());
          client.newUntypedWorkflowStub(ref.runId().toString()).signal(AgentRunWorkflow.RING);
          return ScriptedModel.says("Too late.").reply(request, listener, cancellation);
        };
    Run run = lab.started();
    WorkflowStub workflow = start(run);
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.CANCELLED);
    assertThat(lab.run(run.ref()).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void aWorkerThatStopsHandsItsModelCallToAnother() throws InterruptedException {
    CountDownLatch calling = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.text("All is");
          if (calls.incrementAndGet() == 1) {
            calling.countDown();
            untilTold(cancellation);
            throw PerdureException.cancelled();
          }
          return ScriptedModel.reply(new ContentPart.Text("All is well."));
        };
    Heartbeats stopping = new Heartbeats();
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    workers = worker(stopping);
    Run run = lab.started();
    WorkflowStub workflow = start(run);
    assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();
    WorkerFactory first = workers;
    first.shutdown();
    workers = worker(lab.heartbeats);
    long asked = System.nanoTime();
    stopping.close();
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
    await().until(first::isTerminated);
    assertThat(calls).hasValue(2);
    assertThat(lab.messages(run.ref()))
        .extracting(Message::text)
        .containsExactly("How is it?", "All is well.");
  }

  @Test
  void aHundredToolCallsOverALongTranscriptLeaveASmallHistory() {
    String long8k = "The quick brown fox jumps over the lazy dog. ".repeat(182);
    lab.skill.onCall = call -> ToolOutput.of(long8k);
    lab.model.part =
        (request, listener, cancellation) ->
            request.step().number() < 50
                ? fourCalls(request.step().number())
                : answer(request.messages());
    Run run = lab.started();
    start(run).getResult(RunStatus.class);
    List<HistoryEvent> events = client.fetchHistory(run.id().toString()).getEvents();
    int bytes = events.stream().mapToInt(HistoryEvent::getSerializedSize).sum();
    int early = turnSize(events, 2);
    int late = turnSize(events, 23);
    System.out.printf(
        "100 tool calls over %s: %d events, %d bytes; turn 2 took %d bytes, turn 23 %d%n",
        lab.run(run.ref()).output(), events.size(), bytes, early, late);
    assertThat(bytes).isLessThan(2_000_000);
    assertThat(late).isLessThan(early * 13 / 10);
    assertThat(lab.skill.invocations).hasSizeGreaterThanOrEqualTo(100);
  }

  private WorkflowStub start(Run run) {
    runId = run.id().toString();
    return RunClient.start(client, lab.stack.taskQueue(), run);
  }

  private static ModelReply fourCalls(int step) {
    return ScriptedModel.reply(
        IntStream.range(0, 4)
            .mapToObj(
                i -> new ContentPart.ToolCall("c" + i, "probe", "{\"what\":\"" + step + "\"}"))
            .toArray(ContentPart[]::new));
  }

  private static ModelReply answer(List<Message> transcript) {
    long characters =
        transcript.stream()
            .flatMap(message -> message.content().stream())
            .filter(ContentPart.ToolResult.class::isInstance)
            .mapToLong(part -> ((ContentPart.ToolResult) part).content().length())
            .sum();
    return ScriptedModel.reply(new ContentPart.Text(characters / 4 + " tokens"));
  }

  /** The bytes from the THINK of one turn to that of the next. */
  private static int turnSize(List<HistoryEvent> events, int turn) {
    List<Integer> thinks =
        IntStream.range(0, events.size()).filter(i -> isThink(events.get(i))).boxed().toList();
    return events.subList(thinks.get(turn), thinks.get(turn + 1)).stream()
        .mapToInt(HistoryEvent::getSerializedSize)
        .sum();
  }

  private static boolean isThink(HistoryEvent event) {
    return event
        .getActivityTaskScheduledEventAttributes()
        .getActivityType()
        .getName()
        .equals("Think");
  }

  private WorkerFactory worker(Heartbeats heartbeats) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    RunWorker.register(
        factory.newWorker(lab.stack.taskQueue(), RunWorker.options().build()),
        lab.ports,
        heartbeats);
    factory.start();
    return factory;
  }

  private static void untilTold(Cancellation cancellation) {
    CountDownLatch told = new CountDownLatch(1);
    try (var registration = cancellation.onRequest(told::countDown)) {
      assertThat(registration).isNotNull();
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
