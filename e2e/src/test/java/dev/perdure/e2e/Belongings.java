package dev.perdure.e2e;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Things of one organization: an agent with two versions, a session, a run in it. */
record Belongings(
    PerdureClient owner,
    String agentName,
    String agentId,
    String sessionId,
    String runId,
    String messageId) {

  private static final Map<String, Object> CONFIG =
      Map.of("instructions", "Be private.", "model", PerdureStack.SCRIPTED_MODEL);

  /**
   * Makes them.
   *
   * @param input what the run answers; the run has not ended when it answers slowly
   */
  static Belongings make(PerdureClient owner, String input) {
    String name = "private-" + UUID.randomUUID();
    String agent =
        owner
            .post("/v1/agents", Map.of("name", name, "config", CONFIG))
            .expect(201)
            .json()
            .path("id")
            .asText();
    owner.post("/v1/agents/" + agent + "/versions", Map.of("config", CONFIG)).expect(201);
    Started run = owner.start(agent, input + " secret-" + name);
    owner.await(run.runId(), Story.PATIENCE, view -> !view.status().equals("starting"));
    if (!input.contains("words")) {
      owner.awaitEnd(run.runId(), Story.PATIENCE);
    }
    return new Belongings(
        owner,
        name,
        agent,
        run.sessionId(),
        run.runId(),
        owner.messages(run.sessionId()).getFirst().id());
  }

  /** Every name by which they could be known. */
  List<String> marks() {
    return List.of(agentName, agentId, sessionId, runId, messageId);
  }
}
