package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class AgentsTest {

  private final Client client = TestService.get().newOrganization();

  @Test
  void anAgentGoesThroughItsWholeLife() {
    Answer made =
        client
            .post(
                "/v1/agents",
                """
                {"name":"helper","description":"Helps","note":"first",
                 "config":{"instructions":"Be brief.","skills":["clock"],"max_steps":7}}\
                """)
            .expect(201);
    String id = made.string("id");
    assertThat(made.header("Location")).isEqualTo("/v1/agents/" + id);
    assertThat(made.json().path("config").path("max_steps").asInt()).isEqualTo(7);
    assertThat(client.get("/v1/agents/" + id).expect(200).json()).isEqualTo(made.json());

    Answer renamed = client.patch("/v1/agents/" + id, "{\"name\":\"aide\",\"description\":\"\"}");
    assertThat(renamed.expect(200).string("name")).isEqualTo("aide");
    assertThat(renamed.json().has("description")).isFalse();

    client.delete("/v1/agents/" + id).expect(204);
    assertThat(client.get("/v1/agents/" + id).expect(200).string("archived_at")).isNotBlank();
    assertThat(client.get("/v1/agents?q=aide").expect(200).json().path("items")).isEmpty();
    assertThat(client.get("/v1/agents?q=aide&archived=true").json().path("items")).hasSize(1);
  }

  @Test
  void versionsArePromotedAndRolledBack() {
    String agent = "/v1/agents/" + client.newAgent();
    client.post(agent + "/rollback", "{}").problem(409, "no_earlier_version");
    Answer second =
        client.post(agent + "/versions", "{\"config\":{\"instructions\":\"two\"}}").expect(201);
    assertThat(second.header("Location")).isEqualTo(agent + "/versions/2");
    client
        .post(agent + "/versions", "{\"config\":{\"instructions\":\"three\"},\"promote\":false}")
        .expect(201);
    assertThat(client.get(agent).json().path("current_version").asInt()).isEqualTo(2);
    assertThat(client.get(agent).json().path("latest_version").asInt()).isEqualTo(3);

    Answer promoted = client.post(agent + "/versions/3/promote", "").expect(200);
    assertThat(promoted.json().path("config").path("instructions").asText()).isEqualTo("three");
    assertThat(client.post(agent + "/rollback", "").json().path("current_version").asInt())
        .isEqualTo(2);
    Answer first = client.post(agent + "/rollback", "{\"version\":1}").expect(200);
    assertThat(first.json().path("current_version").asInt()).isEqualTo(1);
    client.post(agent + "/rollback", "{\"version\":9}").problem(404, "agent_version_not_found");

    client
        .post(agent + "/versions", "{\"config\":{},\"expected_latest\":2}")
        .problem(409, "agent_version_conflict");
    assertThat(client.get(agent + "/versions?limit=2").json().path("items"))
        .extracting(version -> version.path("version").asInt())
        .containsExactly(3, 2);
  }

  @Test
  void yamlGoesOutAndComesBack() {
    Answer made =
        client.post(
            "/v1/agents",
            """
            {"name":"written","description":"Line one\\nLine two",
             "config":{"instructions":"Be brief.","skills":["clock"],
             "parameters":{"temperature":0.5}}}\
            """);
    Answer yaml = client.get("/v1/agents/" + made.string("id") + "/export").expect(200);
    assertThat(yaml.header("Content-Type")).startsWith("application/yaml");

    String other = yaml.text().replace("name: written", "name: read");
    Answer read = importYaml("", other).expect(201);
    assertThat(read.json().path("config")).isEqualTo(made.json().path("config"));
    assertThat(read.string("description")).isEqualTo("Line one\nLine two");

    importYaml("", other).problem(409, "agent_name_taken");
    Answer updated = importYaml("?update=true", other).expect(201);
    assertThat(updated.string("id")).isEqualTo(read.string("id"));
    assertThat(updated.json().path("current_version").asInt()).isEqualTo(2);
  }

  @Test
  void whatConcernsPeopleBudgetsAndSubAgentsGoesOutAsItCameIn() {
    String config =
        """
        {"fallback_models":["rehearsal/other"],"ask_user":true,"on_failure":"fail",
         "sub_agents":[{"name":"twin","agent":"demo","description":"Does the same",
           "budget":{"tokens":1000,"on_exhausted":"finish"}}],
         "approvals":{"mode":"never","rules":[{"tool":"clock*","mode":"always",
           "arguments":{"/zone":"^UTC$"}}],"remind_after":"PT1H","deadline":"P1D",
           "on_deadline":"expire"},
         "budget":{"tokens":50000,"cost_micros":250000,"wall_time":"PT2H"},
         "output_schema":{"type":"object","properties":{"a":{"default":null}}}}\
        """;
    Answer made =
        client.post("/v1/agents", "{\"name\":\"whole\",\"config\":" + config + "}").expect(201);
    JsonNode out = made.json().path("config");
    assertThat(out.at("/sub_agents/0/agent_id").asText()).isNotBlank();
    assertThat(out.at("/sub_agents/0/budget/on_exhausted").asText()).isEqualTo("finish");
    assertThat(out.at("/approvals/rules/0/arguments/~1zone").asText()).isEqualTo("^UTC$");
    assertThat(out.at("/approvals/deadline").asText()).isEqualTo("PT24H");
    assertThat(out.at("/approvals/risk").asText()).isEqualTo("high");
    assertThat(out.at("/budget/wall_time").asText()).isEqualTo("PT2H");
    assertThat(out.at("/budget/on_exhausted").asText()).isEqualTo("wait");
    assertThat(out.at("/output_schema/properties/a").has("default")).isTrue();

    String yaml = client.get("/v1/agents/" + made.string("id") + "/export").expect(200).text();
    Answer read = importYaml("", yaml.replace("name: whole", "name: other")).expect(201);
    assertThat(read.json().path("config")).isEqualTo(out);
  }

  @Test
  void anAgentMayDelegateToItselfButNotToAnArchivedOne() {
    String id = client.newAgent();
    String config = "{\"config\":{\"sub_agents\":[{\"name\":\"me\",\"agent_id\":\"" + id + "\"}]}}";
    client.post("/v1/agents/" + id + "/versions", config).expect(201);
    client.delete("/v1/agents/" + id).expect(204);
    client
        .post("/v1/agents", "{\"name\":\"late\"," + config.substring(1))
        .problem(422, "unknown_sub_agent")
        .field("/config/sub_agents/0/agent_id");
  }

  @Test
  void yamlThatIsNoneIsRefused() {
    importYaml("", "a: b: c").problem(400, "malformed_yaml");
    importYaml("", "name: a\nnmae: b").problem(422, "unknown_field").field("/nmae");
    importYaml("", "").problem(400, "body_required");
  }

  @Test
  void aDuplicateHasTheSameConfiguration() {
    Answer demo = client.get("/v1/agents?q=demo").expect(200);
    String id = demo.json().path("items").path(0).path("id").asText();
    Answer copy = client.post("/v1/agents/" + id + "/duplicate", "{\"name\":\"copy\"}").expect(201);
    assertThat(copy.json().path("config"))
        .isEqualTo(client.get("/v1/agents/" + id).json().path("config"));
    assertThat(copy.string("id")).isNotEqualTo(id);
  }

  @Test
  void skillsAndModelsAreListed() {
    Answer skills = client.get("/v1/skills").expect(200);
    assertThat(skills.json().path("items"))
        .extracting(skill -> skill.path("name").asText())
        .contains("clock", "calculator");
    assertThat(skills.json().at("/items/0/tools/0/input_schema/type").asText()).isEqualTo("object");
    Answer models = client.get("/v1/models").expect(200);
    assertThat(models.string("default_model")).isEqualTo("rehearsal/default");
    assertThat(models.json().path("providers")).extracting(p -> p.asText()).contains("rehearsal");
  }

  private Answer importYaml(String query, String yaml) {
    return client.send(
        "POST",
        "/v1/agents/import" + query,
        BodyPublishers.ofString(yaml),
        "Content-Type",
        "application/yaml");
  }
}
