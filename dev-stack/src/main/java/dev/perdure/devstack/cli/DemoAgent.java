package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.devstack.DevStackException;
import java.io.IOException;

/**
 * Gives the agent "demo" the model that is chosen now, as a new version. An agent that someone gave
 * another model in the meantime is left alone.
 */
final class DemoAgent {

  private final ApiClient client;
  private final Workspace workspace;

  DemoAgent(ApiClient client, Workspace workspace) {
    this.client = client;
    this.workspace = workspace;
  }

  Development follow(Development known, ModelChoice choice) throws InterruptedException {
    if (known.model().equals(choice.model())) {
      return known;
    }
    try {
      String path = "/v1/agents/" + known.agentId();
      JsonNode config = client.get(path).path("config");
      if (!config.path("model").asText().equals(known.model())) {
        return known;
      }
      ObjectNode changed = config.deepCopy();
      changed.put("model", choice.model());
      ObjectNode body = new ObjectMapper().createObjectNode();
      body.set("config", changed);
      body.put("note", "Model chosen by ./perdure up: " + choice.reason());
      client.create(path + "/versions", body);
      return known.withModel(choice.model()).keep(workspace);
    } catch (IOException e) {
      throw new DevStackException("The API does not answer: " + e.getMessage(), e);
    }
  }
}
