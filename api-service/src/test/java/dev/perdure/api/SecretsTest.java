package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Secrets and model credentials go in over HTTP, and their values never come out. */
class SecretsTest {

  private static final String VALUE = "the-value-of-the-secret-" + UUID.randomUUID();

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void aSecretIsKeptListedChangedAndRemovedButNeverRead() {
    Answer made = create("mail.password").expect(201);
    assertThat(made.header("Location")).endsWith("/v1/admin/secrets/mail.password");
    assertThat(made.json().path("version").asInt()).isEqualTo(1);
    Answer listed = client.get("/v1/admin/secrets").expect(200);
    assertThat(listed.json().path("items").path(0).path("name").asText())
        .isEqualTo("mail.password");
    Answer got = client.get("/v1/admin/secrets/mail.password").expect(200);
    Answer changed =
        client
            .patch("/v1/admin/secrets/mail.password", "{\"value\":\"%s2\"}".formatted(VALUE))
            .expect(200);
    assertThat(changed.json().path("version").asInt()).isEqualTo(2);
    assertThat(changed.string("description")).isEqualTo("why");
    Answer twice = create("mail.password").problem(409, "secret_name_taken");
    for (Answer answer : new Answer[] {made, listed, got, changed, twice}) {
      assertThat(answer.text()).doesNotContain(VALUE);
    }
    client.delete("/v1/admin/secrets/mail.password").expect(204);
    client.get("/v1/admin/secrets/mail.password").problem(404, "secret_not_found");
  }

  @Test
  void whatIsWrongIsToldWithoutTheValue() {
    assertThat(create("no spaces").problem(422, "invalid_field").field("/name").text())
        .doesNotContain(VALUE);
    client
        .post("/v1/admin/secrets", "{\"name\":\"empty\",\"value\":\" \"}")
        .problem(422, "invalid_field")
        .field("/value");
    client
        .post("/v1/admin/secrets", "{\"name\":\"none\"}")
        .problem(422, "field_required")
        .field("/value");
    Answer noText =
        client.post(
            "/v1/admin/secrets", "{\"name\":\"a\",\"value\":{\"x\":\"%s\"}}".formatted(VALUE));
    assertThat(noText.status()).isBetween(400, 422);
    assertThat(noText.text()).doesNotContain(VALUE);
    client
        .json("PUT", "/v1/admin/model-credentials/nobody", "{\"key\":\"k\"}")
        .problem(422, "invalid_field")
        .field("provider");
    client
        .json("PUT", "/v1/admin/model-credentials/custom", "{\"key\":\"k\"}")
        .problem(422, "invalid_field")
        .field("/base_url");
    client
        .json(
            "PUT",
            "/v1/admin/model-credentials/openai",
            "{\"key\":\"k\",\"base_url\":\"https://user:password@example.com/v1\"}")
        .problem(422, "invalid_field")
        .field("/base_url");
  }

  @Test
  void anotherOrganizationsSecretsAreAsIfTheyNeverWere() {
    create("mine").expect(201);
    Client stranger = service.newOrganization();
    for (String name : new String[] {"mine", "none"}) {
      String path = "/v1/admin/secrets/" + name;
      assertThat(stranger.get(path).problem(404, "secret_not_found").text().replace(name, ""))
          .isEqualTo(
              stranger.get("/v1/admin/secrets/other").expect(404).text().replace("other", ""));
      stranger.patch(path, "{\"value\":\"x\"}").problem(404, "secret_not_found");
      stranger.delete(path).problem(404, "secret_not_found");
    }
    client.get("/v1/admin/secrets/mine").expect(200);
  }

  @Test
  void aModelCredentialMakesItsProviderUsableForItsOrganizationOnly() {
    String agent =
        "{\"name\":\"%s\",\"config\":{\"model\":\"openai/gpt-5\"}}".formatted(UUID.randomUUID());
    client.post("/v1/agents", agent).problem(422, "model_unknown");
    Answer put =
        client
            .json(
                "PUT",
                "/v1/admin/model-credentials/openai",
                "{\"key\":\"%s\",\"default_model\":\"gpt-5\"}".formatted(VALUE))
            .expect(200);
    assertThat(put.text()).doesNotContain(VALUE);
    assertThat(client.get("/v1/admin/model-credentials").expect(200).text()).doesNotContain(VALUE);
    client.post("/v1/agents", agent).expect(201);
    service.newOrganization().post("/v1/agents", agent).problem(422, "model_unknown");
    client.delete("/v1/admin/model-credentials/openai").expect(204);
    client.get("/v1/admin/model-credentials/openai").problem(404, "model_credential_not_found");
  }

  @Test
  void anAddressInsideIsNotReachedForAnOrganization() {
    client
        .json(
            "PUT",
            "/v1/admin/model-credentials/custom",
            "{\"key\":\"k\",\"base_url\":\"http://127.0.0.1:%d/v1\"}"
                .formatted(service.process.url().getPort()))
        .expect(200);
    String agent =
        client
            .post(
                "/v1/agents",
                "{\"name\":\"%s\",\"config\":{\"model\":\"custom/m\",\"on_failure\":\"fail\"}}"
                    .formatted(UUID.randomUUID()))
            .expect(201)
            .string("id");
    Answer run = client.post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"hi\"}".formatted(agent));
    assertThat(client.await(run).text()).contains("model_address_refused");
  }

  @Test
  void theRowIsEncrypted() throws SQLException {
    create("rows").expect(201);
    String owner = client.get("/v1/me").expect(200).string("org_id");
    try (Connection connection = service.pool.getConnection();
        PreparedStatement org =
            connection.prepareStatement("SELECT set_config('app.org_id', ?, false)");
        PreparedStatement select =
            connection.prepareStatement("SELECT value FROM secrets WHERE org_id = ?::uuid")) {
      org.setString(1, owner);
      org.execute();
      select.setString(1, owner);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(new String(row.getBytes(1), StandardCharsets.ISO_8859_1)).doesNotContain(VALUE);
      }
    }
  }

  private Answer create(String name) {
    return client.post(
        "/v1/admin/secrets",
        "{\"name\":\"%s\",\"description\":\"why\",\"value\":\"%s\"}".formatted(name, VALUE));
  }
}
