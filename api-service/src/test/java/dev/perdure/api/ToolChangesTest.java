package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a person decides about is the tool that the agent called, and no other of its name. */
class ToolChangesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client = TestService.get().newOrganization();

  @Test
  void anApproverSeesThatTheToolChangedAndTheCallIsNotMade() {
    Answer run = start("calculator", "12*(3+4)");
    String approval = approval(run);
    JsonNode before = client.get("/v1/approvals/" + approval).expect(200).json();
    assertThat(before.path("detail").has("tool_changed")).isFalse();
    client.json("PUT", "/v1/skills/calculator/settings", "{\"enabled\":false}").expect(200);
    JsonNode after = client.get("/v1/approvals/" + approval).expect(200).json();
    assertThat(after.at("/detail/tool_changed").asBoolean()).isTrue();

    String path = "/v1/runs/" + run.string("run_id");
    client
        .post(path + "/approve", "{\"arguments\":{\"expression\":\"1+1\"}}")
        .problem(409, "tool_changed");
    client.post(path + "/approve", "").expect(200);
    Answer ended = client.await(run);
    assertThat(ended.string("status")).isEqualTo("succeeded");
    assertThat(ended.string("output")).as("what the model was told").contains("tool_changed: ");
  }

  @Test
  void editedArgumentsAreThoseOfTheVersionThatWasCalled() {
    client.post("/v1/skills", skill("query")).expect(201);
    Answer run = start("pets@1", "use pets__find {\\\"query\\\":\\\"cat\\\"}");
    approval(run);
    ObjectNode next = (ObjectNode) read(skill("name"));
    next.remove("kind");
    next.remove("name");
    client.post("/v1/skills/pets/versions", next.toString()).expect(201);
    String path = "/v1/runs/" + run.string("run_id");
    client
        .post(path + "/approve", "{\"arguments\":{\"name\":\"dog\"}}")
        .problem(422, "invalid_arguments");
    client.post(path + "/approve", "{\"arguments\":{\"query\":\"dog\"}}").expect(200);
  }

  private static String skill(String parameter) {
    String document =
        """
        {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
         "servers": [{"url": "https://pets.invalid"}],
         "paths": {"/pets": {"get": {"operationId": "find", "summary": "Finds pets.",
           "parameters": [{"name": "%s", "in": "query", "required": true,
                           "schema": {"type": "string"}}],
           "responses": {"200": {"description": "Pets."}}}}}}
        """
            .formatted(parameter);
    ObjectNode body = JSON.createObjectNode().put("kind", "openapi").put("name", "pets");
    body.putObject("settings").putArray("operations").add("find");
    body.putArray("files").addObject().put("path", "pets.json").put("text", document);
    return body.toString();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer start(String skill, String input) {
    String agent =
        client
            .post(
                "/v1/agents",
                "{\"name\":\"%s\",\"config\":{\"skills\":[\"%s\"],\"approvals\":{\"mode\":\"always\"}}}"
                    .formatted(UUID.randomUUID(), skill))
            .expect(201)
            .string("id");
    return client
        .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input))
        .expect(202);
  }

  private String approval(Answer accepted) {
    JsonNode run = client.await(accepted).json();
    assertThat(run.path("waiting_for").asText()).as(run.toString()).isEqualTo("approval");
    return run.at("/interrupts/0/id").asText();
  }
}
