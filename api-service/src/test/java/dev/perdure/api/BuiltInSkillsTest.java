package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The built-in skills as an organization sets them up and tries them. */
class BuiltInSkillsTest {

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void aSearchThatIsNotSetUpSaysSo() {
    JsonNode skill = client.get("/v1/skills/web_search").expect(200).json();
    assertThat(skill.path("health").path("state").asText()).isEqualTo("not_configured");
    JsonNode tried = tried("web_search", "web_search", "{\"query\":\"x\"}");
    assertThat(tried.path("error").asBoolean()).isTrue();
    assertThat(tried.path("content").asText()).contains("not set up");
  }

  @Test
  void aSearchProviderIsChosenWithItsSettingsAndItsKey() {
    settings("{\"config\":{\"provider\":\"google\"}}").problem(422, "invalid_skill_config");
    client.post("/v1/admin/secrets", "{\"name\":\"KEY\",\"value\":\"k\"}").expect(201);
    settings(
            "{\"config\":{\"provider\":\"google\",\"google\":{\"cx\":\"a1\"},\"cost_micros\":5000},"
                + "\"secrets\":{\"api_key\":\"KEY\"}}")
        .expect(200);
    JsonNode skill = client.get("/v1/skills/web_search").expect(200).json();
    assertThat(skill.path("health").path("state").asText()).isEqualTo("ok");
  }

  @Test
  void aPageInsideIsNotReached() {
    JsonNode tried =
        tried("web_search", "fetch_page", "{\"url\":\"http://169.254.169.254/latest/\"}");
    assertThat(tried.path("error").asBoolean()).isTrue();
    assertThat(tried.path("code").asText()).isEqualTo("outbound_refused");
  }

  @Test
  void filesOutsideASessionAreNone() {
    JsonNode tried = tried("file_manager", "list_files", "{}");
    assertThat(tried.path("error").asBoolean()).isTrue();
    assertThat(tried.path("code").asText()).isEqualTo("workspace_unavailable");
  }

  private Answer settings(String body) {
    return client.json("PUT", "/v1/skills/web_search/settings", body);
  }

  private JsonNode tried(String skill, String tool, String arguments) {
    return client
        .post(
            "/v1/skills/" + skill + "/tools/" + tool + ":try", "{\"arguments\":" + arguments + "}")
        .expect(200)
        .json();
  }
}
