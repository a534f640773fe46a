package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one run is told, and what it waits for. */
public final class Steering {

  private final PerdureClient client;
  private final String runId;

  Steering(PerdureClient client, String runId) {
    this.client = client;
    this.runId = runId;
  }

  /** Waits until the run, or a sub-agent of it, waits for somebody, and says for what. */
  public JsonNode awaitInterrupt(String reason, Duration limit) {
    client.await(runId, limit, run -> run.ended() || !open(reason).isEmpty());
    JsonNode open = open(reason);
    if (open.isEmpty()) {
      throw new IllegalStateException(
          "nothing of the kind " + reason + " waits: " + client.run(runId));
    }
    return open.get(0);
  }

  /** What is open for a reason. */
  public JsonNode open(String reason) {
    return client.get(path("approvals?reason=" + reason)).expect(200).json().path("items");
  }

  public Reply approve(Map<String, Object> which) {
    return post("approve", which);
  }

  public Reply deny(String reason) {
    return post("deny", Map.of("reason", reason));
  }

  public Reply answer(String text) {
    return post("answer", Map.of("text", text));
  }

  public Reply steer(String input) {
    return post("steer", Map.of("input", input));
  }

  public Reply pause() {
    return post("pause", Map.of());
  }

  public Reply resume() {
    return post("resume", Map.of());
  }

  /**
   * Stops the run.
   *
   * @param mode {@code interrupt} or {@code rollback}
   */
  public Reply cancel(String mode) {
    return post("cancel", Map.of("mode", mode));
  }

  /**
   * Settles a recovery.
   *
   * @param more fields besides the operation
   */
  public Reply recover(String operation, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("operation", operation);
    return post("recover", body);
  }

  public Reply topUp(Map<String, Object> amounts) {
    return post("top-up", amounts);
  }

  public Reply retry() {
    return post("retry", Map.of());
  }

  public Reply fork(Map<String, Object> where) {
    return post("fork", where);
  }

  public JsonNode commands() {
    return client.get(path("commands")).expect(200).json().path("items");
  }

  public JsonNode effects() {
    return client.get(path("effects")).expect(200).json().path("items");
  }

  public JsonNode artifacts() {
    return client.get(path("artifacts")).expect(200).json().path("items");
  }

  private Reply post(String what, Map<String, Object> body) {
    return client.post(path(what), body);
  }

  private String path(String what) {
    return "/v1/runs/" + runId + "/" + what;
  }
}
