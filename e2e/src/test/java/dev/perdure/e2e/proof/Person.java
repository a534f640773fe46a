package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.Json;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.EffectRecorder.Effect;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Settles what the runs of one case wait for, as the plot has it. */
final class Person {

  private static final int SOMETIMES = 4;

  private final PerdureStack stack;
  private final Caller caller;
  private final Plot plot;
  private final Diary diary;
  private final Set<String> done = new HashSet<>();

  Person(PerdureStack stack, Caller caller, Plot plot, Diary diary) {
    this.stack = stack;
    this.caller = caller;
    this.plot = plot;
    this.diary = diary;
  }

  /** Looks at a run that has not ended, and settles what can be settled now. */
  void attend(JsonNode run) {
    for (JsonNode interrupt : run.path("interrupts")) {
      if (!done.contains(interrupt.path("id").asText())) {
        settle(run.path("id").asText(), interrupt);
      }
    }
  }

  private void settle(String runId, JsonNode interrupt) {
    switch (interrupt.path("reason").asText()) {
      case "approval" -> approval(runId, interrupt);
      case "input" -> {
        if (plot.wishes().answers()) {
          order(runId, "answer", "", interrupt, Map.of("text", "the blue one, " + plot.mark()));
        }
      }
      case "budget" -> budget(runId, interrupt);
      case "recovery" -> recovery(runId, interrupt);
      default -> throw new IllegalStateException("an unknown reason: " + interrupt);
    }
  }

  private void approval(String runId, JsonNode interrupt) {
    switch (plot.wishes().approval()) {
      case APPROVE -> order(runId, "approve", "", interrupt, Map.of());
      case DENY -> order(runId, "deny", "", interrupt, Map.of("reason", "not today"));
      case EDIT -> {
        String note = Json.read(interrupt.path("arguments").asText()).path("note").asText();
        order(
            runId, "approve", "", interrupt, Map.of("arguments", Map.of("note", note + "-edited")));
      }
      case LEAVE -> {}
    }
  }

  private void budget(String runId, JsonNode interrupt) {
    if (plot.wishes().budget().equals("top_up") && byChance(interrupt).nextBoolean()) {
      order(runId, "top-up", "", interrupt, room());
    } else {
      recover(runId, interrupt, plot.wishes().budget(), Map.of("top_up", room()));
    }
  }

  private static Map<String, Object> room() {
    return Map.of("steps", 50, "tokens", 200_000);
  }

  private void recovery(String runId, JsonNode interrupt) {
    String code = interrupt.path("code").asText();
    if (code.equals("effect_unknown")) {
      unknownEffect(runId, interrupt);
    } else if (code.equals("workflow_lost") || !ill(interrupt)) {
      recover(runId, interrupt, "retry", Map.of());
    } else {
      modelAway(runId, interrupt);
    }
  }

  /** Whether the wait comes from what is wrong with this case's model, not from a fault. */
  private boolean ill(JsonNode interrupt) {
    return !plot.illness().isEmpty() && !interrupt.path("code").asText().contains("worker");
  }

  private void modelAway(String runId, JsonNode interrupt) {
    String operation = plot.wishes().recovery();
    if (operation.equals("retry")) {
      stack.models().heal(plot.mark());
    }
    recover(
        runId,
        interrupt,
        operation,
        switch (operation) {
          case "switch_model" -> Map.of("model", PerdureStack.SCRIPTED_MODEL + "-2");
          case "provide_result" -> Map.of("result", "As a person sees it, " + plot.mark());
          default -> Map.of();
        });
  }

  /** Says what is true; sometimes has the call skipped. */
  private void unknownEffect(String runId, JsonNode interrupt) {
    String key = interrupt.path("session_id").asText() + ":" + interrupt.path("step_id").asText();
    List<Effect> made = stack.recorder().effectsOf(key);
    if (byChance(interrupt).nextInt(SOMETIMES) == 0) {
      recover(runId, interrupt, "skip_step", Map.of());
    } else if (made.isEmpty()) {
      recover(runId, interrupt, "retry", Map.of());
    } else {
      recover(runId, interrupt, "provide_result", Map.of("result", "It is there."));
    }
  }

  private void recover(
      String runId, JsonNode interrupt, String operation, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    if (!operation.equals("top_up")) {
      body.remove("top_up");
    }
    body.put("operation", operation);
    order(runId, "recover", " " + operation, interrupt, body);
  }

  private void order(
      String runId, String route, String detail, JsonNode interrupt, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    String owner = interrupt.path("run_id").asText(runId);
    boolean atTheTop = byChance(interrupt).nextBoolean() && !route.equals("top-up");
    if (!route.equals("top-up")) {
      body.put("interrupt_id", interrupt.path("id").asText());
    }
    Reply reply = caller.post("/v1/runs/" + (atTheTop ? runId : owner) + "/" + route, body);
    Diary.Entry entry = diary.add(owner, route + detail, interrupt.path("code").asText(), reply);
    if (entry.accepted()) {
      done.add(interrupt.path("id").asText());
    } else if (reply.status() != 409) {
      throw new IllegalStateException(plot + ": " + reply + " for " + interrupt);
    }
  }

  /** The same for an interrupt each time it is looked at. */
  private Random byChance(JsonNode interrupt) {
    return new Random(plot.mark().hashCode() * 31L + interrupt.path("code").asText().hashCode());
  }
}
