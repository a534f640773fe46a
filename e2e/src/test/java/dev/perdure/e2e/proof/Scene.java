package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.Cuts;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.client.StreamWatcher;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.proof.Plot.Encore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** One case as it goes: begins it, watches it, has it disturbed and attended to, until it ends. */
final class Scene {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(400);
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  private final PerdureStack stack;
  private final Caller caller;
  private final String agentId;
  private final Plot plot;
  private final Diary diary = new Diary();
  private final Person person;
  private final List<String> sessions = new ArrayList<>();
  private final Map<String, StreamWatcher> watchers = new LinkedHashMap<>();
  private final Map<String, StreamWatcher> sessionWatchers = new LinkedHashMap<>();
  private final Map<String, String> rejected = new LinkedHashMap<>();
  private final Map<String, String> taken = new LinkedHashMap<>();
  private String firstRun = "";
  private String encoreRun = "";
  private int forkedAt;

  Scene(PerdureStack stack, Caller caller, String agentId, Plot plot) {
    this.stack = stack;
    this.caller = caller;
    this.agentId = agentId;
    this.plot = plot;
    this.person = new Person(stack, caller, plot, diary);
  }

  /** Goes through the case from its start to its end. */
  void play() {
    plot.illness().forEach(behaviour -> stack.models().script(behaviour));
    Map<String, Object> body = Map.of("agent_id", agentId, "input", plot.input());
    JsonNode started = caller.post("/v1/runs", body).expect(202).json();
    firstRun = started.path("run_id").asText();
    inSession(started.path("session_id").asText());
    var meanwhile = CompletableFuture.runAsync(this::interfere, Scene::onItsOwn);
    attendUntilQuiet(meanwhile);
    if (plot.encore() != Encore.NONE) {
      encore();
      attendUntilQuiet(CompletableFuture.completedFuture(null));
    }
  }

  private static void onItsOwn(Runnable task) {
    Thread.ofVirtual().start(task);
  }

  private void inSession(String sessionId) {
    sessions.add(sessionId);
    sessionWatchers.put(
        sessionId, caller.node().watchSession(sessionId, 0, Cuts.random(seed(), 60, 8)));
  }

  private long seed() {
    return 31L * plot.mark().hashCode() + watchers.size();
  }

  private void interfere() {
    for (Interference next : plot.meanwhile()) {
      LockSupport.parkNanos(next.after().toNanos());
      switch (next) {
        case Interference.Order order -> order(order);
        case Interference.Input input -> input(input);
      }
    }
  }

  private void order(Interference.Order order) {
    Reply reply = caller.post("/v1/runs/%s/%s".formatted(firstRun, order.route()), order.body());
    diary.add(firstRun, order.route() + " " + order.body().getOrDefault("mode", ""), "", reply);
    if (reply.status() / 100 != 2 && reply.status() != 409) {
      throw new IllegalStateException(plot + ": " + reply);
    }
  }

  private void input(Interference.Input input) {
    String path = "/v1/sessions/" + sessions.getFirst() + "/runs";
    Map<String, Object> body =
        Map.of("agent_id", agentId, "input", input.text(), "input_policy", input.policy());
    Reply reply = caller.post(path, body);
    diary.add(firstRun, "input " + input.policy(), "", reply);
    if (reply.status() == 409) {
      rejected.put(input.mark(), input.policy());
      if (!input.policy().equals("reject")) {
        throw new IllegalStateException(plot + ": refused " + input + ": " + reply);
      }
    } else {
      taken.put(input.mark(), reply.expect(202).json().path("run_id").asText());
    }
  }

  /** Until all runs have ended, or wait for what nobody is to settle. */
  private void attendUntilQuiet(CompletableFuture<Void> meanwhile) {
    Instant deadline = Instant.now().plus(PATIENCE);
    Instant quietSince = Instant.now();
    List<JsonNode> open = List.of();
    while (Instant.now().isBefore(deadline)) {
      boolean told = meanwhile.isDone();
      open = openRuns();
      open.forEach(run -> attend(run, told));
      boolean quiet = told && open.stream().allMatch(this::leftWaiting);
      if (!quiet) {
        quietSince = Instant.now();
      }
      if (quiet && (open.isEmpty() || Instant.now().isAfter(quietSince.plus(SETTLED)))) {
        joined(meanwhile);
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    throw new IllegalStateException(
        plot + " is not done after " + PATIENCE + "; " + diary + "; open: " + open);
  }

  private static void joined(CompletableFuture<Void> meanwhile) {
    try {
      meanwhile.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs that have not ended, in full; and makes sure that each is watched. */
  private List<JsonNode> openRuns() {
    List<JsonNode> open = new ArrayList<>();
    for (String session : sessions) {
      for (JsonNode run : caller.items("/v1/runs?session_id=" + session)) {
        String id = run.path("id").asText();
        watchers.computeIfAbsent(
            id, key -> caller.node().watchRun(key, Cuts.random(seed(), 40, 10)));
        if (!TERMINAL.contains(run.path("status").asText())) {
          open.add(caller.get("/v1/runs/" + id));
        }
      }
    }
    return open;
  }

  private void attend(JsonNode run, boolean told) {
    person.attend(run);
    if (told && run.path("status").asText().equals("paused")) {
      String id = run.path("id").asText();
      diary.add(id, "resume", "", caller.post("/v1/runs/" + id + "/resume", Map.of()));
    }
  }

  private boolean leftWaiting(JsonNode run) {
    return plot.endings().contains("waiting") && run.path("status").asText().equals("waiting");
  }

  private void encore() {
    String route = plot.encore() == Encore.RETRY ? "retry" : "fork";
    Map<String, Object> body = Map.of();
    if (plot.encore() == Encore.FORK) {
      JsonNode steps = caller.get("/v1/runs/" + firstRun + "/steps").path("items");
      // A THINK or an ACT that was taken: which one follows from the mark.
      List<Integer> numbers =
          steps
              .valueStream()
              .filter(step -> Set.of("THINK", "ACT").contains(step.path("kind").asText()))
              .map(step -> stepNumber(step.path("step_id").asText()))
              .distinct()
              .toList();
      forkedAt = numbers.get(Math.floorMod(plot.mark().hashCode(), numbers.size()));
      body = Map.of("step", forkedAt);
    }
    Reply reply = caller.post("/v1/runs/%s/%s".formatted(firstRun, route), body);
    diary.add(firstRun, route + " " + body, "", reply);
    if (reply.status() == 409 && plot.encore() == Encore.RETRY) {
      return; // it had succeeded before it was cancelled
    }
    JsonNode answer = reply.ok().json();
    encoreRun = answer.path("run_id").asText();
    String session = answer.path("session_id").asText();
    if (!sessions.contains(session)) {
      inSession(session);
    }
  }

  /** The number of a step or of the step a call belongs to. */
  static int stepNumber(String stepId) {
    return Integer.parseInt(stepId.replaceFirst("^.*/", "").replaceFirst("[.~].*$", ""));
  }

  Plot plot() {
    return plot;
  }

  Caller caller() {
    return caller;
  }

  Diary diary() {
    return diary;
  }

  List<String> sessions() {
    return List.copyOf(sessions);
  }

  /** The streams of all root runs, by the run's id. */
  Map<String, StreamWatcher> watchers() {
    return Map.copyOf(watchers);
  }

  Map<String, StreamWatcher> sessionWatchers() {
    return Map.copyOf(sessionWatchers);
  }

  /** Marks of inputs that were refused. */
  Set<String> rejected() {
    return Set.copyOf(rejected.keySet());
  }

  /** Marks of inputs that were taken, with the run that took each. */
  Map<String, String> taken() {
    return Map.copyOf(taken);
  }

  String firstRun() {
    return firstRun;
  }

  /** The run of the encore; empty when there was none. */
  String encoreRun() {
    return encoreRun;
  }

  int forkedAt() {
    return forkedAt;
  }

  void close() {
    watchers.values().forEach(StreamWatcher::close);
    sessionWatchers.values().forEach(StreamWatcher::close);
  }
}
