package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users, roles and invitations over HTTP. */
class UsersTest {

  private final TestService service = TestService.get();
  private final AdminClient admin = AdminClient.ofNewOrganization(service);
  private final Client owner = admin.owner;

  @Test
  void usersAreMadeListedChangedAndRemoved() {
    String email = "ada@example.org";
    Answer made =
        owner
            .post(
                "/v1/admin/users",
                "{\"name\":\"Ada\",\"email\":\"%s\",\"role\":\"viewer\"}".formatted(email))
            .expect(201);
    String path = made.header("Location");
    assertThat(
            owner.get("/v1/admin/users?q=ADA@&role=viewer&status=active").json().at("/items/0/id"))
        .isEqualTo(made.json().path("id"));
    Answer changed = owner.patch(path, "{\"role\":\"developer\",\"email\":\"\"}").expect(200);
    assertThat(changed.string("role")).isEqualTo("developer");
    assertThat(changed.json().has("email")).isFalse();
    owner.delete(path).expect(204);
    owner.delete(path).problem(404, "user_not_found");
    owner.get(path).problem(404, "user_not_found");
    assertThat(owner.get("/v1/admin/users").text()).doesNotContain(made.string("id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"role\":\"viewer\"}|422|field_required",
        "{\"name\":\"a\"}|422|field_required",
        "{\"name\":\"a\",\"role\":\"Viewer\"}|422|invalid_field",
        "{\"name\":\"a\",\"role\":\"emperor\"}|404|role_not_found",
        "{\"name\":\"a\",\"role\":\"viewer\",\"email\":\"nowhere\"}|422|invalid_field",
        "{\"name\":\"a\\u0000\",\"role\":\"viewer\"}|422|invalid_field",
      })
  void whatIsWrongWithAUserIsTold(String body, int status, String code) {
    owner.post("/v1/admin/users", body).problem(status, code);
  }

  @Test
  void whoIsDisabledWhileTheirRequestComesInWritesNothing() {
    String user = admin.user("developer");
    Answer key = admin.key("\"name\":\"slow\",\"user_id\":\"%s\"".formatted(user));
    RawHttp.Reply reply =
        new RawHttp(service.process.url())
            .sendLate(
                "POST",
                "/v1/sessions",
                "Authorization: Bearer "
                    + key.string("secret")
                    + "\r\nContent-Type: application/json\r\n",
                "{\"title\":\"too late\"}",
                () -> {
                  owner.patch("/v1/admin/users/" + user, "{\"status\":\"disabled\"}").expect(200);
                  Awaitility.await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
                });
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo("credentials_invalid");
    assertThat(owner.get("/v1/sessions").text()).doesNotContain("too late");
  }

  @Test
  void aDisabledUserIsNobodyWithinASecond() {
    Client viewer = admin.somebody("viewer");
    String path = "/v1/admin/users/" + viewer.get("/v1/me").expect(200).string("user_id");
    owner.patch(path, "{\"status\":\"disabled\"}").expect(200);
    ApiKeysTest.withinASecond(() -> viewer.get("/v1/me").problem(401, "credentials_invalid"));
    owner.patch(path, "{\"status\":\"active\"}").expect(200);
    ApiKeysTest.withinASecond(() -> viewer.get("/v1/me").expect(200));
    owner.patch(path, "{\"status\":\"removed\"}").problem(422, "invalid_field");
  }

  @Test
  void theLastOwnerStaysAndNobodyRisesAboveTheirGiver() {
    String self = "/v1/admin/users/" + owner.get("/v1/me").string("user_id");
    owner.patch(self, "{\"status\":\"disabled\"}").problem(409, "last_owner");
    owner.patch(self, "{\"role\":\"admin\"}").problem(409, "last_owner");
    owner.delete(self).problem(409, "last_owner");
    Client lesser = admin.somebody("admin");
    String me = "/v1/admin/users/" + lesser.get("/v1/me").string("user_id");
    lesser.patch(me, "{\"role\":\"owner\"}").problem(403, "permission_exceeded");
    lesser.patch(self, "{\"role\":\"viewer\"}").problem(403, "permission_exceeded");
    lesser
        .post("/v1/admin/invitations", "{\"email\":\"a@example.org\",\"role\":\"owner\"}")
        .problem(403, "permission_exceeded");
  }

  @Test
  void aRoleOfOnesOwnAllowsWhatItSays() {
    owner
        .post(
            "/v1/admin/roles",
            "{\"name\":\"reader\",\"permissions\":[\"runs:read\",\"agents:read\"]}")
        .expect(201);
    Client reader = admin.somebody("reader");
    reader.get("/v1/agents").expect(200);
    owner.patch("/v1/admin/roles/reader", "{\"permissions\":[\"runs:read\"]}").expect(200);
    ApiKeysTest.withinASecond(() -> reader.get("/v1/agents").problem(403, "permission_missing"));
    owner.delete("/v1/admin/roles/reader").problem(409, "role_in_use");
    owner
        .patch("/v1/admin/users/" + reader.get("/v1/me").string("user_id"), "{\"role\":\"viewer\"}")
        .expect(200);
    owner.delete("/v1/admin/roles/reader").expect(204);
    owner.get("/v1/admin/roles/reader").problem(404, "role_not_found");
  }

  @Test
  void rolesAreCheckedAndBuiltInOnesStay() {
    assertThat(owner.get("/v1/admin/roles/owner").expect(200).json().path("built_in").asBoolean())
        .isTrue();
    assertThat(owner.get("/v1/admin/roles").expect(200).json().path("roles"))
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(owner.get("/v1/admin/permissions").expect(200).text()).contains("runs:read");
    String role = "{\"name\":\"%s\",\"permissions\":%s}";
    owner.post("/v1/admin/roles", role.formatted("owner", "[]")).problem(409, "role_taken");
    owner.post("/v1/admin/roles", role.formatted("No Spaces", "[]")).problem(422, "invalid_field");
    owner
        .post("/v1/admin/roles", role.formatted("a", "[\"fly\"]"))
        .problem(422, "unknown_permission")
        .field("/permissions/0");
    owner
        .post("/v1/admin/roles", role.formatted("a", "[\"organizations:admin\"]"))
        .problem(403, "permission_exceeded");
    owner.patch("/v1/admin/roles/viewer", "{}").problem(409, "role_built_in");
    owner.delete("/v1/admin/roles/viewer").problem(409, "role_built_in");
  }

  @Test
  void theInvitedBecomesAUserOnce() {
    Client nobody = service.clientWith("");
    String email = UUID.randomUUID() + "@example.org";
    String invitation = "{\"email\":\"%s\",\"role\":\"operator\"}".formatted(email);
    Answer made = owner.post("/v1/admin/invitations", invitation).expect(201);
    owner.post("/v1/admin/invitations", invitation).problem(409, "invitation_open");
    String accept = "{\"token\":\"%s\",\"name\":\"Bo\"}".formatted(made.string("token"));
    Answer accepted = nobody.post("/v1/invitations/accept", accept).expect(201);
    Answer me = service.clientWith(accepted.string("secret")).get("/v1/me").expect(200);
    assertThat(me.string("user_id")).isEqualTo(accepted.json().at("/user/id").asText());
    assertThat(accepted.json().at("/user/role").asText()).isEqualTo("operator");
    assertThat(accepted.json().at("/user/email").asText()).isEqualTo(email);
    nobody.post("/v1/invitations/accept", accept).problem(409, "invitation_closed");
    owner.post("/v1/admin/invitations", invitation).problem(409, "email_taken");
    Answer seen = owner.get(made.header("Location")).expect(200);
    assertThat(seen.string("accepted_by")).isEqualTo(me.string("user_id"));
    assertThat(seen.json().has("token")).isFalse();
    owner.post(made.header("Location") + "/revoke", "").problem(409, "invitation_closed");
  }

  @Test
  void anInvitationIsTakenBackAndGuessedByNobody() {
    Client nobody = service.clientWith("");
    Answer made =
        owner
            .post("/v1/admin/invitations", "{\"email\":\"eve@example.org\",\"role\":\"viewer\"}")
            .expect(201);
    String token = made.string("token");
    String accept = "{\"token\":\"%s\",\"name\":\"Eve\"}";
    for (String wrong : new String[] {"x", token.replace("pdi_", "pdr_"), token.substring(1)}) {
      nobody
          .post("/v1/invitations/accept", accept.formatted(wrong))
          .problem(404, "invitation_not_found");
    }
    service
        .clientWith(token.replace("pdi_", "pdr_"))
        .get("/v1/me")
        .problem(401, "credentials_invalid");
    owner.post(made.header("Location") + "/revoke", "").expect(200);
    nobody
        .post("/v1/invitations/accept", accept.formatted(token))
        .problem(409, "invitation_closed");
    assertThat(owner.get("/v1/admin/invitations?open=true").json().path("items")).isEmpty();
    assertThat(owner.get("/v1/admin/invitations").json().path("items")).hasSize(1);
    Answer keyless =
        owner
            .post("/v1/admin/invitations", "{\"email\":\"eve@example.org\",\"role\":\"viewer\"}")
            .expect(201);
    Answer accepted =
        nobody
            .post(
                "/v1/invitations/accept",
                "{\"token\":\"%s\",\"name\":\"Eve\",\"api_key\":false}"
                    .formatted(keyless.string("token")))
            .expect(201);
    assertThat(accepted.json().has("secret")).isFalse();
  }
}
