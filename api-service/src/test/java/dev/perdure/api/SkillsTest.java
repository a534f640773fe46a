package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Skills are looked at, set up and tried over HTTP. */
class SkillsTest {

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void theListSaysWhatAToolNeedsAndDoes() {
    JsonNode clock = client.get("/v1/skills/clock").expect(200).json();
    assertThat(clock.path("source").asText()).isEqualTo("built_in");
    assertThat(clock.path("enabled").asBoolean()).isTrue();
    assertThat(clock.path("health").path("state").asText()).isEqualTo("ok");
    JsonNode settled = client.get("/v1/skills/settled").expect(200).json();
    assertThat(settled.path("source").asText()).isEqualTo("plugin");
    assertThat(settled.path("health").path("state").asText()).isEqualTo("not_configured");
    assertThat(settled.path("secrets").path(0).path("name").asText()).isEqualTo("password");
    JsonNode tool = settled.path("tools").path(0);
    assertThat(tool.path("risk").asText()).isEqualTo("low");
    assertThat(tool.path("effect").asText()).isEqualTo("none");
    assertThat(tool.path("cost_micros").asLong()).isEqualTo(1_500);
    assertThat(client.get("/v1/skills").expect(200).json().path("items"))
        .extracting(skill -> skill.path("id").asText())
        .contains("calculator", "clock", "settled");
    client.get("/v1/skills/telescope").problem(404, "skill_not_found");
  }

  @Test
  void settingsAndSecretsReachTheTool() {
    assertThat(tried("settled", "greet", "{\"arguments\":{\"name\":\"Ada\"}}"))
        .isEqualTo("Hello, Ada! The password has 0 characters.");
    client.post("/v1/admin/secrets", "{\"name\":\"WORD\",\"value\":\"open sesame\"}").expect(201);
    put("settled", "{\"config\":{\"greeting\":\"Servus\"},\"secrets\":{\"password\":\"WORD\"}}")
        .expect(200);
    assertThat(tried("settled", "greet", "{\"arguments\":{\"name\":\"Ada\"}}"))
        .isEqualTo("Servus, Ada! The password has 11 characters.");
    JsonNode settings = client.get("/v1/skills/settled/settings").expect(200).json();
    assertThat(settings.path("config").path("greeting").asText()).isEqualTo("Servus");
    assertThat(settings.path("secrets").path("password").asText()).isEqualTo("WORD");
    assertThat(
            client
                .get("/v1/skills/settled")
                .expect(200)
                .json()
                .path("health")
                .path("state")
                .asText())
        .isEqualTo("ok");
    assertThat(
            client
                .get("/v1/admin/audit-log?target_kind=skill&target_id=settled")
                .expect(200)
                .json()
                .path("items"))
        .extracting(entry -> entry.path("action").asText())
        .containsExactly("skill.try", "skill.configure", "skill.try");
  }

  @Test
  void settingsThatDoNotFitAreRefusedAndNothingChanges() {
    put("settled", "{\"config\":{\"greeting\":\"\"}}")
        .problem(422, "invalid_skill_config")
        .field("/config");
    put("settled", "{\"config\":{\"unknown\":1}}").problem(422, "invalid_skill_config");
    put("clock", "{\"config\":{\"a\":1}}").problem(422, "invalid_field").field("/config");
    put("settled", "{\"secrets\":{\"password\":\"nobody\"}}")
        .problem(422, "unknown_secret")
        .field("/secrets/password");
    put("settled", "{\"secrets\":{\"other\":\"x\"}}")
        .problem(422, "invalid_field")
        .field("/secrets/other");
    put("settled", "{\"secrets\":{\"password\":null}}").problem(422, "field_required");
    put("telescope", "{}").problem(404, "skill_not_found");
    assertThat(client.get("/v1/skills/settled/settings").expect(200).json().path("config"))
        .isEmpty();
  }

  @Test
  void healthSaysThatASecretIsGone() {
    client.post("/v1/admin/secrets", "{\"name\":\"GONE\",\"value\":\"x\"}").expect(201);
    put("settled", "{\"secrets\":{\"password\":\"GONE\"}}").expect(200);
    client.delete("/v1/admin/secrets/GONE").expect(204);
    JsonNode health = client.get("/v1/skills/settled").expect(200).json().path("health");
    assertThat(health.path("state").asText()).isEqualTo("not_configured");
    assertThat(health.path("message").asText()).contains("The secret GONE was deleted");
  }

  @Test
  void aSecretOfAnotherOrganizationIsAsIfItNeverWas() {
    service
        .newOrganization()
        .post("/v1/admin/secrets", "{\"name\":\"THEIRS\",\"value\":\"x\"}")
        .expect(201);
    put("settled", "{\"secrets\":{\"password\":\"THEIRS\"}}").problem(422, "unknown_secret");
  }

  @Test
  void aSkillThatIsSwitchedOffIsNotTriedAndNotOffered() {
    put("clock", "{\"enabled\":false}").expect(200);
    assertThat(client.get("/v1/skills/clock").expect(200).json().path("enabled").asBoolean())
        .isFalse();
    client.post("/v1/skills/clock/tools/current_time:try", "{}").problem(409, "skill_disabled");
    put("clock", "{\"enabled\":true}").expect(200);
    assertThat(tried("clock", "current_time", "{\"arguments\":{\"time_zone\":\"Asia/Tokyo\"}}"))
        .contains("Asia/Tokyo");
  }

  @Test
  void aTrialIsHeldAgainstTheSchemaAndTheTimeLimit() {
    client
        .post("/v1/skills/settled/tools/greet:try", "{\"arguments\":{\"nam\":1}}")
        .problem(422, "invalid_arguments")
        .field("/arguments");
    client.post("/v1/skills/settled/tools/nothing:try", "{}").problem(404, "tool_not_found");
    client.post("/v1/skills/telescope/tools/greet:try", "{}").problem(404, "skill_not_found");
    client
        .post(
            "/v1/skills/clock/tools/current_time:try",
            "{\"session_id\":\"%s\"}".formatted(UUID.randomUUID()))
        .problem(404, "session_not_found");
    JsonNode failed =
        client
            .post(
                "/v1/skills/test_tools/tools/fail:try",
                "{\"arguments\":{\"code\":\"no_luck\",\"retryable\":false}}")
            .expect(200)
            .json();
    assertThat(failed.path("error").asBoolean()).isTrue();
    assertThat(failed.path("code").asText()).isEqualTo("no_luck");
    JsonNode huge =
        client
            .post(
                "/v1/skills/test_tools/tools/huge:try", "{\"arguments\":{\"characters\":3000000}}")
            .expect(200)
            .json();
    assertThat(huge.path("content").asText()).hasSizeLessThan(1_100_000).contains("[Cut: ");
  }

  @Test
  void whatAToolMadeIsShownWithItsTrial() {
    JsonNode artifact =
        client
            .post("/v1/skills/settled/tools/greet:try", "{\"arguments\":{\"name\":\"Ada\"}}")
            .expect(200)
            .json()
            .path("artifacts")
            .path(0);
    assertThat(artifact.path("name").asText()).isEqualTo("greeting.txt");
    assertThat(artifact.path("media_type").asText()).isEqualTo("text/plain");
    assertThat(artifact.path("content").asText()).isEqualTo("Hello, Ada!");
  }

  private String tried(String skill, String tool, String body) {
    return client
        .post("/v1/skills/" + skill + "/tools/" + tool + ":try", body)
        .expect(200)
        .string("content");
  }

  private Answer put(String skill, String body) {
    return client.json("PUT", "/v1/skills/" + skill + "/settings", body);
  }
}
